"""Labelled texts and extractions in few words, and a small checkpoint, for tests of measures."""

from collections.abc import Sequence
from pathlib import Path

from encoders import save_tiny_encoder

from kg.iris import Minter
from kg.model.checkpoint import save
from kg.ontology.records import Property
from kg.records import (
    Document,
    Entity,
    Evidence,
    Extraction,
    Iri,
    Mention,
    ModelVersion,
    Span,
    Statement,
)
from kg.training.args import TrainArgs
from kg.training.corpora.records import LabelledMention, LabelledText
from kg.training.start import build_network

MINTER = Minter("urn:test:")
MODEL = ModelVersion("written by hand", "1")
BORN, WORKS = "urn:born", "urn:works"
ALL_TYPES = frozenset({"person", "place", "organisation", "time"})

Named = tuple[str, str, int]
"""The wording of a mention, its type, its entity; wordings are looked for in the order of the text."""


def places(text: str, mentions: Sequence[Named]) -> list[Span]:
    """Return where the mentions stand: each wording's first place after the last mention of the same one."""
    spans, past = [], {}
    for wording, _, _ in mentions:
        start = text.index(wording, past.get(wording, 0))
        past[wording] = start + len(wording)
        spans.append(Span(start, start + len(wording)))
    return spans


def labelled(text: str, mentions: Sequence[Named], *facts, **other) -> LabelledText:
    """Return a text with labels; facts are (subject entity, relation, object entity)."""
    marked = tuple(
        LabelledMention(span, label, entity)
        for span, (_, label, entity) in zip(places(text, mentions), mentions, strict=True)
    )
    rest = {"judged": frozenset({BORN, WORKS}), "complete": ALL_TYPES, "clustered": True, **other}
    return LabelledText("a", text, marked, frozenset(facts), **rest)


def extracted(text: str, mentions: Sequence[Named], *facts, status="asserted") -> Extraction:
    """Return what an extractor might have found; facts are (subject mention, relation, object mention[, confidence])."""
    spans = places(text, mentions)
    count = max((entity for _, _, entity in mentions), default=-1) + 1
    entities = []
    for number in range(count):
        name, label, _ = next(mention for mention in mentions if mention[2] == number)
        entities.append(Entity(Iri(MINTER.entity(f"{name} {number}", label)), name, label))
    evidence = []
    for subject, relation, object_, *confidence in facts:
        terms = [entities[mentions[end][2]].term for end in (subject, object_)]
        evidence.append(
            Evidence(
                Statement(terms[0].value, relation, terms[1]),
                confidence[0] if confidence else 0.9,
                spans[subject],
                spans[object_],
                Span(0, len(text)),
                status,
            )
        )
    return Extraction(
        "a",
        MODEL,
        tuple(
            Mention(span, label, 0.9, entity)
            for span, (_, label, entity) in zip(spans, mentions, strict=True)
        ),
        tuple(entities),
        tuple(evidence),
        len(text),
    )


class Scripted:
    """An extractor that answers with what it was given, by text."""

    model = MODEL

    def __init__(self, answers: dict[str, Extraction]) -> None:
        self._answers = answers

    def extract(self, documents: Sequence[Document], *, on_progress=None) -> list[Extraction]:
        return [self._answers[document.text] for document in documents]


def small_checkpoint(folder: Path, relations: Sequence[Property] = ()) -> Path:
    """Write an untrained checkpoint with a tiny encoder; return its folder."""
    encoder = save_tiny_encoder(folder / "encoder")
    args = TrainArgs(data=(), out=folder / "model", encoder=str(encoder), name="small")
    network = build_network(args, relations).eval()
    save(network, args.out)
    return args.out

"""The graph of the bundled documents as it would be if extraction were perfect: facts marked by hand."""

from collections.abc import Collection, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from kg.catalog.catalog import Catalog
from kg.catalog.rows import NewDocument
from kg.examples import example_documents
from kg.extraction.dates import read_date
from kg.graph.embedded import EmbeddedStore
from kg.graph.limits import QueryLimits
from kg.graph.projector import Projector
from kg.iris import WIKIDATA_DIRECT, Minter
from kg.ontology.shipped import shipped_properties
from kg.records import (
    AssertionStatus,
    Document,
    Entity,
    Evidence,
    Extraction,
    Iri,
    Literal,
    Mention,
    ModelVersion,
    Progress,
    Span,
    Statement,
    ignore_progress,
)
from kg.text.sentences import sentences

MINTER = Minter("http://localhost:8000/")
Fact = tuple[str, str, str, str, str]
"""Subject, its type, property, object, its type."""


def marked_facts() -> dict[str, list[tuple[Fact, AssertionStatus, str]]]:
    """Return the marked facts by document, each with how it is put and words of its sentence."""
    found: dict[str, list[tuple[Fact, AssertionStatus, str]]] = {}
    for line in files("bench").joinpath("questions/facts.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            document, subject, kind, code, end, end_kind, *more = line.split("\t")
            fact = (subject, kind, code, end, end_kind)
            found.setdefault(document, []).append(
                (fact, "denied" if more else "asserted", more[1] if more else "")
            )
    return found


class MarkedExtractor:
    """Implements `Extractor`: finds what was marked, but for the facts left out."""

    model = ModelVersion("marked", "1")

    def __init__(self, without: Collection[Fact] = ()) -> None:
        self._facts = marked_facts()
        self._without = frozenset(without)

    def extract(
        self, documents: Sequence[Document], *, on_progress: Progress = ignore_progress
    ) -> list[Extraction]:
        """Return what is marked in each document."""
        return [self._read(document) for document in documents]

    def _read(self, document: Document) -> Extraction:
        entities: dict[tuple[str, str], int] = {}
        mentions: list[Mention] = []
        evidence: list[Evidence] = []
        named: list[Entity] = []

        def end(name: str, kind: str, span: Span) -> Iri | Literal:
            if (name, kind) not in entities:
                entities[name, kind] = len(named)
                named.append(Entity(_term(name, kind), name, kind))
            mentions.append(Mention(span, kind, 0.95, entities[name, kind]))
            return named[entities[name, kind]].term

        for fact, status, words in self._facts.get(document.id, ()):
            subject, kind, code, other, other_kind = fact
            sentence, first, second = _place(document.text, subject, other, words)
            ends = end(subject, kind, first), end(other, other_kind, second)
            assert isinstance(ends[0], Iri)
            if fact not in self._without:
                statement = Statement(ends[0].value, WIKIDATA_DIRECT + code, ends[1])
                evidence.append(Evidence(statement, 0.95, first, second, sentence, status))
        return Extraction(
            document.id,
            self.model,
            tuple(mentions),
            tuple(named),
            tuple(evidence),
            len(document.text),
        )


def marked_graph(folder: Path, without: Collection[Fact] = ()) -> tuple[Catalog, EmbeddedStore]:
    """Read the bundled documents into a fresh catalog and store; the caller closes both."""
    catalog = Catalog.open(f"sqlite:///{folder / 'catalog.sqlite'}")
    store = EmbeddedStore(folder / "graph", MINTER, QueryLimits())
    job = catalog.jobs.create("bench")
    texts = [NewDocument(one.text, id=one.name, title=one.title) for one in example_documents()]
    catalog.documents.add(texts, job=job)
    extractor = MarkedExtractor(without)
    while claims := catalog.queue.claim(owner="bench", characters=1_000_000, limit=100, lease_s=60):
        read = extractor.extract([claim.document for claim in claims])
        catalog.queue.finish("bench", list(zip(claims, read, strict=True)))
    projector = Projector(catalog, store, MINTER, shipped_properties())
    while projector.step():
        pass
    return catalog, store


def _term(name: str, kind: str) -> Iri | Literal:
    if kind == "time":
        date = read_date(name)
        assert date is not None, name
        return date.literal()
    return Iri(MINTER.entity(name, kind))


def _place(text: str, subject: str, other: str, words: str) -> tuple[Span, Span, Span]:
    """The first sentence with both ends, else the first with the object, by its last word if need be."""
    spans = sentences(text)
    for said in _ways(other):
        held = [span for span in spans if said in span.of(text) and words in span.of(text)]
        for sentence in sorted(
            held, key=lambda span: not any(one in span.of(text) for one in _ways(subject))
        ):
            start = text.index(said, sentence.start)
            return sentence, _within(text, sentence, subject), Span(start, start + len(said))
    raise AssertionError(f"{other} is not in the text of {subject}")


def _within(text: str, sentence: Span, name: str) -> Span:
    for said in _ways(name):
        if said in sentence.of(text):
            start = text.index(said, sentence.start)
            return Span(start, start + len(said))
    return Span(sentence.start, sentence.start + len(sentence.of(text).split()[0]))


def _ways(name: str) -> Iterator[str]:
    yield name
    words = name.split()
    if len(words) > 1:
        yield words[-1]
        yield words[0]

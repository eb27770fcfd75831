"""Text2KGBench (Mihindukulasooriya et al., arXiv 2308.02357): sentences with triples of a small ontology.

A split file's rows hold one triple each as {sent, sub_label, rel_label, obj_label} (Wikidata-TekGen) or
several as {sent, triples: [{sub, rel, obj}]} (DBpedia-WebNLG, and every ground-truth file). Names stand as
the knowledge base has them, so that not each can be found in its sentence.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.iris import WIKIDATA_DIRECT
from kg.ontology.records import Property
from kg.records import Span
from kg.training.corpora.declared import declared, either, widened
from kg.training.corpora.records import Corpus, LabelledMention, LabelledText, open_corpus


@dataclass(frozen=True, slots=True)
class Triple:
    """A fact in the benchmark's own strings."""

    subject: str
    relation: str
    object: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the benchmark; without triples where only the sentence is given."""

    id: str
    text: str
    triples: tuple[Triple, ...]


def read_sentences(path: Path) -> list[Sentence]:
    """Read one split file; rows of one sentence become one Sentence."""
    texts: dict[str, str] = {}
    found: dict[str, list[Triple]] = defaultdict(list)
    with open_corpus(path) as file:
        for line in file:
            row = json.loads(line)
            texts.setdefault(row["sent"], row["id"])
            found[row["sent"]].extend(_triples(row))
    return [Sentence(id, text, tuple(dict.fromkeys(found[text]))) for text, id in texts.items()]


def _triples(row: dict[str, object]) -> Iterator[Triple]:
    if "rel_label" in row:
        yield Triple(str(row["sub_label"]), str(row["rel_label"]).strip(), str(row["obj_label"]))
    triples = row.get("triples", [])
    assert isinstance(triples, list)
    for triple in triples:
        yield Triple(triple["sub"], triple["rel"].strip(), triple["obj"])


def relation_iris(ontology: Path) -> dict[str, str]:
    """Return the IRI of each relation label of an ontology file of the benchmark."""
    content = json.loads(ontology.read_text(encoding="utf-8"))
    return {row["label"].strip(): relation_iri(row["pid"]) for row in content["relations"]}


def relation_iri(code: str) -> str:
    """Return Wikidata's IRI of a property code, DBpedia's of any other name."""
    known = re.fullmatch(r"P\d+", code)
    return WIKIDATA_DIRECT + code if known else f"http://dbpedia.org/ontology/{code}"


def read_text2kg(path: Path) -> Corpus:
    """Read a folder as the benchmark lays it out: ontologies/, train/ and, where there is one, validation/.

    Only pairs that a triple names are judged: other facts of the sentence may be true and unnamed.
    """
    texts: list[LabelledText] = []
    properties: dict[str, Property] = {}
    for ontology in sorted((path / "ontologies").glob("*_ontology.json")):
        iris = relation_iris(ontology)
        for one in declared(ontology, iris):
            properties[one.iri] = either(one, properties.get(one.iri, one))
        stem = ontology.name.removesuffix("_ontology.json")
        for part in ("train", "validation"):
            file = path / part / f"ont_{stem}_{part}.jsonl"
            if file.exists():
                texts.extend(labelled(sentence, iris) for sentence in read_sentences(file))
    kept = tuple(text for text in texts if text.relations)
    return Corpus(kept, tuple(widened(properties.values(), kept)))


def labelled(sentence: Sentence, iris: dict[str, str]) -> LabelledText:
    """Find the ends of a sentence's triples in its text; a triple with an end that is not there is left out."""
    spans: dict[Span, int] = {}
    relations = set()
    for triple in sentence.triples:
        subject = find_name(sentence.text, triple.subject)
        object_ = find_name(sentence.text, triple.object)
        apart = (
            subject and object_ and (subject.end <= object_.start or object_.end <= subject.start)
        )
        if subject and object_ and apart and triple.relation in iris:
            ends = [spans.setdefault(span, len(spans)) for span in (subject, object_)]
            relations.add((ends[0], iris[triple.relation], ends[1]))
    mentions = tuple(
        LabelledMention(span, _label(span.of(sentence.text)), entity)
        for span, entity in spans.items()
    )
    pairs = {(s, o) for s, _, o in relations} | {(o, s) for s, _, o in relations}
    return LabelledText(
        sentence.id,
        sentence.text,
        mentions,
        frozenset(relations),
        frozenset(iris.values()),
        tuple(sorted(pairs)),
    )


_DATE = re.compile(r"(?:\d{1,2} )?(?:[A-Z][a-z]+ )?(?:\d{1,2}, )?\d{4}")
_NEW_YEAR = re.compile(r"01 January (\d{4})")


def find_name(text: str, name: str) -> Span | None:
    """Return where a knowledge base's name stands in a text, None where it cannot be found.

    A year is written as the first of January there; a person's middle names may be left out.
    """
    plain = name.strip('"').replace("_", " ")
    plain = re.sub(r"\s+\([^)]*\)$", "", plain)
    year = _NEW_YEAR.fullmatch(plain)
    words = (year[1] if year else plain).split()
    exact = r"\s*".join(map(re.escape, words))
    looser = (
        rf"{re.escape(words[0])}(?: \w+\.?){{1,2}} {re.escape(words[-1])}"
        if len(words) == 2
        else None
    )
    for pattern in filter(None, (exact, looser)):
        if match := re.search(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE):
            return Span(*match.span())
    return None


def _label(name: str) -> str | None:
    """A common noun is a concept, a date a time; what else a name is, the benchmark does not say."""
    if _DATE.fullmatch(name):
        return "time"
    return "concept" if name.islower() else None

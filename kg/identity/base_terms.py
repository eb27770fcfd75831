"""What a triple of a knowledge base says of names, types and identity."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.catalog.base_rows import TYPE_RANK, Axiom, Term
from kg.identity.base_classes import Classes
from kg.identity.kinds import label_of

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = _RDF + "type"
_NAMES = {
    # property: rank, the preferred name first
    _SKOS + "prefLabel": 0,
    _RDFS + "label": 0,
    "http://schema.org/name": 1,
    "https://schema.org/name": 1,
    "http://xmlns.com/foaf/0.1/name": 1,
    _SKOS + "altLabel": 2,
    "http://schema.org/alternateName": 2,
    "https://schema.org/alternateName": 2,
}
_TYPES = frozenset({_TYPE, "http://www.wikidata.org/prop/direct/P31"})
_PAIRS = {_OWL + "differentFrom": "different", _OWL + "disjointWith": "disjoint"}
_KINDS = {
    _OWL + "FunctionalProperty": "functional",
    _OWL + "InverseFunctionalProperty": "inverse functional",
}
_READ = frozenset({"", "en", "zh", "mul", "und"})
"""Languages whose texts are read, and names of no language in particular."""
_FOREIGN = 3
"""What is added to the rank of a name in another language."""
_LONGEST = 300
_TELLING = frozenset(f"<{iri}>".encode() for iri in (*_NAMES, *_TYPES, *_PAIRS))


def tells(line: bytes) -> bool:
    """Return whether a line of N-Triples may say anything that identity goes by: most do not, and need no parsing."""
    _, _, rest = line.partition(b" ")
    return rest.partition(b" ")[0] in _TELLING


def terms_of(triple: Triple, classes: Classes) -> Iterator[Term | Axiom]:
    """Yield what the triple says that identity goes by; of most triples nothing.

    Args:
        classes: What the base's classes are kinds of.
    """
    subject, predicate, end = triple.subject, triple.predicate.value, triple.object
    if not isinstance(subject, NamedNode):
        return
    if predicate in _NAMES and isinstance(end, Literal):
        if end.value.strip():
            yield Term(subject.value, _rank(predicate, end), " ".join(end.value.split())[:_LONGEST])
    elif isinstance(end, NamedNode):
        if predicate in _TYPES:
            yield from _typed(subject.value, end.value, classes)
        elif predicate in _PAIRS:
            yield from _pair(_PAIRS[predicate], subject.value, end.value)


def _rank(predicate: str, name: Literal) -> int:
    """The preferred names first, and those in a language that is read before all others.

    Of an entity with names in hundreds of languages, as Wikidata's have, only some can be kept.
    """
    language = (name.language or "").partition("-")[0].lower()
    return _NAMES[predicate] + (0 if language in _READ else _FOREIGN)


def _typed(subject: str, kind: str, classes: Classes) -> Iterator[Term | Axiom]:
    if kind in _KINDS:
        yield Axiom(_KINDS[kind], subject)
        return
    for label in sorted(classes.labels(kind)):
        yield Term(subject, TYPE_RANK, label)


def _pair(kind: str, one: str, other: str) -> Iterator[Axiom]:
    if kind == "different":
        yield Axiom(kind, one, other)
        return
    labels = label_of(one), label_of(other)  # what is disjoint among classes is so among our types
    if labels[0] and labels[1] and labels[0] != labels[1]:
        yield Axiom(kind, labels[0], labels[1])

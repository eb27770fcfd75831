"""Taught relations as a part of what is sought: beside the ontology's, with examples of their own."""

from collections.abc import Sequence

from kg.extraction.examples import TeachingExample, read_examples
from kg.extraction.sought import Sought
from kg.ontology.records import Ontology, Property
from kg.ontology.taught import MarkedSentence, TaughtRelation


def with_taught(sought: Sought, relations: Sequence[TaughtRelation]) -> Sought:
    """Return what is sought, and the relations that were taught; a property of the same IRI stays as it is."""
    known = {one.iri for one in sought.properties}
    added = tuple(one.property for one in relations if one.iri not in known)
    examples = tuple(
        TeachingExample(marked.text, marked.subject, one.iri, marked.object, line)
        for one in relations
        for line, marked in enumerate(one.examples, start=1)
    )
    return Sought(sought.properties + added, sought.examples + examples, sought.left_out)


def marked_sentences(data: bytes, property: Property) -> tuple[MarkedSentence, ...]:
    """Read a JSONL file of examples of one relation, each once; `relation` is to name it.

    Raises:
        InputError: There is none, or one is bad; the message says which, and what is wrong.
    """
    found = read_examples(data, Ontology((), (property,)))
    return tuple(dict.fromkeys(MarkedSentence(e.text, e.subject, e.object) for e in found))

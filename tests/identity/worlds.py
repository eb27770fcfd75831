"""Worlds made by hand: what documents name, and facts between it."""

from collections.abc import Iterable, Sequence

from kg.identity.records import Decision, Edge, Occurrence, Ref, Resolution, World
from kg.identity.resolve import resolve
from kg.identity.rules import rules_of
from kg.iris import WIKIDATA_DIRECT, Minter
from kg.ontology.shipped import shipped_properties

MINTER = Minter("http://kg.test/")
RULES = rules_of(shipped_properties())
SEAT, EMPLOYER, BORN, SPOUSE, BIRTHPLACE = (
    WIKIDATA_DIRECT + code for code in ("P159", "P108", "P569", "P26", "P19")
)

Said = tuple[str, str, str, str]
"""Document, subject, property, object; things as "type:name"."""


def iri(thing: str) -> str:
    """The IRI minted for "type:name"."""
    label, _, name = thing.partition(":")
    return MINTER.entity(name, label)


def world(named: dict[str, Sequence[str]], said: Iterable[Said] = ()) -> World:
    """A world of documents that name things, and say something of them."""
    facts = list(said)
    everything = {document: dict.fromkeys(things) for document, things in named.items()}
    for document, subject, _, end in facts:
        here = everything.setdefault(document, {})
        here.update(dict.fromkeys(each for each in (subject, end) if ":" in each))
    return World(
        tuple(
            Occurrence(document, iri(thing), (thing.partition(":")[2],), thing.partition(":")[0])
            for document, things in everything.items()
            for thing in things
        ),
        tuple(
            Edge(
                document,
                iri(subject),
                predicate,
                iri(end) if ":" in end else end,
                None if ":" in end else "http://www.w3.org/2001/XMLSchema#date",
                0.9,
            )
            for document, subject, predicate, end in facts
        ),
    )


def resolved(
    named: dict[str, Sequence[str]],
    said: Iterable[Said] = (),
    decisions: Sequence[Decision] = (),
) -> Resolution:
    return resolve(world(named, said), decisions, RULES)


def stands_for(found: Resolution, thing: str, document: str = "") -> str:
    """What stands for a thing in a document."""
    ref = Ref(iri(thing), document)
    one = found.assignments.get(ref) or found.assignments.get(Ref(ref.iri))
    return one.iri if one else ref.iri


def asked(found: Resolution) -> set[frozenset[str]]:
    """The pairs that wait for somebody, by minted IRI."""
    return {frozenset((doubt.left.iri, doubt.right.iri)) for doubt in found.doubts}

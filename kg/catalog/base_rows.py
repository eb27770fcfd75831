"""The values that go into the tables of knowledge bases, and come out of them."""

from dataclasses import dataclass

TYPE_RANK = 9
"""Rank of a term that is a type; names come before, the preferred first."""


@dataclass(frozen=True, slots=True)
class BaseRow:
    """A knowledge base.

    Attributes:
        graph: IRI of the graph that holds it.
        status: "loading", "ready" or "failed".
        source: What its file was called.
        error: Why it failed.
    """

    seq: int
    name: str
    graph: str
    status: str
    source: str
    error: str | None
    triples: int
    entities: int
    changed_at: int


@dataclass(frozen=True, slots=True)
class Term:
    """A name of an entity, or with TYPE_RANK one of our types."""

    iri: str
    rank: int
    value: str


@dataclass(frozen=True, slots=True)
class Axiom:
    """What a base says of identity; kind is "different", "disjoint", "functional" or "inverse functional"."""

    kind: str
    subject: str
    object: str = ""

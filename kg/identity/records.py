"""The values of identity: what documents name, what was decided about it, what follows."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal as OneOf

from kg.records import Iri, Literal

_NAMESPACE = uuid.UUID("5b2f1a52-4a0e-5f0c-9d0b-6f3c5b0f7a11")

Verdict = OneOf["same", "different"]


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A thing as documents name it, under the IRI that extraction minted: in one document, or wherever it is named.

    Attributes:
        document: Id of the document; "" is every document for which nothing else is said.
    """

    iri: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One entity of one document.

    Attributes:
        iri: As minted from name and type.
        names: Its name, then what else the document calls it.
        label: Entity type, for example "person".
        words: Content words of the document around it; none where nobody looked.
        vector: Unit vector of its contexts, where one is recorded.
    """

    document: str
    iri: str
    names: tuple[str, ...]
    label: str
    words: frozenset[str] = frozenset()
    vector: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """One stated fact between minted IRIs, or with a value if `datatype` is set."""

    document: str
    subject: str
    predicate: str
    object: str
    datatype: str | None
    confidence: float

    @property
    def end(self) -> Iri | Literal:
        """Its object as a term."""
        return Iri(self.object) if self.datatype is None else Literal(self.object, self.datatype)


@dataclass(frozen=True, slots=True)
class World:
    """Everything in a workspace that identity goes by."""

    occurrences: tuple[Occurrence, ...]
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said about two things; it outlives the documents.

    Attributes:
        kept: Whichever IRI is to stand for both; None leaves the choice open.
    """

    verdict: Verdict
    left: Ref
    right: Ref
    kept: str | None = None

    @property
    def refs(self) -> tuple[Ref, Ref]:
        """Both things."""
        return self.left, self.right

    @property
    def id(self) -> str:
        """The same for the same two things, whatever is said of them: a later word takes the place of an earlier."""
        return pair_id(self.left, self.right)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two things that may be one: somebody has to look.

    Attributes:
        together: Whether they count as one until somebody has.
        reasons: What spoke for and against it, by name.
    """

    left: Ref
    right: Ref
    score: float
    together: bool = False
    reasons: Mapping[str, float] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same for the same two things."""
        return pair_id(self.left, self.right)


@dataclass(frozen=True, slots=True)
class Assignment:
    """The IRI that stands for what documents name; `score` is how sure that is."""

    iri: str
    score: float


@dataclass(frozen=True, slots=True)
class Resolution:
    """What follows from a world and the decisions on it.

    Attributes:
        assignments: Only of what does not keep its minted IRI. The more special Ref counts.
    """

    assignments: Mapping[Ref, Assignment]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class BaseEntity:
    """An entity of a loaded knowledge base.

    Attributes:
        labels: Our entity types that its types stand for; empty where they say nothing to us.
        names: Its preferred name, then others.
    """

    iri: str
    names: tuple[str, ...]
    labels: frozenset[str] = frozenset()


def pair_id(left: Ref, right: Ref) -> str:
    """Return the id of two things, in whichever order."""
    first, second = sorted((left, right))
    parts = (first.iri, first.document, second.iri, second.document)
    return str(uuid.uuid5(_NAMESPACE, "\n".join(parts)))

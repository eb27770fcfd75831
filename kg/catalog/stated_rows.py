"""What a person states, as values: a fact in words, and what had suggested it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kg.catalog.marking import CERTAIN
from kg.catalog.tables import Row
from kg.iris import statement_id
from kg.records import (
    PERSON,
    Document,
    Entity,
    Evidence,
    Extraction,
    Iri,
    Mention,
    Span,
    Statement,
)


@dataclass(frozen=True, slots=True)
class End:
    """A thing at one end of a fact: its IRI, a name of it, and its entity type."""

    iri: str
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A statement that a suggestion rested on: its id then, and the same in words."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a fact was suggested before somebody accepted it.

    Attributes:
        source: Who proposed it: "rules", "vectors" or "analogy".
        score: How likely it was, 0 to 1.
        reason: Why, in words.
    """

    source: str
    score: float
    reason: str
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """What is kept of somebody's word for a fact.

    Attributes:
        reasons: What had suggested the fact; None if nothing did.
        by: The name of their key, or whose token it was; None where the service asked for neither.
    """

    reasons: Reasons | None
    by: str | None


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact that somebody states.

    Attributes:
        predicate: IRI of the relation; `relation` is what people call it.
        reasons: What suggested it; None if nothing did.
        by: Who states it, as in `Word`.
    """

    subject: End
    predicate: str
    relation: str
    object: End
    reasons: Reasons | None = None
    by: str | None = None

    @property
    def statement(self) -> Statement:
        """The fact itself."""
        return Statement(self.subject.iri, self.predicate, Iri(self.object.iri))

    @property
    def id(self) -> str:
        """The id of the suggestion, which is the statement's."""
        return statement_id(self.statement)

    @property
    def text(self) -> str:
        """The fact in words."""
        return f"{self.subject.name} {self.relation} {self.object.name}."


def extraction_of(document: Document, row: Row) -> Extraction:
    """Return what a document states that says what a row of `stated` holds."""
    end = len(document.text) - 1
    subject = Span(0, len(row.subject_name))
    object = Span(end - len(row.object_name), end)
    things = [
        Entity(Iri(row.subject), row.subject_name, row.subject_label),
        Entity(Iri(row.object), row.object_name, row.object_label),
    ]
    if row.subject == row.object:
        things.pop()
    fact = Statement(row.subject, row.predicate, Iri(row.object))
    return Extraction(
        document=document.id,
        model=PERSON,
        mentions=(
            Mention(subject, row.subject_label, CERTAIN, 0),
            Mention(object, row.object_label, CERTAIN, len(things) - 1),
        ),
        entities=tuple(things),
        evidence=(Evidence(fact, CERTAIN, subject, object, Span(0, len(document.text))),),
        characters_read=len(document.text),
    )


def reasons_as_json(reasons: Reasons | None) -> dict[str, Any] | None:
    """Return reasons as their column holds them."""
    if reasons is None:
        return None
    return asdict(reasons) | {"grounds": [[one.id, one.text] for one in reasons.grounds]}


def reasons_of(given: Mapping[str, Any] | None) -> Reasons | None:
    """Read reasons from their column."""
    if given is None:
        return None
    grounds = tuple(Ground(id, text) for id, text in given["grounds"])
    return Reasons(given["source"], given["score"], given["reason"], grounds)

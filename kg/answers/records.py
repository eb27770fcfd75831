"""The values that travel between a question and its answer: frozen, free of SQL and of HTTP."""

from dataclasses import dataclass, field
from typing import Literal as OneOf

from kg.records import Iri, Literal, Statement

Term = Iri | Literal
Form = OneOf["list", "count", "yesno", "compare", "superlative"]
Order = OneOf["least", "most"]


@dataclass(frozen=True, slots=True)
class Named:
    """Something of the graph under one of its names.

    Attributes:
        label: Entity type, for example "person"; "" where it is not known.
        mentions: How often texts name it; 0 where that is not known.
    """

    iri: str
    name: str
    label: str = ""
    mentions: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """What a stretch of the question names: tokens [first, last), the candidates best first, each with a score."""

    first: int
    last: int
    candidates: tuple[tuple[Named, float], ...]

    @property
    def best(self) -> Named:
        """The likeliest candidate."""
        return self.candidates[0][0]


@dataclass(frozen=True, slots=True)
class Step:
    """One relation followed: from subject to object, or backwards."""

    predicate: str
    forward: bool


Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A path from a thing that the question names to what is asked for."""

    start: str
    steps: Steps


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a value has to lie between: dates as (year, month, day) with zeros for what is open, or numbers.

    Attributes:
        low, high: Both inclusive; None is open.
        words: As the question puts it.
    """

    low: tuple[float, ...] | None
    high: tuple[float, ...] | None
    is_date: bool
    words: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be asked of the graph.

    Attributes:
        branches: Paths that all end at the answer.
        types: IRIs of classes, one of which the answer has; empty: any.
        value: Path from the answer to the value that bounds, an order or a comparison look at.
        among: For a comparison: the things that are compared. For yes or no: what the answer has to be.
        many: The order, or the bounds, are on the number of values.
        dated: The values are dates.
        score: How well the plan explains the question, 0 to 1.
    """

    form: Form
    branches: tuple[Branch, ...] = ()
    types: tuple[str, ...] = ()
    value: Steps = ()
    bounds: Bounds | None = None
    order: Order | None = None
    among: tuple[Term, ...] = ()
    many: bool = False
    dated: bool = False
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Quote:
    """Where a document says so."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement that an answer rests on; names are for people. `quotes` is empty for what no text says."""

    statement_id: str
    statement: Statement
    subject: str
    predicate: str
    object: str
    confidence: float
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One answer.

    Attributes:
        value: The IRI of a thing, a literal's lexical form, a number, "yes" or "no".
        label: What people call it.
    """

    value: str
    label: str
    confidence: float
    facts: tuple[Fact, ...]
    iri: str | None = None
    datatype: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that may answer what the graph does not; `score` is 0 to 1."""

    document: str
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What becomes of a question.

    Attributes:
        answer: The answers in words; None where there are none.
        interpretation: How the question was understood, for people.
        sparql: The query that gave the answers; None where none was made.
        reason: Why the graph does not say; None where it does.
        passages: Only where the graph does not say.
    """

    question: str
    answer: str | None
    answers: tuple[Found, ...] = ()
    sparql: str | None = None
    interpretation: str = ""
    reason: str | None = None
    passages: tuple[Passage, ...] = field(default=())

    @property
    def abstained(self) -> bool:
        """Whether the graph does not say."""
        return not self.answers

"""The values that travel between the rooms: frozen, without behaviour beyond their own shape.

`Document --read--> Extraction (mentions, entities, evidence) --> graph`. Offsets are Unicode code
points into `Document.text`; `end` is the offset after the last character.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from typing import Literal as OneOf

DEFAULT_WORKSPACE = "main"

Progress = Callable[[str, int, int], None]
"""Called as on_progress(stage, done, total); total is 0 where it is not known."""


def ignore_progress(stage: str, done: int, total: int) -> None:
    """The observer that nobody listens to."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text: [start, end) in Unicode code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]

    def within(self, other: "Span") -> bool:
        """Return whether the span covers nothing that the other one does not."""
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class Document:
    """A text to read, as it is stored.

    Attributes:
        id: Unique within its workspace; made from the content unless the client gave one.
        text: What was read from the source; every offset refers to it.
        title: For people; never used as evidence.
        uri: Where the client says it came from; never fetched.
        language: BCP 47 tag, or None where unknown.
        metadata: The client's own JSON object, kept as given.
    """

    id: str
    text: str
    title: str | None = None
    uri: str | None = None
    language: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    workspace: str = DEFAULT_WORKSPACE


@dataclass(frozen=True, slots=True)
class Iri:
    """A node that others can point to."""

    value: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value: its lexical form with a datatype IRI (RDF 1.1 §3.3)."""

    value: str
    datatype: str = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a document that names something.

    Attributes:
        label: Entity type, for example "person".
        score: Probability that the span and its type are right, 0 to 1.
        entity: Index of its entity in `Extraction.entities`.
    """

    span: Span
    label: str
    score: float
    entity: int


@dataclass(frozen=True, slots=True)
class Entity:
    """What a cluster of mentions in one document names.

    Attributes:
        term: An Iri for a thing, a Literal for a date or number.
        name: The mention that names it best, as written.
        label: Entity type, for example "person".
    """

    term: Iri | Literal
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact: subject and predicate are IRIs, the object a thing or a value."""

    subject: str
    predicate: str
    object: Iri | Literal


AssertionStatus = OneOf["asserted", "denied", "hedged", "reported"]
"""How a text puts a statement: as a fact, as untrue, as possible or planned, or as somebody's words."""


@dataclass(frozen=True, slots=True)
class Qualifier:
    """Something that holds of a statement, such as when it began: property IRI and value."""

    predicate: str
    value: Literal


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a statement is believed: one place in one document that says so.

    Attributes:
        confidence: Calibrated probability that the document says this, 0 to 1, three decimals.
        subject, object: The mentions that carry the statement, closest pair first.
        sentence: The quoted stretch: from the first to the last sentence that either mention is in.
        status: Only what is "asserted" becomes a fact of the graph.
        qualifiers: What else the text says of the statement, for example its time.
    """

    statement: Statement
    confidence: float
    subject: Span
    object: Span
    sentence: Span
    status: AssertionStatus = "asserted"
    qualifiers: tuple[Qualifier, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """Which model spoke. `version` changes whenever its answers can."""

    name: str
    version: str


PERSON = ModelVersion("person", "1")
"""Who speaks where a person states a fact. No model is called so."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that one reading of one document found."""

    document: str
    model: ModelVersion
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    evidence: tuple[Evidence, ...]
    characters_read: int


DocumentStatus = OneOf["queued", "running", "extracted", "done", "failed", "cancelled", "deleting"]
"""queued → running → extracted (findings in SQL) → done (findings in the graph)."""

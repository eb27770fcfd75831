"""The values that go into the catalog and come out of it: frozen, free of SQL, times in milliseconds UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from typing import Literal as OneOf

from kg.records import AssertionStatus, Document, Entity, Qualifier, Span, Statement

Row = TypeVar("Row")

JobStatus = OneOf["running", "done", "cancelled"]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a longer list. `next` is the cursor of the page after, None on the last page."""

    items: tuple[Row, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What a client posts.

    Attributes:
        text: Not empty, without NUL characters.
        id: The client's own id, up to 200 printable characters without a slash; made from the content if None.
        metadata: A JSON object, kept as given.
    """

    text: str
    id: str | None = None
    title: str | None = None
    uri: str | None = None
    language: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one posted document.

    Attributes:
        id: The id under which the text is kept: an older document's where the text was known; "" if rejected without an id.
        status: A DocumentStatus, or "rejected".
        duplicate: Whether this text was already here.
        error: Why it was rejected and what to do about it; None unless rejected.
    """

    id: str
    status: str
    duplicate: bool = False
    error: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document without its text.

    Attributes:
        characters: Length of the text in Unicode code points.
        characters_read: How many of them the model read; 0 until it has.
        revision: Counts the texts that this id has had, from 1.
        attempt: How often a worker has begun to read this revision.
        error: Why it failed, or why it is waiting to be tried again.
        job: The job that queued it last.
        model, model_version, read_at: Which model its findings come from, and when; None while it has none.
        read_content: SHA-256 of the text that they were found in, which a PUT may have replaced since.
        stated: Whether it holds a person's word, which no model reads.
    """

    id: str
    workspace: str
    status: str
    title: str | None
    uri: str | None
    language: str | None
    metadata: Mapping[str, Any]
    characters: int
    characters_read: int
    revision: int
    attempt: int
    error: str | None
    job: str
    created_at: int
    updated_at: int
    model: str | None
    model_version: str | None
    read_at: int | None = None
    read_content: str | None = None
    stated: bool = False


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job has come.

    Attributes:
        source: What the client said the documents came from, for people.
        finished: No document of it is queued, running, extracted or deleting.
        counts: Documents by status; statuses without documents are left out.
        documents: All documents of the job, the duplicates' originals included.
        duplicates: Posted documents whose text was already here.
        rejected: Posted documents that could not be taken.
        documents_per_second: Documents settled since the job began, over the time that took.
        seconds_left: Estimate from the last half minute; 0 when finished, None when unknown.
    """

    id: str
    workspace: str
    source: str
    created_at: int
    finished: bool
    status: JobStatus
    counts: Mapping[str, int]
    documents: int
    duplicates: int
    rejected: int
    characters: int
    characters_read: int
    documents_per_second: float
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One place in one document that speaks of one statement.

    Attributes:
        id: `kg.iris.evidence_id`.
        document: Id of the document.
        subject, object: The two mentions, as spans of the document's text.
        sentence: The quoted stretch; `quote` is its text.
        subject_name, object_name: What this document calls the two ends.
        subject_label, object_label: Their entity types.
        model, version: Which model said so.
        status: How the place puts the statement.
        qualifiers: What else it says of the statement.
        source: SHA-256 of the text that was read; the same for the same text under two ids.
        read_at: When it was read; 0 if it is not kept.
        standing: Whether the statement is "known" to a knowledge base, "new" to it or "conflicting" with
            it; None while no base is loaded.
    """

    id: str
    document: str
    statement_id: str
    statement: Statement
    confidence: float
    subject: Span
    object: Span
    sentence: Span
    quote: str
    subject_label: str
    object_label: str
    subject_name: str
    object_name: str
    model: str
    version: str
    status: AssertionStatus = "asserted"
    qualifiers: tuple[Qualifier, ...] = ()
    source: str = ""
    read_at: int = 0
    standing: str | None = None


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A stretch of a document that names something. `iri` is None where it names a value, not a thing."""

    span: Span
    text: str
    label: str
    score: float
    name: str
    iri: str | None


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A thing and how often it is spoken of. `documents` and `mentions` count the whole workspace."""

    iri: str
    name: str
    label: str
    documents: int
    mentions: int


@dataclass(frozen=True, slots=True)
class Retraction:
    """What deleting a document does: it asserts `facts`; `retracted` of them go, others assert those `kept`."""

    facts: int
    retracted: int
    kept: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's hold on a document: void when the revision, attempt or owner has moved on.

    Attributes:
        seq: The document's row in the queue.
        job: The job that queued it last.
        deaths: How many of the earlier attempts ended with the worker.
    """

    document: Document
    revision: int
    attempt: int
    seq: int
    job: str = ""
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class Projection:
    """What the graph has to say about a document from now on.

    Attributes:
        gone: The graph is to say nothing about it: it was deleted.
        change: Which of the document's changes this is; `settle` refuses an older one.
        entities: What its mentions name.
        seq: The document's row in the catalog; 0 if it is not kept there.
        merged: IRIs of `entities` with the IRIs that were minted for them, where these are others.
    """

    document: DocumentRow
    gone: bool
    change: int
    entities: tuple[Entity, ...]
    evidence: tuple[EvidenceRow, ...]
    seq: int = 0
    merged: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker's last sign of life. `problem` is why it does not read with the chosen model, None if it does."""

    id: str
    host: str
    process: int
    model: str
    state: str
    seen_at: int
    problem: str | None = None

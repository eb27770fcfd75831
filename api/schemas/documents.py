"""What clients send about documents, and what they are told about them."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from api.schemas.statements import Suggested
from kg.records import DocumentStatus

_EXAMPLE: JsonDict = {
    "text": "Ada Lovelace was born in London. She works for Analytical Engines.",
    "title": "Ada Lovelace",
    "uri": "https://example.org/ada",
    "language": "en",
    "metadata": {"shelf": "A7"},
}


class DocumentAbout(BaseModel):
    """What is known about a document."""

    title: str | None = Field(None, max_length=2000, description="For people; never evidence.")
    language: str | None = Field(None, max_length=35, description="BCP 47 tag.")
    metadata: dict[str, Any] = Field(default_factory=dict, description="Yours; kept as given.")


class DocumentContent(DocumentAbout):
    """A text to read and what is known about it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    text: str = Field(description="Plain text; every offset in an answer refers to it.")
    uri: str | None = Field(
        None, max_length=2000, description="Where it is from; not fetched, as there is a text."
    )


class DocumentAt(DocumentAbout):
    """A document to fetch, where the service does that (KG_FETCH): text, HTML, Markdown, PDF or DOCX."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"uri": "https://example.org/ada"}]})

    uri: str = Field(max_length=2000, description="Its address, http or https, on a public host.")
    id: str | None = Field(None, description="Your own id for it.")


class DocumentIn(DocumentContent):
    """A document to take; without an id it gets one from its content."""

    id: str | None = Field(None, description="Your own id for it.")


class DocumentTaken(BaseModel):
    """What became of one document of a request.

    `line` and `name` say which line of a stream or which file a rejection is about.
    """

    id: str | None = None
    status: DocumentStatus | Literal["rejected"]
    duplicate: bool | None = None
    line: int | None = None
    name: str | None = None
    error: str | None = None


class Accepted(BaseModel):
    """The answer to documents: follow the job at `/jobs/{job}`."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "job": "0b8e5d0c",
                    "accepted": 1,
                    "duplicates": 0,
                    "rejected": 1,
                    "documents": [
                        {"id": "5ab13f", "status": "queued", "duplicate": False},
                        {"line": 3, "status": "rejected", "error": "not JSON at character 1"},
                    ],
                }
            ]
        }
    )

    job: str
    accepted: int = Field(description="Documents that the job holds, duplicates included.")
    duplicates: int
    rejected: int
    truncated: bool = Field(False, description="Whether `documents` leaves some out.")
    documents: list[DocumentTaken]


class DocumentOut(BaseModel):
    """One stored document, without its text."""

    id: str
    status: DocumentStatus
    title: str | None
    uri: str | None
    language: str | None
    metadata: dict[str, Any]
    characters: int
    characters_read: int
    revision: int = Field(description="Grows by one whenever the text is replaced.")
    attempt: int
    error: str | None = Field(description="Why it failed, or why the last try did.")
    job: str
    stated: bool = Field(
        default=False,
        description="It holds the word of a person who accepted a suggestion; no model reads it.",
    )
    model: str | None = Field(description="The model that read it; `person` if it is `stated`.")
    read_at: str | None = Field(description="When its findings were read. ISO 8601, UTC.")
    created_at: str = Field(description="ISO 8601, UTC.")
    updated_at: str


class DocumentDetail(DocumentOut):
    """One stored document, and how much of it became no fact."""

    suggested: Suggested | None = Field(
        default=None, description="Why what a person states in it had been suggested."
    )

    refused: int = Field(description="Pieces of evidence that `/refused?document=` lists.")


class DocumentPage(BaseModel):
    """Documents in the order of posting; `next` goes into `?after=` for the page after this one."""

    documents: list[DocumentOut]
    next: str | None


class Retracted(BaseModel):
    """What deleting a document takes out of the graph, or would take."""

    id: str
    dry_run: bool
    status: Literal["kept", "deleting", "deleted"] = Field(
        description="`deleting`: the graph will follow within moments."
    )
    facts: int = Field(description="Facts that the document supports.")
    retracted: int = Field(description="Of these, the ones that no other document supports.")
    kept: int = Field(description="Of these, the ones that another document supports too.")


class MentionOut(BaseModel):
    """A stretch of a document that names something; `iri` is null where that is a value, not a thing."""

    span: tuple[int, int] = Field(description="`[start, end)` in Unicode code points of the text.")
    text: str
    label: str = Field(description="Entity type, for example `person`; empty for a pronoun.")
    confidence: float = Field(description="That the stretch and its type are right.")
    name: str = Field(description="What the document calls the thing.")
    iri: str | None


class MentionPage(BaseModel):
    """All mentions of one document, by position."""

    document: str
    mentions: list[MentionOut]

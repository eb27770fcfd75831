"""Shapes, policies, and what they keep out of the graph."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.statements import StatementOut

RefusalVerdict = Literal["open", "accepted", "rejected"]


class PolicyIn(BaseModel):
    """What must not become a fact: what a pattern or phrase is found in, what has a predicate, or both at once."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    name: str = Field("", max_length=200, description="Told with every refusal; numbered if empty.")
    pattern: str | None = Field(
        None,
        max_length=1000,
        description="Regular expression of SPARQL, matched in linear time: no look-around, no references.",
    )
    phrase: str | None = Field(None, max_length=1000, description="Whole words, however spaced.")
    where: list[Literal["names", "values", "sentences"]] | None = Field(
        None, alias="in", description="Where to look; everywhere without it."
    )
    predicates: list[str] = Field([], description="IRIs; any predicate if empty.")
    case: bool = Field(False, description="Whether capitals count.")
    message: str = Field("", max_length=1000, description="Told with every refusal.")


class PoliciesIn(BaseModel):
    """All policies of one name."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "policies": [
                        {"name": "phone numbers", "pattern": "\\+?\\d[\\d -]{7,}\\d"},
                        {
                            "name": "religion",
                            "predicates": ["http://www.wikidata.org/prop/direct/P140"],
                        },
                    ]
                }
            ]
        },
    )

    policies: list[PolicyIn] = Field(max_length=1000)


class GuardOut(BaseModel):
    """Shapes or policies that facts are checked against."""

    kind: Literal["shapes", "policies"]
    name: str
    media_type: str
    changed_at: str = Field(description="ISO 8601, UTC.")
    rules: int = Field(description="Shapes, node and property shapes alike; or policies.")


class GuardTaken(GuardOut):
    """What was taken, and how much of what is here has still to be checked against it."""

    unchecked: int = Field(description="Things about which something has still to be checked.")


class ReasonOut(BaseModel):
    """Why a piece of evidence is kept aside."""

    kind: Literal["shape", "policy", "verdict"]
    name: str = Field(description="Under which name the shapes or policies were given.")
    rule: str = Field(description="IRI of the shape, or name of the policy; may be empty.")
    message: str


class RefusedOut(StatementOut):
    """A piece of evidence that became no fact, or that somebody let in; `evidence` is its id here."""

    reasons: list[ReasonOut] = Field(description="Empty once it is let in.")
    verdict: RefusalVerdict


class RefusedPage(BaseModel):
    """Pieces of evidence by id; `next` goes into `?after=` for the page after this one."""

    refused: list[RefusedOut]
    next: str | None


class RefusedCounts(BaseModel):
    """How many pieces of evidence are kept aside."""

    open: int = Field(description="For reasons, and nobody has decided about them.")
    rejected: int = Field(description="Because somebody rejected them.")
    unchecked: int = Field(description="Until they have been checked.")


class ReasonCount(ReasonOut):
    """A reason, and how many pieces of evidence it keeps aside."""

    refused: int


class RefusedReport(BaseModel):
    """What facts are checked against, and what that keeps out."""

    guards: list[GuardOut]
    counts: RefusedCounts
    unchecked: int = Field(description="Things about which something has still to be checked.")
    reasons: list[ReasonCount] = Field(description="The most frequent first.")

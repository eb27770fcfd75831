"""Which things are one: decisions, reviews, and what is known of either side."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.statements import Predicate, StatementOut


class RefIn(BaseModel):
    """Something that documents name: the IRI that was minted for it, in one document if one is given."""

    iri: str
    document: str = ""


class MergeIn(BaseModel):
    """Things to make one; `keep` is the IRI that is to stand for them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "entities": [
                        "http://localhost:8000/entity/person/ada_lovelace",
                        "http://localhost:8000/entity/person/countess_lovelace",
                    ]
                }
            ]
        }
    )

    entities: list[str] = Field(min_length=2, max_length=100)
    keep: str | None = None


class SplitIn(BaseModel):
    """What of a thing is another: minted IRIs, or what single documents mean by one."""

    entity: str
    apart: list[RefIn] = Field(min_length=1, max_length=1000)


class VerdictIn(BaseModel):
    """What somebody says of a review."""

    verdict: Literal["accept", "reject"] = Field(
        description="`accept`: they are one thing. `reject`: they are not."
    )


class DecisionOut(BaseModel):
    """A decision that is kept."""

    id: str
    verdict: Literal["same", "different"]
    left: RefIn
    right: RefIn
    keep: str | None = None
    origin: str = "user"
    made_at: str | None = None


class Decided(BaseModel):
    """What was decided. The graph follows when everything has been worked out anew, as a rule in seconds."""

    decisions: list[DecisionOut]


class DecisionPage(Decided):
    """Decisions; `next` goes into `?after=` for the page after this one."""

    next: str | None


class KnownFact(BaseModel):
    """What a knowledge base states of a thing: the value is an IRI or a literal's text."""

    predicate: Predicate
    value: str


class SideOut(BaseModel):
    """One of two things that may be one, with some of what documents and knowledge bases say of it."""

    ref: RefIn
    iri: str = Field(description="What stands for it at the moment.")
    label: str
    names: list[str]
    documents: list[str]
    statements: list[StatementOut]
    known: list[KnownFact]


class ReviewOut(BaseModel):
    """Two things that may be one."""

    id: str
    score: float = Field(description="Probability that they are one.")
    together: bool = Field(description="Whether they count as one until somebody has looked.")
    reasons: dict[str, float] = Field(description="What was seen of the pair, by name.")
    left: SideOut
    right: SideOut


class ReviewPage(BaseModel):
    """Reviews, the likeliest first; `next` goes into `?after=` for the page after this one."""

    reviews: list[ReviewOut]
    next: str | None


class Resolved(BaseModel):
    """How many documents came under other IRIs."""

    documents: int

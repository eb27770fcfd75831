"""Analogies as requests and answers."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from api.schemas.ask import FactOut

Name = Annotated[str, Field(min_length=1, max_length=200)]
Pair = tuple[Name, Name]
Words = Annotated[str, Field(min_length=1, max_length=2000)]


class Choice(BaseModel):
    """Which of some pairs is related as the stem is?"""

    model_config = ConfigDict(extra="forbid")

    stem: Pair
    choice: Annotated[list[Pair], Field(min_length=1, max_length=100)]


class Chosen(BaseModel):
    """The likeliest pair, and how alike each is."""

    answer: int = Field(description="Index in `choice`, from 0.")
    scores: list[float] = Field(description="-1 to 1, in the order of `choice`.")


class AnalogyIn(BaseModel):
    """What stands to c as b to a? Each is a name, an IRI, or `type/name` as at an IRI's end."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"a": "Marie Curie", "b": "Warsaw", "c": "Alan Turing"}]},
    )

    a: Words
    b: Words
    c: Words
    k: Annotated[int, Field(ge=1, le=100, description="Answers at most.")] = 10
    candidates: Annotated[
        list[Name],
        Field(max_length=10_000, description="Plain words that may be the answer as well."),
    ] = []


class StepOut(BaseModel):
    """One link of a path."""

    predicate: str = Field(description="IRI of the property.")
    label: str
    forward: bool = Field(description="Whether it is walked from subject to object.")


class SidesOut(BaseModel):
    """The statements on both sides, in the order of the path."""

    a_b: list[FactOut]
    c_d: list[FactOut]


class LogicOut(BaseModel):
    """The path that leads from a to b, and from c to the answer."""

    score: float
    path: list[StepOut]
    facts: SidesOut


class AnalogyAnswer(BaseModel):
    """What may stand to c as b to a."""

    value: str
    iri: str | None
    score: float = Field(description="1 − (1 − logic)(1 − likeness / 2); no probability.")
    logic: LogicOut | None
    likeness: float | None = Field(description="-1 to 1.")


class AnalogyOut(BaseModel):
    """Answers, the best first. `iris` are the things of the graph that a, b and c were taken for."""

    a: str
    b: str
    c: str
    iris: dict[str, list[str]]
    answers: list[AnalogyAnswer]
    reason: str | None = Field(default=None, description="Why there is no answer.")


class EndOut(BaseModel):
    """One end of a pair."""

    value: str
    iri: str


class SimilarOut(BaseModel):
    """A pair that is related as the one asked for is, and the statement that links it."""

    first: EndOut
    second: EndOut
    score: float
    logic: float | None = Field(
        description="How sure both have the same relation; null: they have not."
    )
    likeness: float | None = Field(description="-1 to 1; null where others were likelier.")
    fact: FactOut


class SimilarPairs(BaseModel):
    """Pairs of the graph, the likeliest first."""

    a: str
    b: str
    pairs: list[SimilarOut]


def _kind(body: object) -> str:
    # what is neither of the two forms, a list or plain text, is refused as the open one
    form = isinstance(body, Choice) or (
        isinstance(body, dict) and not body.keys().isdisjoint(Choice.model_fields)
    )
    return "choice" if form else "open"


Question = Annotated[
    Annotated[Choice, Tag("choice")] | Annotated[AnalogyIn, Tag("open")], Discriminator(_kind)
]
"""Either form; which one, its fields say."""

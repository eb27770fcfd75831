"""Analogies as requests and answers."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(min_length=1, max_length=200)]
Pair = tuple[Name, Name]


class Choice(BaseModel):
    """Which of some pairs is related as the stem is?"""

    model_config = ConfigDict(extra="forbid")

    stem: Pair
    choice: Annotated[list[Pair], Field(min_length=1, max_length=100)]


class Chosen(BaseModel):
    """The likeliest pair, and how alike each is."""

    answer: int = Field(description="Index in `choice`, from 0.")
    scores: list[float] = Field(description="-1 to 1, in the order of `choice`.")

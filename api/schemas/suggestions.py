"""Facts that are likely though no text states them, and the mined rules that say so."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.statements import Predicate, StatementSummary, Thing

VerdictName = Literal["open", "accepted", "refused"]


class MinedRuleOut(BaseModel):
    """A rule that the facts suggest: whenever its body holds, its head may."""

    id: str = Field(description="The same whenever the rule is mined.")
    head: Predicate
    text: str = Field(description="Head `<=` body, relations by label.")
    horn: str = Field(description="The same for `PUT /rules`, relations by IRI.")
    support: int = Field(description="Pairs for which body and head hold.")
    pairs: int = Field(description="Pairs for which the body holds.")
    confidence: float = Field(description="Standard confidence: support / pairs.")
    pca_confidence: float = Field(
        description="Support / such pairs whose subject has some value of the head."
    )
    verdict: VerdictName


class MinedRuleList(BaseModel):
    """Mined rules, the surest first."""

    rules: list[MinedRuleOut]
    total: int = Field(description="How many there are, those beyond `limit` included.")


class SuggestionOut(BaseModel):
    """A fact that no text speaks of, with why it is likely. It is not part of the graph."""

    id: str = Field(description="The id that the statement would have.")
    subject: Thing
    predicate: Predicate
    object: Thing
    score: float = Field(
        description="How often the rule held, or how often such guesses were right, 0 to 1; few cases count for less."
    )
    source: str = Field(
        description="Who is surest of it: mined `rules`, the graph's `vectors`, or `analogy` (rule R)."
    )
    reason: str
    rule: MinedRuleOut | None = Field(description="The mined rule, if `source` is `rules`.")
    grounds: list[StatementSummary] = Field(
        description="The statements that the rule or the analogy starts from; of vectors, the known facts "
        "most like it. `GET /statements/{id}` has their sentences."
    )
    stale: bool = Field(
        default=False, description="Facts have changed since the vectors were trained."
    )
    verdict: VerdictName


class LearntOut(BaseModel):
    """What `kg complete train` has learnt last."""

    at: str = Field(description="When, in UTC.")
    facts: int = Field(description="From how many facts between things.")
    stale: bool = Field(description="Facts have changed since.")


class SuggestionList(BaseModel):
    """Suggestions, the likeliest first."""

    suggestions: list[SuggestionOut]
    learnt: LearntOut | None = Field(
        default=None, description="The vectors that take part; null: mined rules alone do."
    )


class VerdictOnRule(BaseModel):
    """What somebody says of a rule."""

    verdict: VerdictName = Field(
        description="`refused`: it suggests nothing any more. `open` takes a verdict back."
    )


class VerdictOnSuggestion(VerdictOnRule):
    """What somebody says of a suggested fact, by IRIs. `accepted` makes it a fact, on that person's word."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "subject": "http://localhost:8000/entity/person/ada_lovelace",
                    "predicate": "http://www.wikidata.org/prop/direct/P27",
                    "object": "http://localhost:8000/entity/place/england",
                    "verdict": "refused",
                }
            ]
        }
    )

    subject: str = Field(min_length=1)
    predicate: str = Field(min_length=1)
    object: str = Field(min_length=1)


class Judged(BaseModel):
    """A verdict as it is kept, with the id of what it is on."""

    id: str
    verdict: VerdictName
    document: str | None = Field(
        default=None, description="The document that states it now, if it was accepted."
    )

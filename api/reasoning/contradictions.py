"""Conflicts that no rule knows of: two sentences that a head for pairs of sentences reads to contradict each other.

Held against each other are statements that differ in one end alone, each by the surest sentence that asserts it.
"""

from collections.abc import Sequence
from functools import lru_cache

from api.reasoning.views import Views
from api.schemas.reasoning import ConflictOut
from api.service import Service
from kg.catalog.statement_rows import StatementRow
from kg.reasoning.explaining import ConflictFound, Proved, Step, Why, revised, triple_of

SURE = 0.9
"""How likely a contradiction has to be, read in either order."""
MOST_READ = 200
"""Pairs of statements that are read for one request, the surest first."""
_SEEN = 20
"""Pieces of evidence among which the surest sentence is looked for."""

SentencePair = tuple[str, str]


def contradictions(service: Service, views: Views) -> list[ConflictOut]:
    """Return statements two by two whose sentences contradict each other, the likeliest first."""
    rivals = service.catalog.facts.rivals(most=MOST_READ)
    quoted = {row.id: _sentence(service, row) for two in rivals for row in two}
    read = [
        (two, (first, second))
        for two in rivals
        if (first := quoted[two[0].id]) and (second := quoted[two[1].id]) and first != second
    ]
    likely = _contradiction([pair for _, pair in read])
    found = [(sure, two) for (two, _), sure in zip(read, likely, strict=True) if sure >= SURE]
    found.sort(key=lambda one: (-one[0], one[1][0].id))
    return [views.conflict(_conflict(two)) for _, two in found]


def _sentence(service: Service, row: StatementRow) -> str:
    some = service.catalog.findings.evidence(row.id, status="asserted", limit=_SEEN).items
    return max(some, key=lambda one: one.confidence).quote if some else ""


def _contradiction(pairs: Sequence[SentencePair]) -> list[float]:
    """Return how likely each pair contradicts each other: the less likely of its two orders."""
    new = [pair for pair in pairs if pair not in _known()]
    if new:
        from kg.model.entailment import shipped_head  # loads torch

        both = shipped_head().read([*new, *((second, first) for first, second in new)])
        ahead, back = both[: len(new)], both[len(new) :]
        if len(_known()) > 50 * MOST_READ:
            _known().clear()
        for pair, one, other in zip(new, ahead, back, strict=True):
            _known()[pair] = min(one.contradiction, other.contradiction)
    return [_known()[pair] for pair in pairs]


@lru_cache(maxsize=1)
def _known() -> dict[SentencePair, float]:
    """What was read before: the page asks again and again."""
    return {}


def _conflict(two: tuple[StatementRow, StatementRow]) -> ConflictFound:
    sure = [row.confidence for row in two]
    sides = tuple(
        Why(triple, (Proved(Step(triple, None, ()), row.confidence),), complete=True)
        for row in two
        if (triple := triple_of(row.statement))
    )
    return ConflictFound("sentences", None, sides, tuple(revised(sure)))

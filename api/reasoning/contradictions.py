"""Conflicts that no rule knows of: two sentences that a head for pairs of sentences reads to contradict each other.

Held against each other are statements that differ in one end alone, each by a sure sentence that asserts it.
"""

import threading
from collections.abc import Collection, Sequence
from weakref import WeakKeyDictionary

from api.reasoning.views import Views
from api.schemas.reasoning import ConflictOut
from api.service import Service
from kg.catalog.catalog import Catalog
from kg.catalog.statement_rows import StatementRow
from kg.reasoning.explaining import ConflictFound, Proved, Step, Why, revised, triple_of

MOST_READ = 200
"""Pairs of statements that are read, the surest first."""
_SEEN = 20
"""Pieces of evidence among which the surest sentence is looked for."""
Two = tuple[StatementRow, StatementRow]

_turn = threading.Lock()
_found: WeakKeyDictionary[Catalog, tuple[str, list[Two]]] = WeakKeyDictionary()
"""What was found in each workspace, and in which state of it: the page asks again and again."""


def contradictions(
    service: Service, views: Views, known: Sequence[ConflictOut]
) -> list[ConflictOut]:
    """Return statements two by two whose sentences contradict each other, the likeliest first.

    Args:
        known: Conflicts that rules found; their sides are not listed again.
    """
    sides = {frozenset(side.claim.id for side in one.sides) for one in known}
    with _turn:  # a second request waits for what the first one reads
        found = _read(service)
    return [
        views.conflict(_conflict(two))
        for two in found
        if frozenset(row.id for row in two) not in sides
    ]


def _read(service: Service) -> list[Two]:
    state = service.catalog.facts.revision()
    before, found = _found.get(service.catalog, ("", []))
    if before != state:
        found = _contradicting(service, service.catalog.facts.rivals(most=MOST_READ))
        _found[service.catalog] = state, found
    return found


def _contradicting(service: Service, rivals: Sequence[Two]) -> list[Two]:
    from kg.model.entailment import SURE, SentencePair, shipped_head  # loads torch

    quoted = _sentences(service, {row.id for two in rivals for row in two})
    read: list[tuple[Two, SentencePair]] = []
    for two in rivals:
        first, second = (quoted[row.id] for row in two)
        if first and second and first != second:
            read.append((two, (first, second)))
    ahead = [pair for _, pair in read]
    back = [(second, first) for first, second in ahead]
    likely = shipped_head().read([*ahead, *back]) if read else []
    both = zip(likely[: len(read)], likely[len(read) :], strict=True)
    sure = [min(one.contradiction, other.contradiction) for one, other in both]
    order = sorted(range(len(read)), key=lambda i: -sure[i])
    return [read[i][0] for i in order if sure[i] >= SURE]


def _sentences(service: Service, ids: Collection[str]) -> dict[str, str]:
    """Return the surest sentence of the first that assert each statement; empty if it has gone meanwhile."""
    findings = service.catalog.findings
    found: dict[str, str] = {}
    for id in ids:
        some = findings.evidence(id, status="asserted", limit=_SEEN).items
        found[id] = max(some, key=lambda one: one.confidence).quote if some else ""
    return found


def _conflict(two: Two) -> ConflictFound:
    sure = [row.confidence for row in two]
    triples = [triple_of(row.statement) for row in two]
    sides = tuple(
        Why(triple, (Proved(Step(triple, None, ()), confidence),), complete=True)
        for triple, confidence in zip(triples, sure, strict=True)
    )
    return ConflictFound("sentences", None, sides, tuple(revised(sure)))

"""Taking shapes and policies, forgetting them, and what they keep out."""

import time
from dataclasses import asdict
from typing import Literal

from api.schemas.refused import (
    GuardOut,
    GuardTaken,
    ReasonCount,
    ReasonOut,
    RefusedCounts,
    RefusedOut,
    RefusedReport,
)
from api.service import Service
from api.statement_views import statement_views
from kg.admission.policies import read_policies
from kg.admission.shape_checker import Unchecked
from kg.admission.shapes import probe_of, read_shapes
from kg.catalog.knowledge import KnowledgeRow
from kg.catalog.refusals import Refusal
from kg.errors import InputError
from kg.times import iso

GuardKind = Literal["shapes", "policies"]
PATIENCE_S = 5.0
"""Seconds that an answer waits for what is here to be checked."""
_MOST_REASONS = 100


def put_guard(
    service: Service, kind: GuardKind, name: str, text: str, content_type: str
) -> GuardTaken:
    """Keep shapes or policies, and have everything checked. Raises InputError: they cannot be checked."""
    media_type = content_type.partition(";")[0].strip().lower()
    number = _number(service, kind, text, media_type)
    row = service.catalog.guards.put(kind, name, text, media_type)
    left = _follow(service)
    return GuardTaken(**dict(_view(row, number)), unchecked=left)


def forget_guard(service: Service, kind: GuardKind, name: str) -> None:
    """Forget shapes or policies; what they alone kept out comes in. Raises NotFound."""
    service.catalog.guards.delete(kind, name)
    _follow(service)


def report(service: Service) -> RefusedReport:
    """Return what facts are checked against, and what that keeps out."""
    refusals = service.catalog.refusals
    rows = service.catalog.guards.all()
    found = sorted(refusals.reasons().items(), key=lambda one: (-one[1], one[0]))
    return RefusedReport(
        guards=[_view(row, _count(row)) for row in rows],
        counts=RefusedCounts(**refusals.counts()),
        unchecked=refusals.busy(),
        reasons=[
            ReasonCount(**asdict(reason), refused=number)
            for reason, number in found[:_MOST_REASONS]
        ],
    )


def refused_view(service: Service, one: Refusal) -> RefusedOut:
    """Return a piece of evidence that is kept aside."""
    (statement,) = statement_views([one.evidence], service.predicates)
    reasons = [ReasonOut(**asdict(reason)) for reason in one.reasons]
    return RefusedOut(**dict(statement), reasons=reasons, verdict=one.verdict)


def _number(service: Service, kind: GuardKind, text: str, media_type: str) -> int:
    """Count what is given. Raises InputError: it cannot be checked."""
    if kind == "policies":
        return len(read_policies(text))
    shapes = read_shapes(text, media_type)
    try:
        service.checker.check(shapes.lines, probe_of(shapes))
    except Unchecked as err:
        raise InputError(f"The shapes cannot be checked: {err}") from err
    return shapes.number


def _count(row: KnowledgeRow) -> int:
    """Count what was given once; 0 if it can no longer be read."""
    try:
        if row.kind == "policies":
            return len(read_policies(row.text))
        return read_shapes(row.text, row.media_type).number
    except InputError:
        return 0


def _view(row: KnowledgeRow, number: int) -> GuardOut:
    return GuardOut(
        kind="shapes" if row.kind == "shapes" else "policies",
        name=row.name,
        media_type=row.media_type,
        changed_at=iso(row.changed_at),
        rules=number,
    )


def _follow(service: Service) -> int:
    """Wait a moment for everything to be checked; returns how many things are left to check."""
    service.follower.wake()
    deadline = time.monotonic() + PATIENCE_S
    while left := service.catalog.refusals.busy():
        if time.monotonic() > deadline or service.stopping.wait(0.02):
            break
    return left

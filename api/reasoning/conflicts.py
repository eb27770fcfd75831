"""All conflicts there are: those that rules find, and statements that one text asserts and another denies."""

from collections.abc import Iterator

from api.reasoning.views import Views
from api.schemas.reasoning import ConflictOut
from api.service import Service
from kg.catalog.statement_rows import Sought, StatementRow
from kg.reasoning.explaining import (
    ConflictFound,
    Proved,
    Step,
    Why,
    conflicts,
    id_of,
    revised,
    triple_of,
)
from kg.reasoning.logic.rules import Denied, Triple


def find_conflicts(service: Service, views: Views, most: int) -> list[ConflictOut]:
    """Return conflicts in a steady order, those that rules find first."""
    found: list[ConflictFound] = []
    with service.reasoner.asking() as engine:
        for one in conflicts(engine, views.sure):
            found.append(one)
            if len(found) >= most:
                break
    known = {id_of(one.sides[0].triple) for one in found if one.kind == "denied"}
    for row in _disputed(service):
        if len(found) >= most:
            break
        if row.id not in known:
            found.append(_dispute(row))
    return [views.conflict(one) for one in found]


def _disputed(service: Service) -> Iterator[StatementRow]:
    after: str | None = None
    while True:
        page = service.catalog.findings.statements(Sought(status="denied"), limit=500, after=after)
        yield from (row for row in page.items if "asserted" in row.support)
        if (after := page.next) is None:
            return


def _dispute(row: StatementRow) -> ConflictFound:
    subject, predicate, object = triple = triple_of(row.statement)
    sure = [row.support["asserted"], row.support["denied"]]
    denial: Triple = (subject, Denied(predicate), object)
    sides = tuple(
        Why(one, (Proved(Step(one, None, ()), support),), complete=True)
        for one, support in zip((triple, denial), sure, strict=True)
    )
    return ConflictFound("denied", None, sides, tuple(revised(sure)))

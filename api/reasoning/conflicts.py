"""All conflicts there are: those that rules find, and statements that one text asserts and another denies.

A text denies a statement also if it denies the same from the other side: by the property that the
ontology calls its inverse, or by the same one if that is symmetric.
"""

from collections.abc import Iterator, Mapping

from api.reasoning.views import Views
from api.schemas.reasoning import ConflictOut
from api.service import Service
from kg.catalog.statement_rows import Sought, StatementRow
from kg.iris import statement_id
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
from kg.records import Iri, Statement


def find_conflicts(service: Service, views: Views, most: int) -> list[ConflictOut]:
    """Return conflicts in a steady order, those that rules find first."""
    found: list[ConflictFound] = []
    with service.reasoner.asking() as engine:
        for one in conflicts(engine, views.sure):
            found.append(one)
            if len(found) >= most:
                break
    known = {id_of(one.sides[0].triple) for one in found if one.kind == "denied"}
    for denied, asserted in _disputed(service):
        if len(found) >= most:
            break
        if denied.id not in known:
            found.append(_dispute(asserted, denied))
    return [views.conflict(one) for one in found]


def _disputed(service: Service) -> Iterator[tuple[StatementRow, StatementRow]]:
    """Yield what is denied, with what is asserted: the same statement, or its mirror image."""
    mirrors = {
        one.iri: one.iri if one.symmetric else one.inverse
        for one in service.looked_for.properties()
        if one.symmetric or one.inverse
    }
    after: str | None = None
    while True:
        page = service.catalog.findings.statements(Sought(status="denied"), limit=500, after=after)
        images = {row.id: _mirrored(row.statement, mirrors) for row in page.items}
        known = service.catalog.facts.some({id for id in images.values() if id})
        for row in page.items:
            if "asserted" in row.support:
                yield row, row
            image = known.get(images[row.id] or "")
            if image is not None and image.id != row.id and "asserted" in image.support:
                yield row, image
        if (after := page.next) is None:
            return


def _mirrored(said: Statement, mirrors: Mapping[str, str | None]) -> str | None:
    """Return the id of the same statement from the other side, if there is one."""
    mirror = mirrors.get(said.predicate)
    if mirror is None or not isinstance(said.object, Iri):
        return None
    return statement_id(Statement(said.object.value, mirror, Iri(said.subject)))


def _dispute(asserted: StatementRow, denied: StatementRow) -> ConflictFound:
    subject, predicate, object = triple_of(denied.statement)
    denial: Triple = (subject, Denied(predicate), object)
    sure = [asserted.support["asserted"], denied.support["denied"]]
    sides = tuple(
        Why(one, (Proved(Step(one, None, ()), support),), complete=True)
        for one, support in zip((triple_of(asserted.statement), denial), sure, strict=True)
    )
    return ConflictFound("denied", None, sides, tuple(revised(sure)))

"""`/judgements`: what people decide about single facts, and what is most worth deciding."""

import json
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from api.correcting import right_of
from api.deps import CatalogDep, ServiceDep
from api.errors import RESPONSES
from api.schemas.judgements import DoubtList, JudgementIn, JudgementOut
from api.schemas.statements import Sentence
from api.service import Service
from api.statement_views import predicate_view, statement_views
from kg.catalog.catalog import Catalog
from kg.catalog.judgement_rows import JudgementRow, lesson
from kg.times import iso

router = APIRouter(prefix="/judgements", tags=["judgements"], responses=RESPONSES)


@router.get("/due")
def list_doubts(service: ServiceDep, limit: Annotated[int, Query(ge=1, le=1000)] = 20) -> DoubtList:
    """Return facts that nobody has judged, the least sure first."""
    rows = service.catalog.judgements.due(limit=limit)
    return DoubtList(doubts=statement_views(rows, service.predicates))


@router.post("", status_code=202)
def judge(body: JudgementIn, service: ServiceDep) -> JudgementOut:
    """Decide about one piece of evidence. It is kept, and holds for readings that come later."""
    judgements = service.catalog.judgements
    right = None
    if body.verdict == "correct":
        right = right_of(service, body, service.catalog.findings.piece(body.evidence))
    made = judgements.judge(body.evidence, body.verdict, right)
    service.follower.wake()
    return _view(service, made)


@router.delete("/{id}")
def undo(id: str, service: ServiceDep) -> JudgementOut:
    """Take a decision back; where it changed what was found, the document is read again."""
    made = service.catalog.judgements.undo(id)
    service.worker.wake()
    return _view(service, made)


@router.get("/export", response_class=StreamingResponse)
def export(catalog: CatalogDep) -> StreamingResponse:
    """Stream every decision as a line of JSON that `kg train --data` takes."""
    return StreamingResponse(_lines(catalog), media_type="application/x-ndjson")


def _lines(catalog: Catalog) -> Iterator[str]:
    for row in catalog.judgements.all():
        yield json.dumps(lesson(row), ensure_ascii=False) + "\n"


def _view(service: Service, row: JudgementRow) -> JudgementOut:
    return JudgementOut(
        id=row.id,
        document=row.document,
        verdict=row.verdict,
        made_at=iso(row.made_at),
        predicate=predicate_view(row.predicate, service.predicates),
        subject_span=(row.subject.start, row.subject.end),
        object_span=(row.object.start, row.object.end),
        sentence=Sentence(text=row.quote, start=row.sentence.start, end=row.sentence.end),
    )

"""`/statements`: what texts say, each statement once, and everything that speaks for or against it."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.asking import After, Limit, MinConfidence, Status, chosen, current_iri
from api.deps import ServiceDep
from api.errors import RESPONSES
from api.reasoning.why import derived_detail
from api.schemas.statements import EvidenceOut, SeenIn, StatementDetail, StatementList
from api.service import Service
from api.statement_views import evidence_view, seen_in, suggested_view, summary_view
from kg.catalog.rows import EvidenceRow
from kg.catalog.statement_rows import Sought, StatementRow
from kg.errors import NotFound

router = APIRouter(prefix="/statements", tags=["statements"], responses=RESPONSES)

Thing = Annotated[
    str | None, Query(description="IRI, or `type/name` as in ours: `person/ada_lovelace`.")
]


@router.get("")
def find_statements(
    service: ServiceDep,
    subject: Thing = None,
    predicate: Annotated[str | None, Query(description="IRI of the property.")] = None,
    object: Annotated[
        str | None, Query(description="As `subject`, or the value of a literal: `1815-12-10`.")
    ] = None,
    document: Annotated[str | None, Query(description="Id of a document that says so.")] = None,
    status: Status = "asserted",
    min_confidence: MinConfidence = 0.0,
    after: After = None,
    limit: Limit = 100,
) -> StatementList:
    """List statements, each once, by what they are about.

    `min_confidence` looks at all evidence together; with a `status` other than `asserted`, at how sure
    it is that some text puts them so.
    """
    sought = Sought(
        subject=subject and current_iri(service, subject),
        predicate=predicate,
        object=object and current_iri(service, object),
        document=document,
        status=chosen(status),
        min_confidence=min_confidence,
    )
    page = service.catalog.findings.statements(sought, after=after, limit=limit)
    views = [summary_view(row, service.predicates) for row in page.items]
    return StatementList(statements=views, next=page.next)


@router.get("/{id}")
def get_statement(
    id: Annotated[str, Path(description="The statement's id.")],
    service: ServiceDep,
    after: After = None,
    limit: Limit = 100,
) -> StatementDetail:
    """Return a statement with all its evidence: who says so, where, in which words, how surely."""
    findings = service.catalog.findings
    try:
        row = findings.statement(id)
    except NotFound:
        if (derived := derived_detail(service, id)) is not None:
            return derived
        raise
    page = findings.evidence(id, after=after, limit=limit)
    return StatementDetail(
        **dict(summary_view(row, service.predicates)),
        evidence=_views(service, page.items),
        seen_in=_seen_in(service, page.items),
        contradicted_by=_views(service, _denials(service, row, limit)),
        next=page.next,
    )


def _views(service: Service, rows: Sequence[EvidenceRow]) -> list[EvidenceOut]:
    return [evidence_view(row, service.predicates) for row in rows]


def _denials(service: Service, row: StatementRow, limit: int) -> Sequence[EvidenceRow]:
    if row.status != "asserted":
        return ()
    return service.catalog.findings.evidence(row.id, status="denied", limit=limit).items


def _seen_in(service: Service, rows: Sequence[EvidenceRow]) -> list[SeenIn]:
    ids = dict.fromkeys(row.document for row in rows)
    found = service.catalog.documents.some(list(ids))
    words = service.catalog.stated.words([one.id for one in found if one.stated])
    why = {id: suggested_view(each) for id, each in words.items()}
    return [seen_in(document, why.get(document.id)) for document in found]

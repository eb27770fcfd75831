"""`/shapes` and `/policies`: what must not become a fact; `/refused`: what did not."""

from typing import Annotated

from fastapi import APIRouter, Body, Header, Query, Response

from api.asking import After, Limit
from api.deps import ServiceDep
from api.errors import RESPONSES
from api.guards import GuardKind, forget_guard, put_guard, refused_view, report
from api.schemas.refused import GuardTaken, PoliciesIn, RefusedOut, RefusedPage, RefusedReport
from api.service import Service
from kg.admission.policies import MEDIA_TYPE
from kg.admission.records import Verdict
from kg.catalog.refusals import Which

router = APIRouter(tags=["refused"], responses=RESPONSES)

Name = Annotated[
    str, Query(max_length=100, pattern=r"^[\w.-]+$", description="One of several may be named.")
]
Text = Annotated[str, Body(media_type="text/plain")]
ContentType = Annotated[str, Header()]


@router.get("/shapes")
def get_shapes(service: ServiceDep, name: Name = "main") -> Response:
    """Return shapes as they were given."""
    return _given(service, "shapes", name)


@router.put("/shapes")
def put_shapes(
    body: Text, service: ServiceDep, name: Name = "main", content_type: ContentType = "text/turtle"
) -> GuardTaken:
    """Check facts against shapes before they enter the graph: SHACL Core in Turtle, N-Triples, RDF/XML or JSON-LD.

    What is here already is checked, too; `unchecked` says how much of that is still to come.
    """
    return put_guard(service, "shapes", name, body, content_type)


@router.delete("/shapes", status_code=204)
def delete_shapes(service: ServiceDep, name: Name = "main") -> None:
    """Forget shapes; what they alone kept out comes in."""
    forget_guard(service, "shapes", name)


@router.get("/shapes/report")
def get_report(service: ServiceDep) -> RefusedReport:
    """Return what facts are checked against, and how much of it keeps how many of them out."""
    return report(service)


@router.get("/policies")
def get_policies(service: ServiceDep, name: Name = "main") -> Response:
    """Return policies as they were given."""
    return _given(service, "policies", name)


@router.put("/policies")
def put_policies(body: PoliciesIn, service: ServiceDep, name: Name = "main") -> GuardTaken:
    """Keep private or banned content out: patterns and phrases in names, values and sentences, and predicates."""
    text = body.model_dump_json(by_alias=True, exclude_defaults=True)
    return put_guard(service, "policies", name, text, MEDIA_TYPE)


@router.delete("/policies", status_code=204)
def delete_policies(service: ServiceDep, name: Name = "main") -> None:
    """Forget policies; what they alone kept out comes in."""
    forget_guard(service, "policies", name)


@router.get("/refused")
def list_refused(
    service: ServiceDep,
    verdict: Annotated[
        Which, Query(description="`open`: nobody has decided. `accepted`: what somebody let in.")
    ] = "open",
    document: Annotated[str | None, Query(description="Only of this document.")] = None,
    after: After = None,
    limit: Limit = 100,
) -> RefusedPage:
    """List evidence that became no fact, each piece with its sentence and the reasons."""
    page = service.catalog.refusals.page(verdict, document=document, limit=limit, after=after)
    return RefusedPage(refused=[refused_view(service, one) for one in page.items], next=page.next)


@router.post("/refused/{id}/accept", status_code=202)
def accept(id: str, service: ServiceDep) -> RefusedOut:
    """Let a piece of evidence in, and its statement with it, whatever shapes and policies say."""
    return _decide(service, id, "accepted")


@router.post("/refused/{id}/reject", status_code=202)
def reject(id: str, service: ServiceDep) -> RefusedOut:
    """Keep a piece of evidence out, whatever becomes of shapes and policies."""
    return _decide(service, id, "rejected")


@router.post("/refused/{id}/reopen", status_code=202)
def reopen(id: str, service: ServiceDep) -> RefusedOut:
    """Take a decision back: shapes and policies decide again."""
    return _decide(service, id, "open")


def _decide(service: Service, id: str, verdict: Verdict) -> RefusedOut:
    made = service.catalog.refusals.decide(id, verdict)
    service.follower.wake()
    return refused_view(service, made)


def _given(service: Service, kind: GuardKind, name: str) -> Response:
    row = service.catalog.guards.get(kind, name)
    return Response(row.text, media_type=row.media_type)

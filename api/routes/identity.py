"""Which things are one: `/entities/merge`, `/entities/split`, `/reviews`, `/decisions`."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Query

from api.asking import After, thing_iri
from api.deps import CatalogDep, ServiceDep
from api.errors import RESPONSES
from api.schemas.identity import (
    Decided,
    DecisionOut,
    DecisionPage,
    KnownFact,
    MergeIn,
    RefIn,
    Resolved,
    ReviewOut,
    ReviewPage,
    SideOut,
    SplitIn,
    VerdictIn,
)
from api.service import Service
from api.statement_views import predicate_view, statement_views
from kg.catalog.sides import Side
from kg.identity.records import Decision, Doubt, Ref, Verdict
from kg.times import iso

router = APIRouter(tags=["identity"], responses=RESPONSES)

_KNOWN = 20
"""Statements of a knowledge base that one side of a review shows."""


@router.post("/entities/merge", status_code=202)
def merge_entities(body: MergeIn, service: ServiceDep) -> Decided:
    """Decide that things are one. It is kept, and holds for documents that come later."""
    iris = [thing_iri(service.minter, one) for one in body.entities]
    keep = body.keep and thing_iri(service.minter, body.keep)
    return _decided(service, service.deciding.merge(iris, keep=keep))


@router.post("/entities/split", status_code=202)
def split_entity(body: SplitIn, service: ServiceDep) -> Decided:
    """Decide that some of what an IRI stands for is another thing."""
    apart = [Ref(thing_iri(service.minter, one.iri), one.document) for one in body.apart]
    return _decided(service, service.deciding.split(thing_iri(service.minter, body.entity), apart))


@router.post("/entities/resolve")
def resolve_entities(service: ServiceDep) -> Resolved:
    """Work out now which things are one; it happens by itself when documents have been read."""
    documents = service.resolver.resolve()
    service.follower.wake()
    return Resolved(documents=documents)


@router.get("/reviews")
def list_reviews(
    service: ServiceDep,
    after: After = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> ReviewPage:
    """Return pairs that may be one thing, each side with its evidence, the likeliest first."""
    page = service.catalog.identities.reviews(after=after, limit=limit)
    return ReviewPage(reviews=[_review(service, one) for one in page.items], next=page.next)


@router.get("/reviews/{id}")
def get_review(id: str, service: ServiceDep) -> ReviewOut:
    """Return one pair that may be one thing."""
    return _review(service, service.catalog.identities.review(id))


@router.post("/reviews/{id}", status_code=202)
def answer_review(id: str, body: VerdictIn, service: ServiceDep) -> Decided:
    """Accept a pair as one thing, or reject it; the answer is kept as a decision."""
    doubt = service.catalog.identities.review(id)
    verdict: Verdict = "same" if body.verdict == "accept" else "different"
    return _decided(service, [service.deciding.answer(doubt, verdict)])


@router.get("/decisions")
def list_decisions(
    catalog: CatalogDep,
    after: After = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> DecisionPage:
    """Return what people decided."""
    page = catalog.identities.decided(after=after, limit=limit)
    return DecisionPage(decisions=[_kept(*one) for one in page.items], next=page.next)


@router.delete("/decisions/{id}")
def undo_decision(id: str, service: ServiceDep) -> Decided:
    """Forget a decision, as if it had never been made."""
    undone = service.catalog.identities.undo(id)
    service.identifier.wake()
    return Decided(decisions=[_decision(undone)])


def _decided(service: Service, made: Iterable[Decision]) -> Decided:
    service.identifier.wake()
    ids = [one.id for one in made]
    return Decided(decisions=[_kept(*one) for one in service.catalog.identities.made(ids)])


def _decision(one: Decision) -> DecisionOut:
    return DecisionOut(
        id=one.id, verdict=one.verdict, left=_ref(one.left), right=_ref(one.right), keep=one.kept
    )


def _kept(one: Decision, origin: str, made_at: int) -> DecisionOut:
    return _decision(one).model_copy(update={"origin": origin, "made_at": iso(made_at)})


def _ref(ref: Ref) -> RefIn:
    return RefIn(iri=ref.iri, document=ref.document)


def _review(service: Service, doubt: Doubt) -> ReviewOut:
    left, right = service.catalog.identities.sides(doubt)
    return ReviewOut(
        id=doubt.id,
        score=doubt.score,
        together=doubt.together,
        reasons=dict(doubt.reasons),
        left=_side(service, left),
        right=_side(service, right),
    )


def _side(service: Service, side: Side) -> SideOut:
    return SideOut(
        ref=_ref(side.ref),
        iri=side.iri,
        label=side.label,
        names=list(side.names),
        documents=list(side.documents),
        statements=statement_views(side.evidence, service.predicates),
        known=_known(service, side.iri),
    )


def _known(service: Service, iri: str) -> list[KnownFact]:
    """Some of what knowledge bases state of a thing, in one order."""
    facts = service.resolver.facts()
    said = facts.about([iri]).get(iri, {}) if facts else {}
    pairs = sorted((predicate, one.value) for predicate, some in said.items() for one in some)
    return [
        KnownFact(predicate=predicate_view(predicate, service.predicates), value=value)
        for predicate, value in pairs[:_KNOWN]
    ]

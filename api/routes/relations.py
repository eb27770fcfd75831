"""`/relations`: relations that are taught by examples, without training."""

from typing import Annotated

from fastapi import APIRouter, Query

from api import teaching
from api.deps import ServiceDep
from api.errors import RESPONSES
from api.schemas.models import Requeued
from api.schemas.relations import (
    ExamplesIn,
    Preview,
    ReextractIn,
    RelationIn,
    RelationList,
    RelationOut,
)
from api.service import Service
from kg.catalog.rereading import Rereading
from kg.ontology.taught import TaughtRelation

router = APIRouter(prefix="/relations", tags=["relations"], responses=RESPONSES)

After = Annotated[str | None, Query(description="The cursor of the page before.")]
Documents = Annotated[int, Query(ge=1, le=100, description="Documents to look at, at most.")]


@router.post("", status_code=201)
def teach(body: RelationIn, service: ServiceDep) -> RelationOut:
    """Teach a relation. Every document that is read from now on is read for it, too.

    Documents that were read before keep what was found in them: see the preview, and `…/reextract`.
    """
    kept = service.catalog.taught.add(teaching.relation_from(service, body))
    return teaching.view(service, _noticed(service, kept))


@router.get("")
def list_relations(service: ServiceDep) -> RelationList:
    """List the relations that were taught."""
    every = service.catalog.taught.all()
    return RelationList(relations=[teaching.summary(service, one) for one in every])


@router.post("/preview")
def try_relation(
    body: RelationIn, service: ServiceDep, after: After = None, documents: Documents = 20
) -> Preview:
    """Return what a relation would have found in documents that were read; nothing is kept."""
    relation = teaching.relation_from(service, body)
    return teaching.preview(service, relation, after, documents)


@router.get("/{id}")
def get_relation(id: str, service: ServiceDep) -> RelationOut:
    """Return a relation with its examples."""
    return teaching.view(service, service.catalog.taught.get(id))


@router.post("/{id}/examples")
def show_examples(id: str, body: ExamplesIn, service: ServiceDep) -> RelationOut:
    """Add examples to a relation."""
    relation = service.catalog.taught.get(id)
    examples = teaching.examples_of(relation.property, body.examples)
    changed = service.catalog.taught.show(id, examples)
    return teaching.view(service, _noticed(service, changed))


@router.delete("/{id}", status_code=202)
def remove_relation(id: str, service: ServiceDep) -> Requeued:
    """Forget a relation. The documents that speak of it are read again, and its facts go with that."""
    queued = service.catalog.taught.forget(id, service.minter.relation(id))
    service.looked_for.changed()
    return _requeued(service, queued)


@router.get("/{id}/preview")
def preview(
    id: str, service: ServiceDep, after: After = None, documents: Documents = 20
) -> Preview:
    """Return what a relation finds in documents that were read; nothing is stored."""
    return teaching.preview(service, service.catalog.taught.get(id), after, documents)


@router.post("/{id}/reextract", status_code=202)
def reextract(id: str, service: ServiceDep, body: ReextractIn | None = None) -> Requeued:
    """Have documents read again, behind whatever is new: all that were read before the relation was taught.

    Asked twice, nothing is queued twice. Documents that are named are read again in any case.
    """
    taught = service.catalog.taught
    ids = body.documents if body else None
    return _requeued(service, taught.reread(taught.get(id), ids))


def _noticed(service: Service, relation: TaughtRelation) -> TaughtRelation:
    service.looked_for.changed()
    service.follower.wake()
    return relation


def _requeued(service: Service, queued: Rereading) -> Requeued:
    service.follower.wake()
    service.worker.wake()
    return Requeued(job=queued.job, documents=queued.documents)

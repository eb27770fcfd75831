"""`/entities`: the things that documents speak of."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.asking import After, Limit, MinConfidence, Status, chosen, current_iri
from api.deps import CatalogDep, ServiceDep
from api.errors import RESPONSES
from api.reasoning.views import Views
from api.schemas.statements import ClaimOut, EntityDetail, EntityPage, SameAs
from api.service import Service
from api.statement_views import statement_views
from api.views import entity_view
from kg.catalog.statement_rows import Sought

router = APIRouter(prefix="/entities", tags=["entities"], responses=RESPONSES)

_DERIVED = 100
"""Derived statements that a thing shows at most."""

EntityId = Annotated[
    str,
    Path(description="`type/name` as in its IRI, for example `person/ada_lovelace`, or the IRI."),
]


@router.get("")
def find_entities(
    catalog: CatalogDep,
    q: Annotated[str, Query(max_length=500, description="How its name begins.")] = "",
    after: After = None,
    limit: Limit = 100,
) -> EntityPage:
    """Find things by name."""
    page = catalog.findings.entities(q, after=after, limit=limit)
    return EntityPage(entities=[entity_view(row) for row in page.items], next=page.next)


@router.get("/{id:path}")
def get_entity(
    id: EntityId,
    service: ServiceDep,
    status: Status = "asserted",
    min_confidence: MinConfidence = 0.0,
    after: After = None,
    limit: Limit = 100,
) -> EntityDetail:
    """Return a thing and the facts about it, in either direction, under whichever of its IRIs.

    `min_confidence` looks at all evidence for a fact together.
    """
    iri = current_iri(service, id)
    row = service.catalog.findings.entity(iri)
    sought = Sought(status=chosen(status), min_confidence=min_confidence)
    page = service.catalog.findings.about(iri, sought=sought, after=after, limit=limit)
    statements = statement_views(page.items, service.predicates)
    also = service.catalog.identities.standing_for(iri)
    return EntityDetail(
        **entity_view(row).model_dump(),
        same_as=[
            SameAs(iri=ref.iri, document=ref.document, confidence=score) for ref, score in also
        ],
        statements=statements,
        derived=_derived(service, iri) if after is None else [],
        next=page.next,
    )


def _derived(service: Service, iri: str) -> list[ClaimOut]:
    views = Views(service)
    return [views.claim(triple) for triple in service.reasoner.about(iri)[:_DERIVED]]

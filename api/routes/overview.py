"""`/overview` and `/properties`: what is here and what is looked for."""

from fastapi import APIRouter

from api.deps import ServiceDep
from api.errors import RESPONSES
from api.schemas.overview import Overview, PropertyList
from api.schemas.refused import RefusedCounts
from api.schemas.statements import Predicate

router = APIRouter(tags=["documents"], responses=RESPONSES)


@router.get("/overview")
def overview(service: ServiceDep) -> Overview:
    """Return how many documents are here, by status, and how much is kept out of the graph."""
    return Overview(
        documents=service.catalog.documents.counts(),
        stated=service.catalog.stated.number(),
        refused=RefusedCounts(**service.catalog.refusals.counts()),
        vocabulary=service.minter.vocabulary,
    )


@router.get("/properties")
def list_properties(service: ServiceDep) -> PropertyList:
    """List the relations that documents are read for."""
    ordered = sorted(service.predicates.items(), key=lambda one: (one[1].casefold(), one[0]))
    return PropertyList(properties=[Predicate(iri=iri, label=label) for iri, label in ordered])

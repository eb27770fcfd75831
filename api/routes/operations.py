"""`POST /rebuild`: the graph made again from the catalog."""

from fastapi import APIRouter

from api.deps import ServiceDep
from api.schemas.jobs import Rebuilt

router = APIRouter(tags=["operations"])


@router.post("/rebuild")
def rebuild(service: ServiceDep) -> Rebuilt:
    """Drop every document's graphs and make them again from the catalog; no model is needed."""
    return Rebuilt(documents=service.projector.rebuild())

"""`/models`: which there are, which one is read with; and `/reextract`, for what others have read."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from api.choosing import Shelf
from api.deps import ServiceDep
from api.errors import RESPONSES
from api.model_views import (
    chosen_view,
    elsewhere,
    history,
    model_detail,
    model_views,
    worker_view,
)
from api.schemas.models import (
    ModelChosen,
    ModelDetail,
    ModelIn,
    ModelsOut,
    Requeued,
    ServiceModel,
)
from api.service import Service
from kg.records import ModelVersion

router = APIRouter(tags=["models"], responses=RESPONSES)

ALIVE_S = 60.0
"""Seconds since its last sign of life after which a worker is not listed."""


async def _shelf(service: ServiceDep) -> Shelf:
    return Shelf(service.settings, service.catalog)


ShelfDep = Annotated[Shelf, Depends(_shelf)]


@router.get("/models")
def list_models(service: ServiceDep, shelf: ShelfDep) -> ModelsOut:
    """List the models at hand, the choices so far, and what each worker reads with."""
    return ModelsOut(
        active=shelf.active_id(),
        override=shelf.override(),
        models=model_views(shelf),
        elsewhere=elsewhere(shelf),
        history=history(shelf),
        workers=[worker_view(row) for row in service.catalog.workers.alive(ALIVE_S)],
        service=_of_service(service),
    )


@router.put("/models/active")
def use_model(body: ModelIn, service: ServiceDep, shelf: ShelfDep) -> ModelChosen:
    """Read with this model from now on; no worker has to be started again.

    Documents that were read before keep what was found in them: see `POST /reextract`.
    """
    model = shelf.use(body.model)
    service.worker.wake()
    return chosen_view(shelf, model)


@router.post("/models/rollback")
def roll_back(service: ServiceDep, shelf: ShelfDep) -> ModelChosen:
    """Read with the model that was chosen before this one."""
    model = shelf.roll_back()
    service.worker.wake()
    return chosen_view(shelf, model)


@router.get("/models/{id}")
def get_model(
    id: Annotated[str, Path(description="The model's id, as the list gives it.")], shelf: ShelfDep
) -> ModelDetail:
    """Return a model with its card and its figures."""
    return model_detail(shelf, id)


@router.post("/reextract", status_code=202)
def reextract(
    service: ServiceDep,
    shelf: ShelfDep,
    all: Annotated[bool, Query(description="Also what the active model has read already.")] = False,
) -> Requeued:
    """Have documents read again that another model read, behind whatever is new.

    What is known of a document stays until it has been read again. Asked twice, nothing is queued twice.
    """
    version = None if all else shelf.active_version() or _own_version(service)
    queued = service.catalog.models.reread(version)
    service.worker.wake()
    return Requeued(job=queued.job, documents=queued.documents)


def _own_version(service: Service) -> ModelVersion:
    service.extractor.follow()
    return service.extractor.model


def _of_service(service: Service) -> ServiceModel:
    extractor = service.extractor
    loaded = extractor.loaded
    return ServiceModel(
        state=extractor.state,
        model=f"{loaded.name} {loaded.version}" if loaded else None,
        problem=extractor.problem,
    )

"""Models as the answers of the API and of `kg models` show them."""

from collections.abc import Mapping

from api.choosing import Shelf
from api.schemas.models import (
    ChoiceOut,
    ModelChosen,
    ModelDetail,
    ModelNamed,
    ModelOut,
    WorkerOut,
)
from kg.catalog.rows import WorkerRow
from kg.model.registry import Model
from kg.records import ModelVersion
from kg.times import iso


def model_views(shelf: Shelf) -> list[ModelOut]:
    """Return every model at hand."""
    active, read_by = shelf.active_id(), shelf.catalog.models.read_by()
    return [_model_view(model, active, read_by) for model in shelf.registry.models()]


def model_detail(shelf: Shelf, id: str) -> ModelDetail:
    """Return one model with its card. Raises NotFound."""
    model = shelf.registry.find(id)
    seen = _model_view(model, shelf.active_id(), shelf.catalog.models.read_by())
    return ModelDetail(**seen.model_dump(), card=model.card(), figures=model.figures())


def elsewhere(shelf: Shelf) -> list[ModelNamed]:
    """Return the models that statements name and that are not at hand."""
    here = {model.version for model in shelf.registry.models()}
    return [
        ModelNamed(name=by.name, version=by.version, documents=n)
        for by, n in shelf.catalog.models.read_by().items()
        if by not in here
    ]


def history(shelf: Shelf) -> list[ChoiceOut]:
    """Return the latest choices."""
    shipped = shelf.registry.shipped().id
    return [
        ChoiceOut(
            model=one.model or shipped,
            chosen_at=iso(one.chosen_at),
            undone_at=None if one.undone_at is None else iso(one.undone_at),
        )
        for one in shelf.catalog.models.history()
    ]


def chosen_view(shelf: Shelf, model: Model) -> ModelChosen:
    """Return what choosing a model has come to."""
    return ModelChosen(
        active=model.id,
        override=shelf.override(),
        documents_by_others=shelf.read_by_others(model.version),
    )


def worker_view(row: WorkerRow) -> WorkerOut:
    """Return a worker's last sign of life."""
    return WorkerOut(
        id=row.id,
        host=row.host,
        state=row.state,
        model=row.model,
        problem=row.problem,
        seen_at=iso(row.seen_at),
    )


def _model_view(model: Model, active: str, read_by: Mapping[ModelVersion, int]) -> ModelOut:
    return ModelOut(
        id=model.id,
        name=model.version.name,
        version=model.version.version,
        active=model.id == active,
        shipped=model.shipped,
        size=model.size,
        documents=read_by.get(model.version, 0),
        problem=model.problem,
    )

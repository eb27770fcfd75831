"""The web application."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool

from api import errors
from api.door import Door
from api.headers import SecurityHeaders
from api.limits import BodyLimit
from api.metrics import CountRequests, Metrics
from api.request_ids import RequestIds
from api.routes import (
    analogy,
    ask,
    documents,
    entailment,
    entities,
    export,
    extract,
    graph_store,
    health,
    identity,
    jobs,
    judgements,
    knowledge_bases,
    models,
    operations,
    overview,
    page,
    reasoning,
    refused,
    relations,
    sparql,
    statements,
    submissions,
    suggestions,
    vocabulary,
    workspaces,
)
from api.service import Service, open_service
from api.tracing import TraceRequests
from api.version import installed_version
from api.workspaces import Workspaces
from kg.settings import Settings
from workers.tracing import trace

_DESCRIPTION = """
Put documents in, get a knowledge graph out: every fact with the sentence that states it, at `/sparql`
and here. `POST /documents`, follow `/jobs/{id}`, then ask.
"""
_NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}
"""FastAPI's own, which looks into the environment at each request; ours is `api.metrics` and `api.tracing`."""
_ROUTERS = (
    analogy,
    entailment,
    submissions,
    documents,
    jobs,
    extract,
    identity,
    judgements,
    entities,
    knowledge_bases,
    reasoning,
    refused,
    statements,
    ask,
    suggestions,
    relations,
    sparql,
    graph_store,
    export,
    models,
    health,
    operations,
    overview,
    page,
    vocabulary,
    workspaces,
)


def create_app(
    settings: Settings | None = None, *, open: Callable[[Settings], Service] = open_service
) -> FastAPI:
    """Return the application; its service is opened when it starts and closed when it stops.

    Args:
        settings: Read from the environment if None, as `uvicorn --factory api.app:create_app` needs.
        open: Opens the service; tests give one with a scripted extractor.
    """
    chosen = settings or Settings()
    # FastAPI's own /docs loads its scripts from a public server; this one brings them along
    app = FastAPIOffline(
        title="kg",
        version=installed_version(),
        description=_DESCRIPTION,
        lifespan=_lifespan(chosen, open),
        redoc_url=None,
        responses=errors.RESPONSES,
        telemetry=_NO_TELEMETRY,
    )
    app.state.metrics = Metrics()
    errors.install(app)
    for module in _ROUTERS:
        # `include_router` would build all routes anew at the first request, and match each request twice
        app.router.routes.extend(module.router.routes)
    app.mount("/web", page.PageFiles())
    app.add_middleware(
        BodyLimit,
        memory_bytes=4 * chosen.max_document_bytes,
        upload_bytes=chosen.max_upload_bytes,
    )
    app.add_middleware(Door)
    app.add_middleware(CountRequests, metrics=app.state.metrics)
    app.add_middleware(TraceRequests)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestIds)
    return app


def _lifespan(
    settings: Settings, open: Callable[[Settings], Service]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service = await run_in_threadpool(open, settings)
        app.state.service, app.state.workspaces = service, Workspaces(service)
        unwatch = app.state.metrics.watch(service.common.places, app.state.workspaces)
        app.state.workspaces.start()
        app.state.tracing = trace(settings, "kg-api")
        try:
            yield
        finally:
            unwatch()
            await run_in_threadpool(app.state.workspaces.close)
            await run_in_threadpool(service.close)
            app.state.tracing.end()

    return lifespan

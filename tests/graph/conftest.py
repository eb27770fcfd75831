"""Stores in folders of their own, and a server over one of them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest
import uvicorn
from asking import Make
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse

from api.restoring import Restoring
from api.routes import export, graph_store, sparql
from kg import errors
from kg.catalog import Catalog
from kg.errors import KGError
from kg.graph.embedded import EmbeddedStore
from kg.graph.limits import QueryLimits
from kg.iris import Minter
from kg.settings import Settings

BASE = "http://kg.example/"
STATUS = {
    errors.QueryRejected: 400,
    errors.NotFound: 404,
    errors.NotAcceptable: 406,
    errors.Conflict: 409,
    errors.DocumentTooLarge: 413,
    errors.UnsupportedFormat: 415,
    errors.QueryTooExpensive: 422,
    errors.StoreUnavailable: 503,
}


@pytest.fixture
def minter() -> Minter:
    return Minter(BASE)


@pytest.fixture
def make_store(tmp_path: Path, minter: Minter) -> Iterator[Make]:
    """Open a store in `tmp_path`; keyword arguments are limits. All are closed at the end."""
    opened: list[EmbeddedStore] = []

    def make(folder: str = "graph", **limits: Any) -> EmbeddedStore:
        opened.append(EmbeddedStore(tmp_path / folder, minter, QueryLimits(**limits)))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(make_store: Make) -> EmbeddedStore:
    """A store with the usual limits."""
    return make_store()


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """A client of a real server with the two protocols on a store of its own, one for each module."""
    folder = tmp_path_factory.mktemp("endpoint")
    settings = Settings(data=folder, base_iri=BASE, max_upload_bytes=1_000_000)
    store = EmbeddedStore.open(settings)
    app = FastAPI()
    catalog = Catalog.open(f"sqlite:///{folder / 'catalog.sqlite'}")
    restoring = Restoring(folder, catalog, store, None)
    app.state.service = SimpleNamespace(store=store, settings=settings, restoring=restoring)
    app.include_router(sparql.router)
    app.include_router(graph_store.router)
    app.include_router(export.router)

    @app.exception_handler(KGError)
    def problem(request: Request, error: KGError) -> PlainTextResponse:
        return PlainTextResponse(str(error), STATUS[type(error)])

    with serving(app) as address, httpx2.Client(base_url=address, timeout=30) as client:
        yield client
    store.close()
    catalog.close()


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Run an application in a thread, on a free loopback port; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server does not start"
        time.sleep(0.01)
    try:
        (port,) = (sock.getsockname()[1] for one in server.servers for sock in one.sockets)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()

"""`/store`: the SPARQL 1.1 Graph Store HTTP Protocol. A graph is named by `?graph=`, `?default` or its own address."""

import uuid
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.bodies import received
from api.deps import ServiceDep, SettingsDep, StoreDep
from api.errors import RESPONSES
from api.posted import Large, Whole
from api.protocol import Parameters, answer, content_type, in_thread, location, read_body
from kg.errors import NotFound, QueryRejected, UnsupportedFormat
from kg.graph.negotiation import GRAPHS, choose
from kg.graph.store import Upload

router = APIRouter(tags=["graph"], responses=RESPONSES)

_STORE = "/store"
_GRAPH = "/store/{path:path}"
_FORM = "multipart/form-data"
_DATASETS = frozenset({"application/n-quads", "application/trig"})


@dataclass(frozen=True, slots=True)
class Target:
    """What a request is about: a graph, None for the default graph; `address` is the request's own."""

    graph: str | None
    address: str


@router.get(_STORE, response_class=Response)
@router.get(_GRAPH, response_class=Response)
async def get_graph(request: Request, store: StoreDep) -> Response:
    """Return a whole graph; `/export` streams larger ones."""
    target = _named(request)
    accept = request.headers.get("accept", "*/*")
    return answer(await in_thread(store.graph, target.graph, accept=accept))


@router.head(_STORE, response_class=Response)
@router.head(_GRAPH, response_class=Response)
async def head_graph(request: Request, store: StoreDep) -> Response:
    """Return what `GET` would, without the graph."""
    target = _named(request)
    if not await in_thread(store.has_graph, target.graph):
        raise NotFound("graph", str(target.graph))
    offer = choose(request.headers.get("accept", "*/*"), GRAPHS)
    return Response(media_type=offer.media_type, headers={"Vary": "Accept"})


@router.put(_STORE, response_class=Response)
@router.put(_GRAPH, response_class=Response)
async def put_graph(request: Request, store: StoreDep, settings: SettingsDep) -> Response:
    """Replace a graph, or make a new one."""
    target = _named(request)
    uploads = await _uploads(request, settings.max_upload_bytes)
    base = target.graph or target.address
    is_new = await in_thread(store.put_graph, target.graph, uploads, base=base)
    return Response(status_code=201 if is_new else 204)


@router.post(_STORE, response_class=Response)
@router.post(_GRAPH, response_class=Response)
async def post_graph(request: Request, store: StoreDep, service: ServiceDep) -> Response:
    """Add triples to a graph. The store itself makes a new graph of them, and takes N-Quads and TriG.

    More than a megabyte is stored in pieces once all of it has been read: what is not well-formed adds nothing.
    """
    if content_type(request) == _FORM:
        return await _post(request, Whole(store, await _parts(request)))
    async with received(request) as body:
        if isinstance(body, bytes):
            return await _post(request, Whole(store, [Upload(body, content_type(request))]))
        return await _post(request, Large.of(service, body, content_type(request)))


@router.delete(_STORE, response_class=Response)
@router.delete(_GRAPH, response_class=Response)
async def delete_graph(request: Request, store: StoreDep) -> Response:
    """Remove a graph; the default graph is emptied."""
    target = _named(request)
    await in_thread(store.delete_graph, target.graph)
    return Response(status_code=204)


def _target(request: Request) -> Target | None:
    """The graph that a request is about, None if it is the store itself (§4)."""
    parameters = Parameters.of(request.scope["query_string"])
    named = [(key, value) for key, value in parameters.items if key in ("graph", "default")]
    address = location(request)
    if len(named) > 1:
        raise QueryRejected("Name one graph: either ?graph=IRI or ?default.")
    if named:
        key, value = named[0]
        return Target(value if key == "graph" else None, address)
    return Target(address, address) if request.path_params.get("path") else None


def _named(request: Request) -> Target:
    target = _target(request)
    if target is None:
        raise QueryRejected("Name the graph: ?graph=IRI, or ?default for the default graph.")
    return target


async def _post(request: Request, posted: Whole | Large) -> Response:
    target = _target(request)
    if target is None and content_type(request) in _DATASETS:
        await posted.load(location(request))
        return Response(status_code=204)
    if target is None:
        address = f"{location(request).rstrip('/')}/{uuid.uuid4()}"
        await posted.into(address, address)
        return Response(status_code=201, headers={"Location": address})
    is_new = await posted.into(target.graph, target.graph or target.address)
    return Response(status_code=201 if is_new else 204)


async def _uploads(request: Request, limit: int) -> list[Upload]:
    if content_type(request) == _FORM:
        return await _parts(request)
    return [Upload(await read_body(request, limit), content_type(request))]


async def _parts(request: Request) -> list[Upload]:
    try:
        form = await MultiPartParser(request.headers, request.stream()).parse()
    except MultiPartException as err:
        raise QueryRejected(f"The form cannot be read: {err.message}") from err
    try:
        return [await _part(name, part) for name, part in form.multi_items()]
    finally:
        await form.close()


async def _part(name: str, part: UploadFile | str) -> Upload:
    if isinstance(part, str):
        raise UnsupportedFormat(name, "a part without a file name. Send each graph as a file.")
    return Upload(await part.read(), part.content_type or "")

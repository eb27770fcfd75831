"""`/sparql`: the SPARQL 1.1 Protocol, queries and updates; `/query` takes the ones, `/update` the others."""

from fastapi import APIRouter, Request, Response

from api.deps import SettingsDep, StoreDep
from api.door import require
from api.errors import RESPONSES
from api.protocol import Parameters, answer, content_type, in_thread, location, read_body
from kg.errors import QueryRejected, UnsupportedFormat
from kg.graph.service_description import service_description
from kg.graph.store import GraphStore, QueryResult
from kg.settings import Settings

router = APIRouter(tags=["graph"], responses=RESPONSES)

_FORM = "application/x-www-form-urlencoded"
_DIRECT = {"application/sparql-query": "query", "application/sparql-update": "update"}
_KINDS = {"/query": ("query",), "/update": ("update",)}
_BODY = {
    "requestBody": {
        "content": {media_type: {"schema": {"type": "string"}} for media_type in (_FORM, *_DIRECT)}
    }
}
_PARAMETERS = {
    "parameters": [
        {"name": name, "in": "query", "schema": {"type": "string"}}
        for name in ("query", "default-graph-uri", "named-graph-uri")
    ]
}


@router.get("/sparql", openapi_extra=_PARAMETERS, response_class=Response)
@router.get("/query", openapi_extra=_PARAMETERS, response_class=Response)
async def ask(request: Request, store: StoreDep, settings: SettingsDep) -> Response:
    """Answer a SPARQL query; without one, describe the service."""
    parameters = Parameters.of(request.scope["query_string"])
    found = parameters.operation()
    if found is None:
        return answer(_description(request, settings))
    kind, text = found
    if kind == "update":
        raise QueryRejected("GET changes nothing: send the update by POST.")
    return await _run(request, store, "query", text, parameters)


@router.post("/sparql", openapi_extra=_BODY, response_class=Response)
@router.post("/query", openapi_extra=_BODY, response_class=Response)
@router.post("/update", openapi_extra=_BODY, response_class=Response)
async def operate(request: Request, store: StoreDep, settings: SettingsDep) -> Response:
    """Answer a SPARQL query or run an update, as a form or as the body itself."""
    media_type = content_type(request)
    parameters = Parameters.of(request.scope["query_string"])
    if media_type in _DIRECT:
        text = _text(await read_body(request, settings.max_upload_bytes))
        return await _run(request, store, _DIRECT[media_type], text, parameters)
    if media_type != _FORM:
        raise UnsupportedFormat(
            media_type or "a body without a Content-Type",
            f"not SPARQL. Send {', '.join([_FORM, *_DIRECT])}.",
        )
    form = Parameters.of(await read_body(request, settings.max_upload_bytes))
    parameters = Parameters([*form.items, *parameters.items])
    found = parameters.operation()
    if found is None:
        raise QueryRejected("The form has neither a query nor an update.")
    return await _run(request, store, *found, parameters)


async def _run(
    request: Request, store: GraphStore, kind: str, text: str, parameters: Parameters
) -> Response:
    path = request.url.path
    if kind not in _KINDS.get(path, ("query", "update")):
        raise QueryRejected(f"{path} takes no {kind}: send it to /{kind} or /sparql.")
    if kind == "query":
        result = await in_thread(
            store.query,
            text,
            default_graphs=parameters.all("default-graph-uri"),
            named_graphs=parameters.all("named-graph-uri"),
            accept=request.headers.get("accept", "*/*"),
            base=location(request),
        )
        return answer(result)
    require(request.scope, "write")
    await in_thread(
        store.update,
        text,
        using=parameters.all("using-graph-uri"),
        using_named=parameters.all("using-named-graph-uri"),
        base=location(request),
    )
    return Response(status_code=204)


def _description(request: Request, settings: Settings) -> QueryResult:
    return service_description(
        location(request),
        federation=settings.allow_federation,
        accept=request.headers.get("accept", "*/*"),
    )


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as err:
        raise QueryRejected(f"The body is not UTF-8: {err}") from err

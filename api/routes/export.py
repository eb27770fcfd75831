"""`GET /export`: the graph as a file, sent as it is written."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from api.asking import MinConfidence
from api.deps import ServiceDep, StoreDep
from api.errors import RESPONSES
from api.service import Service
from kg.catalog.label_studio import tasks
from kg.errors import InputError, UnsupportedFormat
from kg.graph.export import export_format
from kg.graph.known_export import rdf_format, written
from kg.identity.comparing import compared

router = APIRouter(tags=["graph"], responses=RESPONSES)

_FORMATS = "nquads, own, trig, turtle, json-ld, graphml, csv, neo4j, parquet or label-studio."


@router.get("/export", response_class=StreamingResponse)
def export(
    store: StoreDep,
    service: ServiceDep,
    format: Annotated[
        str,
        Query(description=_FORMATS),
    ] = "",
    graph: Annotated[
        str | None, Query(description="IRI of one graph; without it, everything.")
    ] = None,
    min_confidence: MinConfidence = 0.0,
    only: Annotated[
        Literal["new", "known", "conflicting"] | None,
        Query(
            description="Only statements that loaded knowledge bases know, do not know, or deny."
        ),
    ] = None,
) -> StreamingResponse:
    """Download the graph, or what of it is sure enough.

    N-Quads, TriG and JSON-LD hold every graph, the evidence included; Turtle, GraphML, CSV, Parquet
    and the zip of CSV files for `neo4j-admin` hold the facts; `own` holds what only the graph has,
    which is what users put there themselves; `label-studio` holds texts with mentions and relations,
    for people to correct. With `only`, the facts come by themselves, ready to be
    loaded elsewhere: `ntriples` by default, `turtle`, `nquads`, `trig`, `json-ld` or `rdf-xml`.
    """
    name = format.lower().replace("-", "")
    if only is not None:
        if graph is not None:
            raise InputError("`only` chooses statements of all documents: leave `graph` out.")
        return _compared(service, only, name, min_confidence)
    if name == "labelstudio":
        if graph is not None:
            raise InputError("label-studio holds documents, not graphs: leave `graph` out.")
        return _annotations(service, min_confidence)
    name = name or "nquads"
    try:
        kind = export_format(name)
    except UnsupportedFormat as err:
        raise UnsupportedFormat(format, f"not a format to export. Choose {_FORMATS}") from err
    headers = {"Content-Disposition": f'attachment; filename="kg.{kind.extension}"'}
    return StreamingResponse(
        store.dump(name, graph=graph, min_confidence=min_confidence),
        media_type=kind.media_type,
        headers=headers,
    )


def _annotations(service: Service, min_confidence: float) -> StreamingResponse:
    pieces = tasks(service.catalog, service.predicates, min_confidence=min_confidence)
    headers = {"Content-Disposition": 'attachment; filename="kg-label-studio.json"'}
    return StreamingResponse(pieces, media_type="application/json", headers=headers)


def _compared(
    service: Service, standing: str, format: str, min_confidence: float
) -> StreamingResponse:
    kind, extension = rdf_format(format or "ntriples")
    triples = compared(service.catalog, service.minter, standing, min_confidence=min_confidence)
    headers = {"Content-Disposition": f'attachment; filename="{standing}.{extension}"'}
    pieces = written(triples, kind)
    return StreamingResponse(pieces, media_type=kind.media_type, headers=headers)

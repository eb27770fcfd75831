"""`GET /export`: the graph as a file, sent as it is written."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from api.asking import MinConfidence
from api.deps import StoreDep
from kg.graph.export import export_format

router = APIRouter(tags=["graph"])


@router.get("/export", response_class=StreamingResponse)
def export(
    store: StoreDep,
    format: Annotated[
        str, Query(description="nquads, own, trig, turtle, json-ld, graphml or csv.")
    ] = "nquads",
    graph: Annotated[
        str | None, Query(description="IRI of one graph; without it, everything.")
    ] = None,
    min_confidence: MinConfidence = 0.0,
) -> StreamingResponse:
    """Download the graph, or what of it is sure enough.

    N-Quads, TriG and JSON-LD hold every graph, the evidence included; Turtle, GraphML and CSV hold
    the facts; `own` holds what only the graph has, which is what users put there themselves.
    """
    name = format.lower().replace("-", "")
    kind = export_format(name)
    headers = {"Content-Disposition": f'attachment; filename="kg.{kind.extension}"'}
    return StreamingResponse(
        store.dump(name, graph=graph, min_confidence=min_confidence),
        media_type=kind.media_type,
        headers=headers,
    )

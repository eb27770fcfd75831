"""`POST /rebuild`, `GET /backup`, `POST /restore`: for whoever runs the service."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from api import backups
from api.deps import ServiceDep
from api.errors import RESPONSES
from api.schemas.jobs import Rebuilt, Restored

router = APIRouter(tags=["operations"], responses=RESPONSES)

_PIECE = 1_000_000


@router.post("/rebuild")
def rebuild(service: ServiceDep) -> Rebuilt:
    """Drop every document's graphs and make them again from the catalog; no model is needed."""
    return Rebuilt(documents=service.projector.rebuild())


@router.get("/backup", response_class=StreamingResponse)
def backup(service: ServiceDep) -> StreamingResponse:
    """Download documents, findings, your own triples and models, as they are at one moment."""
    folder = tempfile.TemporaryDirectory(prefix="kg-backup-", dir=service.settings.data)
    try:
        file = backups.save(service, Path(folder.name))
    except BaseException:
        folder.cleanup()
        raise

    def pieces() -> Iterator[bytes]:
        with folder, file.open("rb") as saved:
            while piece := saved.read(_PIECE):
                yield piece

    headers = {"Content-Disposition": 'attachment; filename="kg-backup.tar.gz"'}
    return StreamingResponse(pieces(), media_type="application/gzip", headers=headers)


@router.post(
    "/restore",
    openapi_extra={
        "requestBody": {"content": {"application/gzip": {"schema": {"type": "string"}}}}
    },
)
async def restore(request: Request, service: ServiceDep) -> Restored:
    """Put a backup in the place of everything, and make the graph again."""
    with tempfile.TemporaryDirectory(prefix="kg-restore-", dir=service.settings.data) as folder:
        file = Path(folder) / "backup.tar.gz"
        with file.open("wb") as saved:
            async for piece in request.stream():
                saved.write(piece)
        return await run_in_threadpool(backups.restore, service, file)

"""`/knowledge-bases`: graphs of yours that documents are linked with."""

import logging
import re
import tempfile
import threading
from pathlib import Path
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request

from api.deps import CatalogDep, ServiceDep
from api.errors import RESPONSES
from api.schemas.bases import BaseList, BaseOut
from api.service import Service
from api.views import base_view
from kg.catalog.base_rows import BaseRow
from kg.errors import InputError, KGError
from kg.identity.base_formats import base_file

log = logging.getLogger(__name__)

router = APIRouter(prefix="/knowledge-bases", tags=["identity"], responses=RESPONSES)

_NAME = re.compile(r"[\w.-]{1,100}")


@router.get("")
def list_bases(catalog: CatalogDep) -> BaseList:
    """Return the knowledge bases that are loaded, or being loaded."""
    return BaseList(bases=[base_view(row) for row in catalog.bases.all()])


@router.get("/{name}")
def get_base(name: str, catalog: CatalogDep) -> BaseOut:
    """Return one knowledge base; while it is being loaded, `triples` says how far that is."""
    return base_view(catalog.bases.get(name))


@router.put("/{name}", status_code=202)
async def load_base(
    name: str,
    request: Request,
    service: ServiceDep,
    source: Annotated[
        str, Query(max_length=500, description="Name of the file; its ending says the format.")
    ],
) -> BaseOut:
    """Load a knowledge base; the body is the file as it is, `.gz` too. `GET` it to see how far that is.

    It ends `ready`, or `failed` with the reason; nothing of one that failed is kept.
    """
    if not _NAME.fullmatch(name):
        raise InputError(f"{name!r} cannot name a knowledge base: use letters, digits, . _ and -.")
    base_file(source)
    file = await _spooled(request)
    try:
        base = await to_thread.run_sync(service.bases.begin, name, source)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    thread = threading.Thread(target=_load, args=(service, base, file), daemon=True)
    thread.start()
    return base_view(base)


@router.delete("/{name}")
def unload_base(name: str, service: ServiceDep) -> BaseOut:
    """Forget a knowledge base. What it stood for comes out under minted IRIs again."""
    base = service.bases.unload(name)
    service.identifier.wake()
    return base_view(base)


async def _spooled(request: Request) -> Path:
    """The body on disk: it may be larger than memory."""
    with tempfile.NamedTemporaryFile(prefix="kg-upload-", delete=False) as file:
        try:
            async for piece in request.stream():
                await to_thread.run_sync(file.write, piece)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    return Path(file.name)


def _load(service: Service, base: BaseRow, file: Path) -> None:
    """Load a knowledge base that was begun; how it ends is noted with the base."""
    try:
        service.bases.load(base, file)
    except KGError as err:
        log.warning("a knowledge base could not be loaded: %s", err)
    except Exception:
        log.exception("a knowledge base could not be loaded")
    finally:
        file.unlink(missing_ok=True)
    service.identifier.wake()

"""A backup: one file with what cannot be made again. The graph of documents can, from the catalog.

backup.json      format, version of kg, base IRI, time
catalog.sqlite   documents, texts, jobs, findings, decisions, as they were at one moment
own.nq           triples that users put into the graph themselves
models/          trained models, where there are any
"""

import json
import logging
import tarfile
from collections.abc import Mapping
from pathlib import Path

from api.restoring import CATALOG, MODELS, OWN
from api.schemas.jobs import Restored
from api.service import Service
from api.version import installed_version
from kg.catalog.catalog import Catalog
from kg.catalog.clock import now_ms
from kg.errors import InputError
from kg.graph.store import GraphStore
from kg.times import iso

log = logging.getLogger(__name__)

_FORMAT = 1
_GROWTH, _ROOM = 60, 100_000_000
"""How many times its size a backup may unpack to, beyond these bytes."""
_MOST_FILES = 10_000
_ABOUT = "backup.json"


def save(service: Service, folder: Path) -> Path:
    """Write a backup into a folder that is empty, and return the file.

    Raises:
        RestoreUnfinished: There is only half of it.
    """
    service.restoring.check()
    copy(service.catalog, service.store, folder)
    about = {
        "format": _FORMAT,
        "kg": installed_version(),
        "base_iri": service.settings.base_iri,
        "created_at": iso(now_ms()),
    }
    (folder / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
    file = folder / "kg-backup.tar.gz"
    with tarfile.open(file, "w:gz", compresslevel=1) as archive:
        for name in (_ABOUT, CATALOG, OWN):
            archive.add(folder / name, name)
        if (models := service.settings.data / MODELS).is_dir():
            archive.add(models, MODELS)
    return file


def copy(catalog: Catalog, store: GraphStore, folder: Path) -> None:
    """Write catalog and users' triples into a folder that is empty.

    The catalog comes first: a document that arrives meanwhile is not in the copy, nor its facts.
    """
    catalog.save(folder / CATALOG)
    with (folder / OWN).open("wb") as own:
        own.writelines(store.dump("own"))


def restore(service: Service, file: Path) -> Restored:
    """Put a backup in the place of everything. What breaks off once that has begun goes on by itself.

    Raises:
        InputError: It is no backup, or one of a service with another base IRI.
        Conflict: Another process keeps the graph.
        TransientError: The catalog or the store does not answer; when it does, the restore goes on.
    """
    folder = file.with_name("unpacked")
    try:
        with tarfile.open(file, "r:gz") as archive:
            _check_growth(archive, file.stat().st_size)
            archive.extractall(folder, filter="data")
        about = json.loads((folder / _ABOUT).read_text("utf-8"))
    except (tarfile.TarError, OSError, EOFError, ValueError, RecursionError) as err:
        raise InputError(f"This is no backup of kg: {err}") from err
    _check(about, service.settings.base_iri)

    service.catalog.check(folder / CATALOG)
    if not (folder / OWN).is_file():
        raise InputError(f"This is no backup of kg: it has no {OWN}.")
    documents = service.projector.rebuild_after(lambda: service.restoring.begin(folder))
    service.bases.clear_interrupted()
    service.worker.wake()
    log.info("restored %d documents", documents)
    return Restored(documents=documents, created_at=about["created_at"], kg=about["kg"])


def _check_growth(archive: tarfile.TarFile, packed: int) -> None:
    """Refuse an archive that would fill the disk (CWE-409), by the sizes that its members declare."""
    size = 0
    for number, member in enumerate(archive, start=1):
        size += member.size
        if size > _GROWTH * packed + _ROOM or number > _MOST_FILES:
            raise InputError("This is no backup of kg: it unpacks to far more than its size.")


def _check(about: Mapping[str, object], base: str) -> None:
    if about.get("format") != _FORMAT:
        raise InputError(
            f"The backup has format {about.get('format')}, and this version reads {_FORMAT}. "
            "Restore it with the version of kg that made it."
        )
    if about["base_iri"] != base:
        raise InputError(
            f"The backup's IRIs begin with {about['base_iri']}, the service's with {base}: start the "
            f"service with KG_BASE_IRI={about['base_iri']}, and try again."
        )

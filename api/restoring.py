"""A restore, from the moment that it begins until nothing of what was there before is left.

What is put back lies in the data folder meanwhile, so that a restore that breaks off is known of, after a crash too,
and done again from its beginning: by the graph's follower, by `kg rebuild`, or by a restore of another backup.
"""

import logging
import os
import shutil
from itertools import islice
from pathlib import Path

from kg.catalog.catalog import Catalog
from kg.errors import KGError, RestoreUnfinished
from kg.graph.store import GraphStore, Upload

log = logging.getLogger(__name__)

CATALOG, OWN, MODELS = "catalog.sqlite", "own.nq", "models"
_LINES = 20_000
_UNDER_WAY, _DONE = "restoring-", "restored"


class Restoring:
    """What is being put back into one service. The caller sees to it that nothing is projected meanwhile.

    Args:
        data: The service's folder.
        models: Where models belong; None where they are not this service's to change.
    """

    def __init__(
        self, data: Path, catalog: Catalog, store: GraphStore, models: Path | None
    ) -> None:
        self._data = data
        self._catalog = catalog
        self._store = store
        self._models = models
        self._begun = 0
        self._folder = max(data.glob(f"{_UNDER_WAY}*"), key=_number, default=None)
        self._reason = "the service ended in the midst of it"
        if self._folder is not None:
            log.warning("a restore broke off: %s. It is done again", self._reason)

    def begin(self, unpacked: Path) -> None:
        """Take over a folder with an unpacked backup: from now on it goes on until it has ended."""
        before = self._folder
        os.sync()  # what is in the folder has to outlive a power cut if its name does
        number = 1 + (0 if before is None else _number(before))
        self._folder = unpacked.rename(self._data / f"{_UNDER_WAY}{number}")
        self._reason = ""
        self._begun += 1
        if before is not None:
            shutil.rmtree(before)

    def check(self) -> None:
        """Raise RestoreUnfinished if the graph is not whole."""
        if self._folder is not None:
            raise RestoreUnfinished(self._reason)

    def check_catalog(self) -> None:
        """Raise RestoreUnfinished if the catalog is yet to be put back: what it takes meanwhile would be lost."""
        folder = self._folder
        if folder is not None and (folder / CATALOG).exists():
            raise RestoreUnfinished(self._reason)

    def begun(self) -> int:
        """Return how often a restore has begun here."""
        return self._begun

    def unfinished(self) -> bool:
        """Return whether there is anything to put back."""
        return self._folder is not None

    def put_back(self) -> None:
        """Put catalog, users' triples and models in the place of those that are there.

        The catalog goes once: documents that come after it are not lost if the rest is done again.

        Raises:
            KGError: It is to be called again.
        """
        folder = self._folder
        assert folder is not None
        try:
            if (folder / CATALOG).exists():
                self._catalog.restore(folder / CATALOG)
                (folder / CATALOG).unlink()
            self._store.clear()
            put_back(self._store, folder / OWN)
            if self._models is not None and (folder / MODELS).is_dir():
                shutil.copytree(folder / MODELS, self._models, dirs_exist_ok=True)
            self._store.flush()
        except BaseException as err:
            self._reason = str(err) if isinstance(err, KGError) else "the log says why"
            raise

    def finish(self) -> None:
        """Let go of what was put back: the rest follows from the catalog."""
        assert self._folder is not None
        done = self._data / _DONE
        shutil.rmtree(done, ignore_errors=True)
        self._folder.rename(done)  # a folder of which half is deleted must not be found at a start
        self._folder = None
        shutil.rmtree(done, ignore_errors=True)


def put_back(store: GraphStore, file: Path) -> None:
    """Load N-Quads some lines at a time: with knowledge bases, they may be many millions."""
    with file.open("rb") as lines:
        while some := b"".join(islice(lines, _LINES)):
            store.load(Upload(some, "application/n-quads", piece=True))


def _number(folder: Path) -> int:
    number = folder.name.removeprefix(_UNDER_WAY)
    return int(number) if number.isdecimal() else 0

"""What the services of all workspaces share: one model, one worker, and processes that keep nothing of what they saw."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from api.answering import space_of
from api.rates import Rates
from api.shared_extractor import SharedExtractor
from api.tokens import Tokens
from kg.admission.shape_checker import ShapeChecker
from kg.answers.space import SentenceSpace
from kg.catalog.catalog import Catalog
from kg.catalog.places import Places
from kg.extraction.extractor import Extractor
from kg.records import DEFAULT_WORKSPACE
from kg.settings import Settings
from kg.text.isolated import IsolatedParser
from workers.active import ActiveExtractor
from workers.client import CeleryWaker, Waker
from workers.local import LocalWorker
from workers.rounds import Rounds


class PartOf(threading.Event):
    """An event that is set by itself, or together with another."""

    def __init__(self, whole: threading.Event) -> None:
        super().__init__()
        self._whole = whole

    def is_set(self) -> bool:
        """Say whether either is set."""
        return super().is_set() or self._whole.is_set()


@dataclass(frozen=True, slots=True)
class Common:
    """Opened with the default workspace's service, and closed with it.

    Attributes:
        places: The catalogs of the other workspaces.
        parser: Reads formats that may be hostile, in processes that may die of them.
        checker: Runs pySHACL, in a process that may die of it.
        extractor: Reads with the chosen model, for what the default workspace was taught.
        worker: Wakes whoever reads documents: a thread here, or Celery workers elsewhere.
        space: In which questions meet relations; None without the model.
        tokens: Knows those whom an OpenID Connect issuer sends; None without one.
        rates: Knows how often each may ask.
    """

    places: Places
    parser: IsolatedParser
    checker: ShapeChecker
    extractor: SharedExtractor
    worker: Waker
    space: SentenceSpace | None
    tokens: Tokens | None
    rates: Rates

    @classmethod
    def open(
        cls, settings: Settings, catalog: Catalog, build: Callable[[Settings], Extractor]
    ) -> "Common":
        """Make everything; nothing runs yet. Raises InputError if the settings are incomplete."""
        places = Places(settings, catalog)
        extractor = SharedExtractor(
            lambda: ActiveExtractor.load(settings, catalog.models, build, catalog.taught)
        )
        return cls(
            places=places,
            parser=IsolatedParser(),
            checker=ShapeChecker(),
            extractor=extractor,
            worker=_worker(settings, places, extractor),
            space=space_of(settings),
            tokens=Tokens.of(settings),
            rates=Rates.of(settings),
        )

    def reading_in(self, name: str, settings: Settings, catalog: Catalog) -> SharedExtractor:
        """Return the extractor that reads texts for a workspace."""
        if name == DEFAULT_WORKSPACE:
            return self.extractor
        return self.extractor.beside(settings, catalog.taught)

    def start_reading(self) -> None:
        """Have the worker begin, or wake those elsewhere."""
        if isinstance(self.worker, LocalWorker):
            self.worker.start()
        self.worker.wake()

    def tell_of_findings(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Have somebody told when a worker in this process has kept findings; returns what ends that.

        Of workers elsewhere nothing is heard: whoever follows the catalog looks by itself.
        """
        if isinstance(self.worker, LocalWorker):
            return self.worker.tell(listener)
        return lambda: None

    def stop_reading(self, timeout: float) -> None:
        """Let the batch in hand come to its end, or hand it back after some seconds."""
        match self.worker:
            case LocalWorker():
                self.worker.stop(timeout)
            case CeleryWaker():
                self.worker.close()

    def close(self) -> None:
        """End every process, and close the other workspaces' catalogs."""
        self.checker.close()
        self.rates.close()
        self.parser.close()
        self.places.close()


def _worker(settings: Settings, places: Places, extractor: SharedExtractor) -> Waker:
    if settings.redis_url:
        return CeleryWaker(settings.redis_url)
    rounds = Rounds(places, lambda _, catalog: extractor.beside(settings, catalog.taught))
    return LocalWorker(places.main, settings, lambda: extractor, rounds=rounds)

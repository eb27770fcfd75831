"""The one extractor of an API process, shared by the worker's thread and by `POST /extract`."""

import threading
from collections.abc import Callable, Sequence
from typing import Literal

from kg.catalog.taught import Taught
from kg.errors import TransientError
from kg.extraction.extractor import Extractor, looking_for
from kg.extraction.sought import Sought
from kg.records import Document, Extraction, ModelVersion, Progress, ignore_progress
from kg.settings import Settings
from workers.active import ActiveExtractor, Follows

ModelState = Literal["not loaded", "loading", "loaded", "failed", "stale"]
"""`stale`: another model was chosen, and cannot be loaded; the one before reads on."""


class SharedExtractor:
    """An `Extractor` that is built at its first use and read by one thread at a time.

    One at a time, because tokenisers are not thread-safe and two forward passes only share the same
    cores. `patience_s` bounds how long a caller waits for its turn, None waits for ever.

    Args:
        lender: Whose model this one reads with, in turn with it.
    """

    def __init__(
        self, build: Callable[[], Extractor], lender: "SharedExtractor | None" = None
    ) -> None:
        self._build = build
        self._built: Extractor | None = None
        self._lender = lender
        self._turn = lender._turn if lender else threading.Lock()
        self._state: ModelState = "not loaded"

    def beside(self, settings: Settings, taught: Taught) -> "SharedExtractor":
        """Return an extractor that shares the model, and looks for what another workspace was taught."""

        def borrow() -> Extractor:
            ready = self._ready()
            return ready.beside(settings, taught) if isinstance(ready, ActiveExtractor) else ready

        return SharedExtractor(borrow, self)

    @property
    def state(self) -> ModelState:
        """How far it is, without waiting for whoever reads."""
        state = self._lender._state if self._lender else self._state
        return "stale" if self.loaded and self.problem else state

    @property
    def problem(self) -> str | None:
        """Why it does not read with the chosen model; None if it does, or has not tried."""
        built = self._built
        return built.problem if isinstance(built, Follows) else None

    @property
    def loaded(self) -> ModelVersion | None:
        """Which model it reads with, without waiting and without loading one."""
        if self._lender:
            return self._lender.loaded
        return self._built.model if self._built else None

    def follow(self) -> None:
        """Change over to another model if one was chosen; waits for whoever reads."""
        with self._turn:
            if isinstance(self._built, Follows):
                self._built.follow()

    @property
    def model(self) -> ModelVersion:
        """Which model speaks; loads it if need be."""
        with self._turn:
            return self._ready().model

    def extract(
        self,
        documents: Sequence[Document],
        *,
        on_progress: Progress = ignore_progress,
        patience_s: float | None = None,
        sought: Sought | None = None,
    ) -> list[Extraction]:
        """Read documents as `Extractor.extract` does, for what is sought if anything is.

        Raises:
            InputError: The extractor cannot look for other relations than its own.
            TransientError: The extractor was busy with others for `patience_s` seconds.
            ModelError: It cannot be built, or cannot take this input.
        """
        if not self._turn.acquire(timeout=-1 if patience_s is None else patience_s):
            raise TransientError(
                f"The extractor was busy for {patience_s:.0f} s. Try again, "
                "or post the text to /documents, where it waits its turn."
            )
        try:
            ready = self._ready()
            chosen = looking_for(ready, sought) if sought else ready
            return chosen.extract(documents, on_progress=on_progress)
        finally:
            self._turn.release()

    def _ready(self) -> Extractor:
        if self._built is None:
            self._state = "loading"
            try:
                self._built = self._build()
            except BaseException:
                self._state = "failed"
                raise
            self._state = "loaded"
        return self._built

"""An extractor that changes its model while it works: whatever the catalog says was chosen."""

import gc
import logging
import sys
import time
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, Self, runtime_checkable

from kg.catalog.models import Models
from kg.catalog.taught import Taught
from kg.errors import CatalogUnavailable, KGError
from kg.extraction.extractor import Extractor, looking_for
from kg.extraction.sought import Sought
from kg.records import Document, Extraction, ModelVersion, Progress, ignore_progress
from kg.settings import Settings
from workers.beside import TaughtBeside
from workers.choice import overriding, reading_with
from workers.extractors import build_extractor
from workers.lessons import Lessons

log = logging.getLogger(__name__)

_AGAIN_S = 30.0
"""Seconds after which a model that could not be loaded is tried again, while it is still the chosen one."""

Build = Callable[[Settings], Extractor]


@runtime_checkable
class Follows(Protocol):
    """An extractor that can change over to another model.

    Attributes:
        problem: Why it does not read with the chosen model; None if it does.
    """

    @property
    def problem(self) -> str | None: ...

    def follow(self) -> None:
        """Change over, if another model was chosen; never raises for a model that cannot be loaded."""
        ...


@dataclass(frozen=True, slots=True)
class _Refused:
    """A choice that could not be followed, and until when (monotonic seconds) it is left alone."""

    model: str | None
    until: float


class ActiveExtractor:
    """Implements `Extractor` and `Follows`: each batch goes wholly through one model. One thread at a time.

    It looks at the choice, one row of SQL, and at what was taught before every batch: what is queued after
    a choice or a lesson is read with it. The old model is dropped only when the new one is there, so for a
    moment memory holds both; if there is no room, or anything else is wrong with the new one, the old one
    reads on.
    """

    def __init__(
        self, settings: Settings, models: Models, build: Build, taught: Taught | None = None
    ) -> None:
        self._settings, self._models, self._build = settings, models, build
        self._fixed = overriding(settings) is not None
        self._refused: _Refused | None = None
        self._chosen = None if self._fixed else models.chosen()
        self._untaught = self._extractor = self._load(self._chosen)
        self._lessons = Lessons(settings, taught) if taught else None
        self._problem: str | None = None
        self._beside: weakref.WeakSet[TaughtBeside] = weakref.WeakSet()

    @classmethod
    def load(
        cls,
        settings: Settings,
        models: Models,
        build: Build = build_extractor,
        taught: Taught | None = None,
    ) -> Self:
        """Load the model that is chosen now.

        Args:
            build: Called with the settings, whose `model` is the chosen model's folder.
            taught: Relations to look for, too.

        Raises:
            CatalogUnavailable: The database does not answer.
            KGError: The model is not here, or cannot be loaded.
        """
        return cls(settings, models, build, taught)

    @property
    def model(self) -> ModelVersion:
        """Which model speaks."""
        return self._extractor.model

    @property
    def problem(self) -> str | None:
        """Why it does not read with the chosen model, or without what was taught; None if it does."""
        return self._problem or (self._lessons.problem if self._lessons else None)

    def extract(
        self, documents: Sequence[Document], *, on_progress: Progress = ignore_progress
    ) -> list[Extraction]:
        """Read documents as `Extractor.extract` does, with the chosen model."""
        self.follow()
        return self._extractor.extract(documents, on_progress=on_progress)

    def looking_for(self, sought: Sought) -> Extractor:
        """Return an extractor with the chosen model that looks for what is sought."""
        self.follow()
        return looking_for(self._untaught, sought)

    def beside(self, settings: Settings, taught: Taught) -> TaughtBeside:
        """Return an extractor that shares the model, and looks for what another workspace was taught."""
        made = TaughtBeside(self._now, lambda: self._problem, settings, taught)
        self._beside.add(made)
        return made

    def _now(self) -> Extractor:
        self.follow()
        return self._untaught

    def follow(self) -> None:
        """Change over, if another model was chosen, and learn what was taught."""
        before = self._untaught
        if not self._fixed:
            self._follow_choice()
        if self._lessons:
            self._extractor = self._lessons.given_to(self._untaught)
        if self._untaught is not before:
            del before
            for one in self._beside:
                one.let_go()
            _let_memory_go()

    def _follow_choice(self) -> None:
        try:
            chosen = self._models.chosen()
        except CatalogUnavailable as err:
            log.warning("could not look which model is chosen: %s", err)
            return
        if chosen == self._chosen:
            self._refused = self._problem = None
        elif not self._left_alone(chosen):
            self._change(chosen)

    def _left_alone(self, chosen: str | None) -> bool:
        refused = self._refused
        return bool(refused and refused.model == chosen and time.monotonic() < refused.until)

    def _change(self, chosen: str | None) -> None:
        before = self.model
        try:
            self._untaught = self._extractor = self._load(chosen)
        # whatever ails a checkpoint, documents are read on with the old one
        except Exception as err:
            self._refused = _Refused(chosen, time.monotonic() + _AGAIN_S)
            self._problem = str(err) or type(err).__name__
            unexpected = None if isinstance(err, KGError) else err
            log.warning(
                "cannot change over to %s; reading on with %s %s: %s",
                chosen or "the shipped model",
                before.name,
                before.version,
                self._problem,
                exc_info=unexpected,
            )
            return
        self._chosen, self._refused, self._problem = chosen, None, None
        now = self.model
        log.info(
            "changed over from %s %s to %s %s", before.name, before.version, now.name, now.version
        )

    def _load(self, chosen: str | None) -> Extractor:
        return self._build(reading_with(self._settings, chosen))


def _let_memory_go() -> None:
    """Free what a dropped model held: networks refer to themselves, and CUDA's allocator keeps what it had."""
    gc.collect()
    if torch := sys.modules.get("torch"):
        torch.cuda.empty_cache()

"""What was taught, added to whichever model reads: looked up before every batch, made anew when it changes."""

import logging
import math
import time

from kg.catalog.taught import Taught
from kg.errors import CatalogUnavailable
from kg.extraction.extractor import Extractor, Teachable
from kg.extraction.sought import Sought, sought_from
from kg.extraction.taught import with_taught
from kg.settings import Settings

log = logging.getLogger(__name__)

_AGAIN_S = 30.0


class Lessons:
    """Has an extractor look for taught relations beside its own. One thread at a time.

    Only examples are kept: each model reads them and makes prototypes of its own.
    """

    def __init__(self, settings: Settings, taught: Taught) -> None:
        self._settings, self._taught = settings, taught
        self._own: Sought | None = None
        self._revision: tuple[int, int] | None = None
        self._pupil: Extractor | None = None
        self._after: Extractor | None = None
        self._again = math.inf
        self.problem: str | None = None
        """Why the taught relations are not looked for; None if they are."""

    def given_to(self, pupil: Extractor) -> Extractor:
        """Return an extractor that looks for the taught relations, too; the same one while nothing changes.

        If they cannot be looked for, `problem` says why, and documents are read on without.
        """
        same = self._after is not None and pupil is self._pupil
        try:
            revision = self._taught.revision()
            if not same or revision != self._revision or time.monotonic() >= self._again:
                self._after = self._taught_anew(pupil)
                self._pupil, self._revision = pupil, revision
        except CatalogUnavailable as err:
            log.warning("could not look which relations were taught: %s", err)
            return self._after if same and self._after is not None else pupil
        return self._after or pupil

    def let_go(self) -> None:
        """Forget the pupil; what it was taught is learnt again when the next one comes."""
        self._pupil = self._after = None

    def _taught_anew(self, pupil: Extractor) -> Extractor:
        self.problem, self._again = None, math.inf
        relations = self._taught.all()
        if not relations:
            return pupil
        if not isinstance(pupil, Teachable):
            name = pupil.model.name
            self.problem = f"{name} cannot look for the {len(relations)} relations that were taught"
            log.warning("%s", self.problem)
            return pupil
        try:
            after = pupil.looking_for(with_taught(self._ontology(), relations))
        # whatever ails an example, documents are read on for everything else
        except Exception as err:
            log.exception("cannot look for the %d relations that were taught", len(relations))
            self.problem = f"cannot look for what was taught: {str(err) or type(err).__name__}"
            self._again = time.monotonic() + _AGAIN_S  # it may have been memory that ran out
            return pupil
        log.info("looking for %d relations that were taught", len(relations))
        return after

    def _ontology(self) -> Sought:
        if self._own is None:
            self._own = sought_from(self._settings.ontology, self._settings.teaching)
        return self._own

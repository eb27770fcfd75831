"""One model for all workspaces: each has it look for what was taught there, and for nothing that was taught elsewhere."""

from collections.abc import Callable, Sequence

from kg.catalog.taught import Taught
from kg.extraction.extractor import Extractor, looking_for
from kg.extraction.sought import Sought
from kg.records import Document, Extraction, ModelVersion, Progress, ignore_progress
from kg.settings import Settings
from workers.lessons import Lessons


class TaughtBeside:
    """Implements `Extractor` and `Follows` with the model of another extractor. One thread at a time, with that one.

    Args:
        untaught: Gives the model that is chosen now, as it came.
        trouble: Says why that is not the chosen one; None if it is.
        taught: The relations of one workspace.
    """

    def __init__(
        self,
        untaught: Callable[[], Extractor],
        trouble: Callable[[], str | None],
        settings: Settings,
        taught: Taught,
    ) -> None:
        self._untaught, self._trouble = untaught, trouble
        self._lessons = Lessons(settings, taught)

    @property
    def model(self) -> ModelVersion:
        """Which model speaks."""
        return self._untaught().model

    @property
    def problem(self) -> str | None:
        """Why it does not read with the chosen model, or without what was taught; None if it does."""
        return self._trouble() or self._lessons.problem

    def extract(
        self, documents: Sequence[Document], *, on_progress: Progress = ignore_progress
    ) -> list[Extraction]:
        """Read documents as `Extractor.extract` does, for what was taught in this workspace, too."""
        return self._lessons.given_to(self._untaught()).extract(documents, on_progress=on_progress)

    def looking_for(self, sought: Sought) -> Extractor:
        """Return an extractor with the same model that looks for what is sought."""
        return looking_for(self._untaught(), sought)

    def follow(self) -> None:
        """Learn what was taught, with the model that is chosen now."""
        self._lessons.given_to(self._untaught())

    def let_go(self) -> None:
        """Drop what was learnt with a model that is no longer read with, so that its memory is free."""
        self._lessons.let_go()

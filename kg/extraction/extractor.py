"""The port through which text becomes findings."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from kg.errors import InputError
from kg.extraction.sought import Sought
from kg.records import Document, Extraction, ModelVersion, Progress, ignore_progress


class Extractor(Protocol):
    """Finds mentions, entities and statements in documents."""

    @property
    def model(self) -> ModelVersion:
        """Which model speaks; every statement names it."""
        ...

    def extract(
        self, documents: Sequence[Document], *, on_progress: Progress = ignore_progress
    ) -> list[Extraction]:
        """Read each document to its end; one Extraction a document, in the same order.

        Raises:
            ModelError: The model cannot take this input; trying again will not help.
            TransientError: It may pass later, or in a smaller batch.
        """
        ...


@runtime_checkable
class Teachable(Protocol):
    """An extractor that can look for other relations than its own."""

    def looking_for(self, sought: Sought) -> Extractor:
        """Return an extractor of the same model that looks for what is sought.

        Raises:
            ModelError: The model cannot take it.
        """
        ...


def looking_for(extractor: Extractor, sought: Sought) -> Extractor:
    """Return an extractor that looks for what is sought.

    Raises:
        InputError: The extractor knows only its own relations.
    """
    if not isinstance(extractor, Teachable):
        raise InputError(
            f"{extractor.model.name} looks for fixed relations. Use KG_EXTRACTOR=neural with an ontology."
        )
    return extractor.looking_for(sought)

"""The port through which text becomes findings."""

from collections.abc import Sequence
from typing import Protocol

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

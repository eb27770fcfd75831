"""Extractors for the fault tests: kg's scripted one, slow enough that a fault falls into the middle of the work."""

import os
import signal
import time
from collections.abc import Sequence

from kg.extraction.scripted import ScriptedExtractor
from kg.iris import Minter
from kg.records import Document, Extraction, Progress, ignore_progress
from kg.settings import Settings

_DOCUMENT_S = 0.004
_AHEAD_S = 3 * 3600


class Paced(ScriptedExtractor):
    """Takes some milliseconds a document, and dies of a document that says so."""

    def extract(
        self, documents: Sequence[Document], *, on_progress: Progress = ignore_progress
    ) -> list[Extraction]:
        for document in documents:
            if "murder" in document.text:
                os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(_DOCUMENT_S)
        return super().extract(documents, on_progress=on_progress)


def paced(settings: Settings) -> Paced:
    """Make the extractor, as KG_EXTRACTOR."""
    return Paced(Minter(settings.base_iri))


def hours_ahead(settings: Settings) -> Paced:
    """The same, in a process that believes it is three hours later from now on."""
    real, real_ns = time.time, time.time_ns
    time.time = lambda: real() + _AHEAD_S
    time.time_ns = lambda: real_ns() + _AHEAD_S * 1_000_000_000
    return paced(settings)

"""Extractors that misbehave: as functions for tests in threads, as KG_EXTRACTOR for real worker processes."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.extraction.extractor import Extractor
from kg.extraction.scripted import ScriptedExtractor
from kg.iris import Minter
from kg.records import Document, Extraction, ModelVersion, Progress, ignore_progress
from kg.settings import Settings

Read = Callable[[Sequence[Document]], object]


class Fake:
    """Calls a function with each batch, which may raise, sleep or kill, and one with each document; then reads by script.

    Attributes:
        batches: The texts of every batch so far.
    """

    def __init__(
        self, before: Read, between: Callable[[Document], object] = lambda _: None
    ) -> None:
        self.model = ModelVersion("fake", "1")
        self._before, self._between = before, between
        self._scripted = ScriptedExtractor(Minter("http://kg.test/"))
        self.batches: list[list[str]] = []

    def extract(
        self, documents: Sequence[Document], *, on_progress: Progress = ignore_progress
    ) -> list[Extraction]:
        self.batches.append([document.text for document in documents])
        self._before(documents)
        for done, document in enumerate(documents, start=1):
            self._between(document)
            on_progress("extract", done, len(documents))
        found = self._scripted.extract(documents)
        return [replace(extraction, model=self.model) for extraction in found]


def raising(error: Exception, word: str = "poison") -> Fake:
    """An extractor that raises when a batch holds a word."""

    def check(documents: Sequence[Document]) -> None:
        if any(word in document.text for document in documents):
            raise error

    return Fake(check)


def slow(settings: Settings) -> Extractor:
    """Takes 20 ms a document."""
    return Fake(lambda documents: time.sleep(0.02 * len(documents)))


def slow_and_named(settings: Settings) -> Extractor:
    """Takes 50 ms a document, and names the checkpoint that was chosen."""
    from tests.checkpoints import named

    return named(settings, lambda documents: time.sleep(0.05 * len(documents)))


def very_slow(settings: Settings) -> Extractor:
    """Takes longer than anybody waits."""
    return Fake(lambda documents: time.sleep(600))


def stuck(settings: Settings) -> Extractor:
    """Never comes back from a document that says so."""

    def check(documents: Sequence[Document]) -> None:
        while any("stuck" in document.text for document in documents):
            time.sleep(1)

    return Fake(check)


def murderous(settings: Settings) -> Extractor:
    """Kills its process when a document says so."""

    def check(documents: Sequence[Document]) -> None:
        if any("murder" in document.text for document in documents):
            os._exit(9)

    return Fake(check)

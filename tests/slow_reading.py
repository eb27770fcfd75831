"""An extractor that takes its time, for `KG_EXTRACTOR=slow_reading:build` in a real service."""

import time
from collections.abc import Sequence
from typing import Any

from kg.extraction.scripted import ScriptedExtractor
from kg.iris import Minter
from kg.records import Document, Extraction
from kg.settings import Settings

READS_S = 30.0


class Slow(ScriptedExtractor):
    """Reads what the scripted extractor reads, half a minute later."""

    def extract(self, documents: Sequence[Document], **options: Any) -> list[Extraction]:
        time.sleep(READS_S)
        return super().extract(documents, **options)


def build(settings: Settings) -> Slow:
    """Make the extractor."""
    return Slow(Minter(settings.base_iri))

"""An extractor for `kg serve` that fails on some documents, and takes its time over others."""

import time

from kg.errors import ModelError
from kg.extraction.scripted import ScriptedExtractor
from kg.iris import Minter


class _Choosy(ScriptedExtractor):
    def extract(self, documents, **options):
        for document in documents:
            if "unreadable" in document.text:
                raise ModelError("This cannot be read.")
            if "slow" in document.text:
                time.sleep(0.1)
        return super().extract(documents, **options)


def extractor(settings):
    return _Choosy(Minter(settings.base_iri))

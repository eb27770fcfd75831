"""One extractor for the worker's thread and for `POST /extract`."""

import threading

import pytest

from api.shared_extractor import SharedExtractor
from kg.errors import CheckpointMismatch, TransientError
from kg.extraction.scripted import ScriptedExtractor
from kg.iris import Minter
from kg.records import Document

ADA = Document("ada", "Ada Lovelace was born in London.")


class Busy(ScriptedExtractor):
    """Reads until it is told to end, and notes how many read at once."""

    def __init__(self):
        super().__init__(Minter("http://localhost:8000/"))
        self.begun, self.end = threading.Event(), threading.Event()
        self.reading = self.most = 0

    def extract(self, documents, **options):
        self.reading += 1
        self.most = max(self.most, self.reading)
        self.begun.set()
        assert self.end.wait(20)
        self.reading -= 1
        return super().extract(documents, **options)


@pytest.fixture
def busy():
    """An extractor that is reading for somebody else."""
    inner = Busy()
    shared = SharedExtractor(lambda: inner)
    thread = threading.Thread(target=shared.extract, args=([ADA],))
    thread.start()
    assert inner.begun.wait(10)
    yield inner, shared
    inner.end.set()
    thread.join()


def test_it_is_built_at_its_first_use_and_only_once():
    built = []
    shared = SharedExtractor(lambda: built.append(1) or ScriptedExtractor(Minter("urn:")))
    assert (built, shared.state) == ([], "not loaded")

    shared.extract([ADA])
    shared.extract([ADA])

    assert (built, shared.state, shared.model.name) == ([1], "loaded", "scripted")


def test_whoever_waits_too_long_is_told_to_come_back(busy):
    _, shared = busy

    with pytest.raises(TransientError, match="/documents"):
        shared.extract([ADA], patience_s=0.05)


def test_whoever_waits_gets_a_turn_of_their_own(busy):
    inner, shared = busy
    threading.Timer(0.1, inner.end.set).start()

    (extraction,) = shared.extract([ADA], patience_s=10)

    assert len(extraction.evidence) == 1
    assert inner.most == 1


def test_one_that_cannot_be_built_is_tried_again_at_the_next_use():
    def build():
        if shared.state == "loading" and not repaired:
            raise CheckpointMismatch("2", "1")
        return ScriptedExtractor(Minter("urn:"))

    repaired = []
    shared = SharedExtractor(build)
    with pytest.raises(CheckpointMismatch):
        shared.extract([ADA])
    assert shared.state == "failed"

    repaired.append(True)
    shared.extract([ADA])

    assert shared.state == "loaded"

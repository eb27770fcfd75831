"""Batches that are read at the same time."""

import threading
import time
from collections.abc import Iterator

import pytest
import torch

from kg.extraction.neural import NeuralExtractor
from kg.extraction.side_by_side import _threads, side_by_side
from kg.records import Document
from kg.settings import Settings

CPU = torch.device("cpu")
TEXTS = [
    "Marie Curie was born in Warsaw. She worked in Paris.",
    "Alan Turing worked at Bletchley Park, and was born in London on 23 June 1912.",
    "The Rhine is a river. " * 20 + "Cologne lies on the Rhine.",
    "Ada Lovelace was a daughter of Lord Byron. " * 12,
]


@pytest.fixture(autouse=True)
def two_cores() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


def test_two_batches_are_read_at_the_same_time():
    both = threading.Barrier(2)

    def read(batch: int) -> int:
        both.wait(10)  # breaks unless another thread comes here, too
        return batch

    assert list(side_by_side(read, [1, 2, 3, 4], CPU)) == [1, 2, 3, 4]


def test_what_is_found_comes_in_the_order_of_the_batches_whichever_is_read_first():
    second = threading.Event()

    def read(batch: int) -> int:
        if batch == 1:
            assert second.wait(10)
        else:
            second.set()
        return 10 * batch

    assert list(side_by_side(read, [1, 2, 3], CPU)) == [10, 20, 30]


def test_each_thread_has_its_share_of_the_cores_and_the_caller_has_all_of_them_again():
    shares = list(side_by_side(lambda _: torch.get_num_threads(), range(4), CPU))

    assert shares == [1, 1, 1, 1]
    assert torch.get_num_threads() == 2


@pytest.mark.parametrize(("cores", "threads"), [(1, 1), (3, 3), (4, 4), (6, 3), (7, 3), (8, 4)])
def test_as_many_cores_as_can_be_have_work(cores: int, threads: int):
    assert _threads(cores, 100) == threads
    assert _threads(cores, 1) == 1


def test_a_single_batch_has_all_cores():
    assert list(side_by_side(lambda _: torch.get_num_threads(), [1], CPU)) == [2]


def test_an_accelerator_reads_one_batch_after_another():
    names = side_by_side(lambda _: threading.current_thread().name, [1, 2], torch.device("meta"))

    assert set(names) == {threading.current_thread().name}


def test_an_error_ends_the_reading_and_what_was_not_begun_is_left():
    begun = []

    def read(batch: int) -> int:
        begun.append(batch)
        time.sleep(0.01)  # so that not all have been begun before anybody hears of the first
        raise ValueError(batch)

    with pytest.raises(ValueError, match="0"):
        list(side_by_side(read, range(1000), CPU))

    assert len(begun) < 1000
    assert torch.get_num_threads() == 2


def test_whoever_stops_listening_ends_the_reading():
    begun = []

    def read(batch: int) -> None:
        begun.append(batch)
        time.sleep(0.01)

    reading = side_by_side(read, range(1000), CPU)
    next(reading)
    reading.close()

    assert len(begun) < 1000


def test_what_a_text_says_does_not_hang_on_what_is_read_beside_it():
    documents = [Document(str(number), text) for number, text in enumerate(TEXTS)]
    extractor = NeuralExtractor.load(Settings())
    beside = extractor.extract(documents)
    torch.set_num_threads(1)

    assert extractor.extract(documents) == beside
    assert any(extraction.evidence for extraction in beside)

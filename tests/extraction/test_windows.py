from itertools import accumulate, chain, islice

from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.windows import Window, windows
from kg.model.tokens import Tokens
from kg.records import Span


def words(count: int) -> Tokens:
    """Tokens of two characters with a space after each."""
    offsets = [(3 * index, 3 * index + 2) for index in range(count)]
    return Tokens([7] * count, offsets, [1] * count, [False] * count)


def sentences_of(*lengths: int) -> list[Span]:
    spans, start = [], 0
    for length in lengths:
        spans.append(Span(3 * start, 3 * (start + length) - 1))
        start += length
    return spans


def bounds(cut: list[Window]) -> list[tuple[int, int]]:
    return [(window.start, window.end) for window in cut]


def test_a_short_text_is_one_window():
    cut = windows(0, words(10), [sentences_of(4, 6)], room=20, overlap=5)

    assert bounds(cut) == [(0, 10)]


def test_windows_begin_and_end_at_sentences():
    cut = windows(0, words(30), [sentences_of(8, 8, 8, 6)], room=20, overlap=8)

    assert bounds(cut) == [(0, 16), (8, 24), (16, 30)]


def test_a_window_knows_where_its_sentences_begin():
    _, second, _ = windows(0, words(30), [sentences_of(8, 8, 8, 6)], room=20, overlap=8)

    assert second.sentences == {0, 8}


def test_a_sentence_longer_than_a_window_is_cut_inside():
    cut = windows(0, words(25), [sentences_of(25)], room=10, overlap=2)

    assert bounds(cut) == [(0, 10), (8, 18), (16, 25)]


def test_a_section_begins_a_window_of_its_own_and_none_reaches_back_over_its_start():
    first, second = sentences_of(8, 8, 8)[:2], sentences_of(8, 8, 8)[2:]

    assert bounds(windows(0, words(24), [first, second], room=20, overlap=8)) == [(0, 16), (16, 24)]
    assert bounds(windows(0, words(24), [first, second], room=10, overlap=0)) == [
        (0, 8),
        (8, 16),
        (16, 24),
    ]


def test_a_text_without_tokens_has_no_windows():
    assert windows(0, words(0), [], room=10, overlap=2) == []


@given(
    lengths=st.lists(st.lists(st.integers(1, 60), min_size=1, max_size=10), max_size=6),
    room=st.integers(2, 40),
    overlap=st.integers(0, 30),
)
def test_every_token_is_in_some_window_and_no_window_is_too_long(lengths, room, overlap):
    total = sum(map(sum, lengths))
    spans = iter(sentences_of(*chain.from_iterable(lengths)))
    sections = [list(islice(spans, len(section))) for section in lengths]

    cut = windows(0, words(total), sections, room=room, overlap=overlap)

    assert {i for window in cut for i in range(window.start, window.end)} == set(range(total))
    assert all(0 < len(window.tokens) <= room for window in cut)
    assert len(cut) <= total
    ends = set(accumulate(map(sum, lengths)))
    assert not any(window.start < end < window.end for window in cut for end in ends)

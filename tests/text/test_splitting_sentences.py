import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.sentences import LONGEST, sentences


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. J. R. R. Tolkien met Mrs. Smith of Acme Inc. in the U.S. Senate.",
        "He paid 3.5 million for No. 4, e.g. the house (see p. 12, fig. 3) on 5 Jan. 1990.",
        "Visit kg.text or www.example.org for v2.0 of it.",
        "Yahoo! is a company, and so is Who? in a way.",
        "It was … strange, and then ... it was not.",
        "Smith et al. (2020) wrote it, cf. Jones vs. Brown, i.e. both.",
        "The U.S.-based firm paid St. John and Lt. Gen. Grant.",
        "1. First comes the number.",
        "C. S. Lewis died in Oxford.",
    ],
)
def test_a_stop_that_ends_nothing_leaves_the_sentence_whole(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She left. He stayed.", ["She left.", "He stayed."]),
        ("Is that so?! Yes. Good!", ["Is that so?!", "Yes.", "Good!"]),
        ("He came from the U.S. He stayed.", ["He came from the U.S.", "He stayed."]),
        ("It was Acme Inc. The firm failed.", ["It was Acme Inc.", "The firm failed."]),
        ("They met at 5 p.m. It rained.", ["They met at 5 p.m.", "It rained."]),
        ('"Go." He went. (She did not.) So.', ['"Go."', "He went.", "(She did not.)", "So."]),
        ("It ended … Then it began.", ["It ended …", "Then it began."]),
        ("It was 1990. 20 years passed.", ["It was 1990.", "20 years passed."]),
        ("A fact.[1] Another fact.[23] Last.", ["A fact.[1]", "Another fact.[23]", "Last."]),
        ("He said no. Four agreed.", ["He said no.", "Four agreed."]),
        ("One.  \t Two.", ["One.", "Two."]),
    ],
)
def test_a_stop_before_a_new_sentence_ends_the_old_one(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "他在北京出生。她在上海！真的吗？是。",
            ["他在北京出生。", "她在上海！", "真的吗？", "是。"],
        ),
        ("他说：“我走了。”她笑了。", ["他说：“我走了。”", "她笑了。"]),
        ("「そうだ。」と彼は言った。終わり。", ["「そうだ。」と彼は言った。", "終わり。"]),
    ],
)
def test_chinese_and_japanese_stops_need_no_space(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_a_blank_line_ends_a_sentence_without_a_stop() -> None:
    assert split("A heading\n \nAnd its text\n\n\nEnd") == ["A heading", "And its text", "End"]


def test_a_wrapped_line_does_not_end_a_sentence() -> None:
    text = (
        "The firm was founded in Vienna by the engineer and painter\n"
        "Ada Stone, who sold it to the city in the year of the great\n"
        "flood. It is still there."
    )

    assert split(text) == [text[: text.index(" It is")], "It is still there."]


def test_a_heading_without_a_blank_line_is_a_sentence_of_its_own() -> None:
    text = "Early life\nMarie Curie was born in Warsaw, and she lived there for many years."

    assert split(text) == text.split("\n")


def test_list_items_are_sentences_of_their_own() -> None:
    text = "The members of the board are these people:\n- Ada Stone\n- Bob Reed\n2) Eve Hill"

    assert split(text) == text.split("\n")


def test_a_very_long_sentence_is_cut_at_spaces() -> None:
    text = "word " * 1_000

    pieces = sentences(text)

    assert [len(piece.of(text)) for piece in pieces] == [1_999, 1_999, 999]
    assert all(piece.of(text).startswith("word") for piece in pieces)


def test_a_very_long_word_is_cut_all_the_same() -> None:
    assert [len(piece) for piece in split("x" * 5_000)] == [2_000, 2_000, 1_000]


def test_nothing_and_spaces_have_no_sentences() -> None:
    assert split("") == []
    assert split(" \n\t\r\n\u3000") == []


_pieces = st.sampled_from(
    'Dr.|U.S.|J.| |  |\n|\n\n|\r\n|…|?!|.|。|」|"|)|[1]|- |1. |# |word|Word|😀|𝔸|e\u0301|\u3000|\x85|\u2028'.split(
        "|"
    )
)


@given(st.text() | st.lists(_pieces).map("".join))
def test_the_spans_of_any_text_are_ordered_trimmed_and_cover_all_but_spaces(text: str) -> None:
    spans = sentences(text)

    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)
    assert all(span.end - span.start <= LONGEST for span in spans)
    covered = "".join(span.of(text) for span in spans)
    assert [c for c in covered if not c.isspace()] == [c for c in text if not c.isspace()]


@pytest.mark.parametrize(
    "piece",
    [
        "Dr. Stone works for Acme Inc. in Bern. He likes it. ",
        "He works for the firm of\nhis father in Bern.\n",
        "A.",
        ".”",
        "a ",
    ],
)
def test_a_million_characters_take_seconds_and_not_minutes(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    began = time.process_time()

    sentences(text)

    assert time.process_time() - began < 4

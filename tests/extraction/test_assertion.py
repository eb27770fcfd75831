"""How a text puts a statement. The sentences are in `data`, one part of them held back from the making."""

import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import labelled, marked

from kg.extraction.assertion import analysed, assertion_status
from kg.extraction.cues import CUES
from kg.records import Span

FLOORS = {"assertion_developed_on.txt": 0.97, "assertion_held_back.txt": 0.93}


def status(sentence: str) -> str:
    given = marked(sentence)
    return assertion_status(given.text, given.sentence, given.subject, given.object)


def wrong(file: str) -> list[tuple[str, str, str]]:
    judged = [(label, status(sentence), sentence) for label, sentence in labelled(file)]
    return [each for each in judged if each[0] != each[1]]


@pytest.mark.parametrize(("file", "floor"), FLOORS.items())
def test_statements_are_put_as_people_say(file, floor):
    sentences = list(labelled(file))

    mistakes = wrong(file)

    assert 1 - len(mistakes) / len(sentences) >= floor, mistakes


@pytest.mark.parametrize("file", FLOORS)
def test_hardly_any_fact_is_lost_and_hardly_any_other_passes_for_one(file):
    counts = Counter(label == "asserted" for label, _ in labelled(file))

    mistakes = wrong(file)

    lost = sum(label == "asserted" for label, _, _ in mistakes)
    passed = sum(found == "asserted" for _, found, _ in mistakes)
    assert lost / counts[True] <= 0.06, mistakes
    assert passed / counts[False] <= 0.06, mistakes


def test_the_labelled_sentences_are_many_and_of_every_kind():
    counts = Counter(label for file in FLOORS for label, _ in labelled(file))

    assert sum(counts.values()) >= 240
    assert set(counts) == {"asserted", "denied", "hedged", "reported"}
    assert counts["reported"] >= 20
    assert not {s for _, s in labelled("assertion_developed_on.txt")} & {
        s for _, s in labelled("assertion_held_back.txt")
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("[She] never married, but was born in {Paris}.", "asserted"),
        ("[She] was never married to {Paul}.", "denied"),
        ("[She] not only wrote {Red Dust} but also filmed it.", "asserted"),
        ("[May Reed] moved to {Paris} in May.", "asserted"),
        ("[Reed] may move to {Paris}.", "hedged"),
        ("[Reed] has moved to {Paris}, the agency said.", "reported"),
        ("[Reed] DID NOT MOVE TO {PARIS}.".upper(), "denied"),
        ("[Reed] didn’t move to {Paris}.", "denied"),
    ],
)
def test_a_cue_reaches_its_clause_and_no_further(sentence, expected):
    assert status(sentence) == expected


def test_an_object_before_its_subject_is_judged_alike():
    assert status("{Paris} was never visited by [Ann].") == "denied"


def test_across_sentences_the_later_one_decides():
    text = "Ann did not like Rome. She moved to Paris. Did she stay?"
    she, paris = Span(text.index("She"), text.index("She") + 3), Span(text.index("Paris"), 41)

    whole = Span(0, text.index("Did") - 1)

    assert assertion_status(text, whole, Span(0, 3), paris) == "asserted"
    assert assertion_status(text, whole, she, paris) == "asserted"


def test_offsets_are_those_of_the_whole_text():
    before = "It may rain. "
    given = marked("[Ann] did not found {Acme}.")
    shift = len(before)
    spans = [
        Span(s.start + shift, s.end + shift) for s in (given.sentence, given.subject, given.object)
    ]

    assert assertion_status(before + given.text, *spans) == "denied"


def test_every_phrase_of_the_list_can_be_met_in_a_text():
    """Tokens are in lower case and hold no space; a word that is defined for all must have been put in."""
    words = {word for phrases in CUES.values() for phrase, _ in phrases for word in phrase}

    assert {word for word in words - {"*ing"} if not word.isalpha() or not word.islower()} == set()


WORDS = st.sampled_from(
    "not never may if said that who and but , ; ( ) — Ann Acme was left by according to until ? \" '".split()
)


@given(st.lists(WORDS, max_size=40), st.data())
def test_any_row_of_words_is_judged(words, data):
    text = " ".join(words)
    ends = [sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2))) for _ in range(2)]

    found = assertion_status(text, Span(0, len(text)), Span(*ends[0]), Span(*ends[1]))

    assert found in {"asserted", "denied", "hedged", "reported"}


def seconds(text: str, repeats: int = 5) -> float:
    best = float("inf")
    for _ in range(repeats):
        analysed.cache_clear()
        begin = time.process_time()
        assertion_status(text, Span(0, len(text)), Span(0, 3), Span(len(text) - 4, len(text)))
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize(
    "piece", ["Ann did not, if so, say that ", "and ", ", ", "(", "never ", "said, "]
)
def test_time_grows_with_the_length_and_not_with_its_square(piece):
    short, long = "Ann " + piece * 400 + "Acme", "Ann " + piece * 6400 + "Acme"

    assert seconds(long) < 60 * max(seconds(short), 1e-4)

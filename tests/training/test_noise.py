import pytest
from measuring import labelled

from kg.training.measures.noise import NOISES, noisy

TEXT = "Ada Lovelace was born near Marylebone in London, and Mr. Blumenthal lived in Colorado. " * 5
GOLD = labelled(
    TEXT,
    [("Ada Lovelace", "person", 0), ("London", "place", 1), ("Blumenthal", "person", 2)] * 5,
)


def wordings(text):
    return [mention.span.of(text.text) for mention in text.mentions]


@pytest.mark.parametrize("noise", NOISES)
def test_every_mention_still_covers_its_own_word(noise):
    moved = noisy(GOLD, noise, seed=1)

    assert moved.text != TEXT
    for before, after in zip(wordings(GOLD), wordings(moved), strict=True):
        # a typo or a confusion changes a character or two, and never the ends of the word
        assert abs(len(before) - len(after)) <= 3
        assert " " not in after.replace(" ", "", before.count(" "))
        assert after.strip() == after


def test_case_changes_keep_every_character_in_its_place():
    assert wordings(noisy(GOLD, "upper case", 1)) == [name.upper() for name in wordings(GOLD)]
    assert wordings(noisy(GOLD, "lower case", 1)) == [name.lower() for name in wordings(GOLD)]


def test_a_letter_that_grows_in_upper_case_moves_what_follows():
    gold = labelled("Die Straße in Rom.", [("Straße", "place", 0), ("Rom", "place", 1)])

    assert wordings(noisy(gold, "upper case", 1)) == ["STRASSE", "ROM"]


def test_a_pair_of_letters_that_is_read_as_one_moves_what_follows():
    gold = labelled("Bern " * 60, [("Bern", "place", number) for number in range(60)])

    moved = noisy(gold, "OCR", 1)

    assert "Bem" in wordings(moved)
    assert all(wording.strip() == wording for wording in wordings(moved))


@pytest.mark.parametrize("noise", NOISES)
def test_the_same_seed_makes_the_same_noise(noise):
    assert noisy(GOLD, noise, 1) == noisy(GOLD, noise, 1)


def test_another_seed_makes_other_typos():
    assert noisy(GOLD, "typos", 1).text != noisy(GOLD, "typos", 2).text

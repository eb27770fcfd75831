import pytest

from kg.extraction.plausible import can_name, is_cased


@pytest.mark.parametrize(
    ("wording", "label"),
    [
        ("Ada Lovelace", "person"),
        ("the 1980s", "time"),
        ("four years", "time"),
        ("Sunday", "time"),
        ("two", "number"),
        ("3.5 million", "number"),
        ("tennis player", "concept"),
        ("eBay", "organisation"),
    ],
)
def test_what_can_name_something_stays(wording, label):
    assert can_name(wording, label, cased=True)


@pytest.mark.parametrize(
    ("wording", "label"),
    [
        ("the", "organisation"),
        ("Dr", "person"),
        ("Ph.D.", "concept"),
        (",", "place"),
        ("and", "concept"),
        ("former", "concept"),
        ("specialized", "person"),
        ("Shortly after", "concept"),
        ("after", "time"),
        ("some", "number"),
    ],
)
def test_what_names_nothing_goes(wording, label):
    assert not can_name(wording, label, cased=True)


def test_in_a_text_without_capitals_lower_case_tells_nothing():
    assert can_name("ada lovelace", "person", cased=False)


def test_only_capitals_in_the_midst_of_a_text_count():
    assert is_cased("Once Ada wrote.")
    assert not is_cased("Once it rained.")

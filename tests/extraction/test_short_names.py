"""Short forms of one name within a window are one thing."""

import pytest

from kg.extraction.decode import FoundMention
from kg.extraction.short_names import with_short_names
from kg.records import Span

ORGANISATION, PERSON, PRONOUN = "organisation", "person", ""


@pytest.fixture
def numbered():
    """Return the entity of each name of a text; every mention was taken for a thing of its own."""

    def found(text, *names, entity=None):
        mentions, at = [], 0
        for name, label in names:
            at = text.index(name, at)
            mentions.append(FoundMention(at, at, Span(at, at + len(name)), label, 0.9))
            at += len(name)
        return with_short_names(mentions, entity or list(range(len(names))), text)

    return found


def test_a_company_is_itself_without_its_legal_form(numbered):
    text = "Acme Tools GmbH grew. Acme Tools is in Ulm, Acme Inc. is not."
    names = [("Acme Tools GmbH", ORGANISATION), ("Acme Tools", ORGANISATION), ("Acme Inc.", ORGANISATION)]  # fmt: skip

    assert numbered(text, *names) == [0, 0, 1]


def test_who_is_called_by_one_name_is_the_only_one_who_has_it(numbered):
    text = "Ann had two sons, Colm and Ian. Colm Doyle teaches."
    names = [("Ann", PERSON), ("Colm", PERSON), ("Ian", PERSON), ("Colm Doyle", PERSON)]

    assert numbered(text, *names) == [0, 1, 2, 1]


def test_of_two_who_share_a_name_nobody_is_chosen(numbered):
    text = "Ann Doyle met Ben Doyle. Doyle left."
    names = [("Ann Doyle", PERSON), ("Ben Doyle", PERSON), ("Doyle", PERSON)]

    assert numbered(text, *names) == [0, 1, 2]


def test_what_the_network_has_put_under_a_longer_name_stays_there(numbered):
    text = "Ann Doyle met Ben Ross. Doyle left."
    names = [("Ann Doyle", PERSON), ("Ben Ross", PERSON), ("Doyle", PERSON)]

    assert numbered(text, *names, entity=[0, 1, 1]) == [0, 1, 1]


def test_a_family_name_alone_is_that_of_whoever_is_named_first(numbered):
    text = "Nik Ross left. His father, Ian Ross, stayed. Ross came back. He wrote."
    names = [("Nik Ross", PERSON), ("His", PRONOUN), ("Ian Ross", PERSON), ("Ross", PERSON), ("He", PRONOUN)]  # fmt: skip

    assert numbered(text, *names, entity=[0, 0, 1, 1, 1]) == [0, 0, 1, 0, 0]


@pytest.mark.parametrize("said", ["was born", "was born as", "née"])
def test_the_name_somebody_was_born_under_is_theirs(numbered, said):
    text = f"Ann Doyle {said} Ann Keane in Cork."

    assert numbered(text, ("Ann Doyle", PERSON), ("Ann Keane", PERSON)) == [0, 0]


def test_a_pronoun_may_be_who_was_born(numbered):
    text = "Eve Ross, a poet. She was born Eve Hall."
    names = [("Eve Ross", PERSON), ("She", PRONOUN), ("Eve Hall", PERSON)]

    assert numbered(text, *names, entity=[0, 0, 1]) == [0, 0, 0]


def test_a_place_that_somebody_was_born_in_is_no_name_of_theirs(numbered):
    text = "Ann Doyle was born Ulm."

    assert numbered(text, ("Ann Doyle", PERSON), ("Ulm", "place")) == [0, 1]

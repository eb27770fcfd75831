"""How two names can stand for one thing."""

import pytest

from kg.identity.names import likeness, meeting_keys, name_form, numbers_differ


@pytest.mark.parametrize(
    ("one", "other", "label", "kind"),
    [
        ("Apple Inc.", "Apple", "organisation", "same"),
        ("Université de Genève", "Universite de Geneve", "organisation", "same"),
        ("Dr. Ada Lovelace", "Ada Lovelace", "person", "same"),
        ("Barack Obama", "Barack Hussein Obama", "person", "variant"),
        ("J. Smith", "John Smith", "person", "initials"),
        ("Los Angles", "Los Angeles", "place", "spelling"),
        ("I.B.M.", "International Business Machines", "organisation", "acronym"),
        ("Harvard", "Harvard University", "organisation", "headed"),
        ("Bank of America", "Bank of America Merrill Lynch", "organisation", "extended"),
        ("Obama", "Barack Obama", "person", "part"),
        ("John Smith", "Jane Smith", "person", "overlap"),
        ("John Paul Smith", "John George Smith", "person", "overlap"),
        ("University of Kansas", "University of Arkansas", "organisation", "overlap"),
        ("President Barack Obama", "Barack Obama", "person", "variant"),
        ("King's College", "Queen's College", "organisation", "overlap"),
        ("King County", "Queens County", "place", "overlap"),
        ("Italian", "Italy", "place", "variant"),
        ("Paris", "London", "place", "none"),
    ],
)
def test_names_are_alike_in_this_way(one, other, label, kind):
    forms = name_form(one), name_form(other)

    assert likeness(*forms, label) == likeness(*reversed(forms), label) == kind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ASR1603", "ASR1605"),
        ("Henry VII", "Henry VIII"),
        ("George Bush Jr.", "George Bush"),
        ("Apollo 11", "Apollo 13"),
    ],
)
def test_other_numbers_are_other_things(one, other):
    assert numbers_differ(name_form(one), name_form(other))


@pytest.mark.parametrize(
    ("one", "other"), [("Boeing 747", "The 747"), ("Henry VIII", "Henry VIII"), ("Ada", "Bob")]
)
def test_names_without_other_numbers_may_be_of_one_thing(one, other):
    assert not numbers_differ(name_form(one), name_form(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Barack Obama", "Obama"),
        ("J. Smith", "John Smith"),
        ("International Business Machines", "IBM"),
        ("Los Angles", "Los Angeles"),
        ("Obama, Barack", "Barack Obama"),
    ],
)
def test_names_that_are_alike_meet_under_a_key(one, other):
    keys = [set(meeting_keys(name_form(name))) for name in (one, other)]

    assert keys[0] & keys[1]

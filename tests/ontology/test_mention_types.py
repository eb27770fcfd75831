"""From what a class is called to what the model may have marked."""

import pytest
from writing_turtle import the_class

from kg.ontology.types import types_of_name


@pytest.mark.parametrize(
    ("name", "types"),
    [
        ("human", {"person"}),
        ("Sportspeople", set()),
        ("film production company", {"organisation"}),
        ("Companies", {"organisation"}),
        ("city", {"place"}),
        ("sovereign state", {"organisation", "place"}),
        ("body of water", {"place"}),
        ("means of transportation", {"thing"}),
        ("sports season of a sports club", {"thing"}),
        ("member of parliament", {"person"}),
        ("film genre", {"concept", "thing"}),
        ("fictional character", {"person", "thing"}),
        ("calendar date", {"time"}),
        ("television series", {"thing"}),
        ("Women", {"person"}),
        ("Bank (finance)", {"organisation"}),
        ("number", {"number"}),
        ("flurb", set()),
        ("", set()),
    ],
)
def test_a_class_is_known_by_its_head_noun(name, types):
    assert types_of_name(name) == types


def test_a_class_of_another_name_is_what_its_nearest_known_ancestor_is():
    chain = ":Flurb rdfs:subClassOf :Blarg . :Blarg rdfs:subClassOf :Company ."

    assert the_class(chain, "Flurb").types == ("organisation",)


def test_a_class_that_is_its_own_ancestor_is_unknown():
    assert (
        the_class(":Flurb rdfs:subClassOf :Blarg . :Blarg rdfs:subClassOf :Flurb .", "Flurb").types
        == ()
    )


def test_a_class_is_what_it_is_equivalent_to():
    assert the_class(":Flurb a owl:Class ; owl:equivalentClass schema:Person .", "Flurb").types == (
        "person",
    )


def test_a_wikidata_class_is_known_by_its_number():
    below = ":Flurb rdfs:subClassOf <http://www.wikidata.org/entity/Q515> ."

    assert the_class(below, "Flurb").types == ("place",)


def test_an_ancestor_of_known_number_adds_to_what_the_name_says():
    """A bank of a river is called as a company is."""
    bank = ":Bank rdfs:subClassOf <http://www.wikidata.org/entity/Q2221906> ."

    assert the_class(bank, "Bank").types == ("organisation", "place")


def test_our_own_types_are_taken_at_their_word():
    assert the_class(":Flurb rdfs:subClassOf type:concept .", "Flurb").types == ("concept",)

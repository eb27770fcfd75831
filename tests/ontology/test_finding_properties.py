import pytest
from writing_turtle import ontology

from kg.ontology.lookup import PropertyNames

NAMES = PropertyNames(
    ontology(
        ':bornIn a owl:ObjectProperty ; rdfs:label "place of birth"@en ; skos:altLabel "birthplace"@en .'
        ' :headOf a owl:ObjectProperty ; rdfs:label "head of"@en .'
        ' :headOf2 a owl:ObjectProperty ; rdfs:label "head of"@en .'
    ).properties
)


@pytest.mark.parametrize(
    "name",
    [
        *("place of birth", "Place  of Birth", "place_of_birth", "placeOfBirth"),
        *("bornIn", "born in", "birthplace", "http://example.org/bornIn"),
    ],
)
def test_a_property_is_found_by_any_of_its_names(name):
    assert NAMES.find(name).label == "place of birth"


def test_of_two_properties_of_one_label_the_first_has_it_and_the_other_its_iri():
    assert NAMES.find("head of").iri.endswith("headOf")
    assert NAMES.find("headOf2").iri.endswith("headOf2")


def test_an_unknown_name_is_not_found_and_the_labels_like_it_are():
    assert NAMES.find("place of brith") is None
    assert NAMES.nearest("place of brith") == ["place of birth"]
    assert NAMES.nearest("qqq") == []

from kg.iris import WIKIDATA_DIRECT
from kg.ontology.shipped import shipped_properties


def shipped(code: str):
    return next(p for p in shipped_properties() if p.iri == WIKIDATA_DIRECT + code)


def test_marriage_is_symmetric_and_between_people():
    spouse = shipped("P26")

    assert spouse.label == "spouse"
    assert spouse.symmetric
    assert spouse.allows("person", "person")
    assert not spouse.allows("person", "place")


def test_a_birth_has_one_place():
    assert shipped("P19").functional


def test_an_inverse_holds_from_both_sides():
    assert shipped("P361").inverse == WIKIDATA_DIRECT + "P527"
    assert shipped("P527").inverse == WIKIDATA_DIRECT + "P361"


def test_a_date_is_a_time_and_no_thing():
    published = shipped("P577")

    assert published.datatype is not None
    assert published.allows("thing", "time")
    assert not published.allows("thing", "place")


def test_every_shipped_property_is_between_mention_types():
    types = {"person", "organisation", "place", "time", "number", "thing", "concept"}

    assert all(types.issuperset((*p.domain, *p.range)) for p in shipped_properties())


def test_every_shipped_property_has_a_meaning_in_words():
    assert all(p.label and p.description for p in shipped_properties())

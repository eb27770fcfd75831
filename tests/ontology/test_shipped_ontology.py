from kg.iris import WIKIDATA_DIRECT
from kg.ontology.reading import read_ontology
from kg.ontology.shipped import shipped_properties

HEAD = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix type: <urn:kg:type:> .
"""


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


def test_a_property_without_domain_and_range_allows_everything():
    turtle = f'{HEAD}<urn:p> a owl:ObjectProperty ; rdfs:label "p" .'.encode()

    (only,) = read_ontology(turtle, "p.ttl").properties

    assert only.allows("person", "time")

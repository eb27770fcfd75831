"""What of OWL, RDF Schema, SKOS and schema.org is read."""

import pytest
from writing_turtle import ontology, the_class, the_property

from kg.iris import XSD


def test_a_property_without_domain_and_range_allows_everything():
    only = the_property(":p a owl:ObjectProperty .")

    assert only.allows("person", "time")


def test_domain_and_range_become_mention_types_and_are_kept_as_given():
    employs = the_property(":p rdfs:domain :Company ; rdfs:range :Person .")

    assert (employs.domain, employs.range) == (("organisation",), ("person",))
    assert employs.domain_classes == ("http://example.org/Company",)


@pytest.mark.parametrize(
    "domain",
    [
        "rdfs:domain [ a owl:Class ; owl:unionOf ( :Person :Company ) ]",
        "rdfs:domain :Person, :Company",
        "schema:domainIncludes :Person, :Company",
        "<http://schema.org/domainIncludes> :Person, :Company",
    ],
)
def test_several_domains_are_alternatives(domain):
    assert the_property(f":p a rdf:Property ; {domain} .").domain == ("organisation", "person")


def test_one_unknown_class_among_several_lifts_the_constraint():
    assert the_property(":p schema:rangeIncludes :Person, :Flurb .").range == ()


def test_everything_is_a_thing():
    assert the_property(":p rdfs:domain owl:Thing .").domain == ()


def test_a_union_that_contains_itself_ends():
    loop = ":p a owl:ObjectProperty ; rdfs:domain _:u . _:u owl:unionOf _:l . "
    loop += "_:l rdf:first :Person ; rdf:rest _:l ."

    assert the_property(loop).domain == ("person",)


def test_labels_are_english_else_of_no_language_else_any():
    three = ':p a rdf:Property ; rdfs:label "emploie"@fr, "employs"@en-GB, "employ" .'

    assert the_property(three).label == "employs"
    assert the_property(three.replace("@en-GB", "@de")).label == "employ"
    assert the_property(':p a rdf:Property ; rdfs:label "emploie"@fr .').label == "emploie"


def test_skos_labels_and_definitions_count_too():
    property = the_property(
        ':p a rdf:Property ; skos:prefLabel "employs"@en ; skos:altLabel "hires"@en, "emploie"@fr ;'
        ' skos:definition "pays   wages to"@en .'
    )

    assert (property.label, property.aliases) == ("employs", ("hires",))
    assert property.description == "pays wages to"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("birthPlace", "birth place"),
        ("birth_place", "birth place"),
        ("birth-place", "birth place"),
        ("hasIBAN", "has IBAN"),
        ("ISBNNumber", "ISBN number"),
        ("P57", "P57"),
        ("1stRunwaySurfaceType", "1st runway surface type"),
        ("caf%C3%A9Owner", "café owner"),
    ],
)
def test_a_property_without_a_label_is_called_after_its_iri(name, label):
    (only,) = ontology(f"<http://example.org/{name}> a owl:ObjectProperty .").properties

    assert only.label == label


def test_a_label_that_is_a_name_of_code_is_made_readable_and_kept_as_an_alias():
    property = the_property(':p a rdf:Property ; rdfs:label "sportsOffered" .')

    assert (property.label, property.aliases) == ("sports offered", ("sportsOffered",))


def test_axioms_are_read():
    owns = the_property(
        ":p a owl:ObjectProperty, owl:FunctionalProperty, owl:TransitiveProperty ;"
        " rdfs:subPropertyOf :controls . :q a owl:SymmetricProperty ."
    )

    assert owns.functional
    assert owns.transitive
    assert not owns.symmetric
    assert owns.parents == ("http://example.org/controls",)
    assert the_property(":q a owl:SymmetricProperty .", "q").symmetric


def test_an_inverse_holds_from_both_sides_and_mirrors_domain_and_range():
    both = (
        ":p a owl:ObjectProperty ; rdfs:domain :Company ; rdfs:range :Person ; owl:inverseOf :q ."
    )
    back = the_property(both + " :q a owl:ObjectProperty .", "q")

    assert back.inverse == "http://example.org/p"
    assert (back.domain, back.range) == (("person",), ("organisation",))


def test_a_sub_property_inherits_what_it_does_not_say():
    below = ":q a owl:FunctionalProperty ; rdfs:range :Person . :p rdfs:subPropertyOf :q ."

    assert the_property(below).range == ("person",)
    assert the_property(below).functional


def test_properties_that_are_each_others_parents_end():
    assert the_property(":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .").range == ()


@pytest.mark.parametrize(
    ("range", "datatype", "types"),
    [
        ("xsd:date", XSD + "date", ("time",)),
        ("xsd:gYear", XSD + "gYear", ("number", "time")),
        ("xsd:decimal", XSD + "decimal", ("number",)),
        ("xsd:string", XSD + "string", ()),
        ("rdf:langString", XSD + "string", ()),
        ("schema:Date", "https://schema.org/Date", ("time",)),
        ("<http://schema.org/Number>", "https://schema.org/Number", ("number",)),
        ("xsd:date, xsd:gYear", "https://schema.org/Date", ("number", "time")),
        ("xsd:integer, xsd:decimal", "https://schema.org/Number", ("number",)),
        ("xsd:date, xsd:string", "http://www.w3.org/2000/01/rdf-schema#Literal", ()),
        ("[ a rdfs:Datatype ; owl:onDatatype xsd:integer ]", XSD + "integer", ("number",)),
        ('[ a rdfs:Datatype ; owl:oneOf ( "low" "high" ) ]', XSD + "string", ()),
        (":Age . :Age a rdfs:Datatype ; owl:onDatatype xsd:integer", XSD + "integer", ("number",)),
    ],
)
def test_a_literal_range_has_its_datatype_and_the_types_that_may_stand_there(
    range, datatype, types
):
    property = the_property(f":p a owl:DatatypeProperty ; rdfs:range {range} .")

    assert (property.datatype, property.range) == (datatype, types)


def test_a_range_of_things_and_values_is_no_literal_range():
    mixed = the_property(":p a rdf:Property ; schema:rangeIncludes schema:Person, xsd:date .")

    assert mixed.datatype is None
    assert mixed.range == ("person", "time")


@pytest.mark.parametrize(
    ("label", "datatype"),
    [
        ("publication date", "https://schema.org/Date"),
        ("founding year", XSD + "gYear"),
        ("number of students", "https://schema.org/Number"),
        ("telephone number", None),
        ("main subject", None),
    ],
)
def test_a_name_that_leaves_no_doubt_gives_a_range_where_none_is_stated(label, datatype):
    assert the_property(f':p a rdf:Property ; rdfs:label "{label}" .').datatype == datatype


def test_annotations_and_deprecated_properties_are_not_extracted():
    read = ontology(
        ":p a owl:ObjectProperty . :note a owl:AnnotationProperty ; rdfs:domain :Person ."
        " :old a owl:ObjectProperty ; owl:deprecated true . rdfs:label a rdf:Property ."
    )

    assert [p.label for p in read.properties] == ["p"]


def test_classes_have_labels_parents_and_types():
    bank = the_class(':Bank a owl:Class ; rdfs:label "bank"@en ; rdfs:subClassOf :Firm .', "Bank")

    assert (bank.label, bank.types) == ("bank", ("organisation",))
    assert bank.parents == ("http://example.org/Firm",)

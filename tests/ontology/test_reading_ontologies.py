"""Formats of ontologies, and what is said of files that are none."""

import json
from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from writing_turtle import PREFIXES

from kg.errors import InputError, UnsupportedFormat
from kg.ontology.reading import read_ontology

TURTLE = f"""{PREFIXES}
:Company a owl:Class ; rdfs:label "company"@en .
:employs a owl:ObjectProperty ; rdfs:label "employs"@en ; rdfs:domain :Company .
""".encode()
FORMATS = {
    "ontology.ttl": ox.RdfFormat.TURTLE,
    "ontology.nt": ox.RdfFormat.N_TRIPLES,
    "ontology.rdf": ox.RdfFormat.RDF_XML,
    "ontology.owl": ox.RdfFormat.RDF_XML,
    "ontology.jsonld": ox.RdfFormat.JSON_LD,
    "ontology.json": ox.RdfFormat.JSON_LD,
}


def written(format: ox.RdfFormat) -> bytes:
    triples = ox.parse(TURTLE, ox.RdfFormat.TURTLE)
    text = ox.serialize((quad.triple for quad in triples), format=format)
    if format == ox.RdfFormat.JSON_LD:
        # what is written has no context, as from other tools, so that only @graph or @id tell it
        text = json.dumps({"@graph": json.loads(text)}).encode()
    return text


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_ontology_says_the_same_in_every_format(name):
    ontology = read_ontology(written(FORMATS[name]), name)

    assert ontology.properties == read_ontology(TURTLE, "ontology.ttl").properties
    assert ontology.properties[0].domain == ("organisation",)


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_without_a_name_is_known_by_its_content(name):
    assert read_ontology(written(FORMATS[name])).properties[0].label == "employs"


def test_a_media_type_tells_the_format_whatever_the_name():
    data = written(ox.RdfFormat.RDF_XML)

    assert read_ontology(data, "upload", "application/rdf+xml; charset=utf-8").properties


def test_an_owl_file_may_be_turtle():
    assert read_ontology(TURTLE, "ontology.owl").properties


def test_a_byte_order_mark_is_no_part_of_the_ontology():
    assert read_ontology(b"\xef\xbb\xbf" + TURTLE, "ontology.ttl").properties


def test_what_is_not_turtle_is_refused_with_its_line():
    with pytest.raises(InputError, match=r"not valid Turtle: .*line 2"):
        read_ontology(b"<urn:p> <urn:a> <urn:b> .\n<urn:p> a ;", "o.ttl")


def test_what_is_not_json_is_refused_with_its_line():
    with pytest.raises(InputError, match=r"not valid JSON: .* at line 2"):
        read_ontology(b'{"relations":\n oops}', "o.json")


@pytest.mark.parametrize("data", [b"", b" \n\t"])
def test_an_empty_file_is_refused(data):
    with pytest.raises(InputError, match=r"o\.ttl is empty"):
        read_ontology(data, "o.ttl")


def test_an_ontology_without_properties_is_refused():
    with pytest.raises(InputError, match="declares no properties"):
        read_ontology(b"<urn:c> a <http://www.w3.org/2002/07/owl#Class> .", "o.ttl")


def test_a_format_that_nobody_reads_is_refused_with_those_that_are_read():
    with pytest.raises(UnsupportedFormat, match=r"unknown format 'omn'.*Turtle \(\.ttl\)"):
        read_ontology(TURTLE, "o.omn")


def test_rdf_xml_with_a_doctype_is_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE rdf:RDF [<!ENTITY a "aaaa">]><rdf:RDF/>'

    with pytest.raises(InputError, match="DOCTYPE is refused"):
        read_ontology(bomb, "o.owl")


def test_a_context_on_another_server_is_not_fetched():
    data = b'{"@context": "https://schema.org/", "@id": "urn:x", "name": "x"}'

    with pytest.raises(InputError, match="nothing is fetched"):
        read_ontology(data, "o.jsonld")


def test_a_relative_iri_is_refused_with_what_to_do():
    with pytest.raises(InputError, match="add an @base"):
        read_ontology(b"<a> <b> <c> .", "o.ttl")


def test_utf_16_is_refused_with_what_to_do():
    with pytest.raises(InputError, match="save it in UTF-8"):
        read_ontology(TURTLE.decode().encode("utf-16-le"), "o.ttl")


@given(st.binary(max_size=200), st.sampled_from(["", "o.ttl", "o.owl", "o.json", "o.jsonld"]))
def test_bytes_of_any_kind_are_read_or_refused_on_purpose(data, name):
    with suppress(InputError):
        read_ontology(data, name)


@given(st.recursive(st.none() | st.text() | st.integers(), lambda s: st.lists(s) | st.dictionaries(
    st.sampled_from(["concepts", "relations", "pid", "qid", "label", "domain", "range", "id"]), s
), max_leaves=12))  # fmt: skip
def test_json_of_any_shape_is_read_or_refused_on_purpose(value):
    with suppress(InputError):
        read_ontology(json.dumps({"relations": value}).encode(), "o.json")

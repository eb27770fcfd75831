"""Text2KGBench's JSON, made here and as published."""

import json
import os
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.iris import WIKIDATA_DIRECT
from kg.ontology.reading import read_ontology

SHARED = Path(os.environ.get("KG_SHARED", "missing")) / "data"
FOLDERS = ("text2kgbench_wikidata_tekgen", "text2kgbench_dbpedia_webnlg")
ONTOLOGY = {
    "title": "Films",
    "id": "films",
    "concepts": [{"qid": "Q11424", "label": "film"}, {"qid": "Person", "label": "Person"}],
    "relations": [
        {"pid": "P57", "label": "director", "domain": "Q11424", "range": "Person"},
        {"pid": "P118", "label": "league", "domain": "Q11424", "range": ""},
        {"pid": "P118", "label": "league", "domain": "Person", "range": ""},
        {"pid": "birthYear", "label": "birthYear", "domain": "Person", "range": "Year"},
        {"pid": "a b/c", "label": "odd", "domain": "Nowhere", "range": "string"},
    ],
}


def read(ontology):
    return read_ontology(json.dumps(ontology).encode(), "films.json")


def test_relations_have_labels_domains_and_ranges():
    director = read(ONTOLOGY).properties[0]

    assert director.iri == WIKIDATA_DIRECT + "P57"
    assert (director.domain, director.range) == (("thing",), ("person",))


def test_a_relation_that_is_listed_twice_has_both_domains():
    leagues = [p for p in read(ONTOLOGY).properties if p.label == "league"]

    assert [p.domain for p in leagues] == [("person", "thing")]


def test_a_class_called_as_a_value_is_a_datatype():
    year = next(p for p in read(ONTOLOGY).properties if p.label == "birth year")

    assert year.datatype == "http://www.w3.org/2001/XMLSchema#gYear"
    assert year.iri == "https://cenguix.github.io/Text2KGBench/films/relations#birthYear"


def test_an_id_that_is_no_part_of_an_iri_is_escaped():
    assert read(ONTOLOGY).properties[-1].iri.endswith("/relations#a%20b/c")


@pytest.mark.parametrize(
    ("ontology", "complaint"),
    [
        ({"concepts": []}, "has `concepts`"),
        ({"relations": {}}, "has `concepts`"),
        ({"relations": ["director"]}, "has `concepts`"),
        ({"relations": [{"label": "director"}]}, "Relation 1 has no `pid`"),
        ({"relations": [{"pid": "P1"}], "concepts": [{"label": "x"}]}, "Concept 1 has no `qid`"),
        ({"relations": []}, "declares no properties"),
        ({"relations": [{"pid": "P1", "label": "\ud800"}]}, "surrogate"),
    ],
)
def test_another_shape_is_refused_with_the_one_that_is_read(ontology, complaint):
    with pytest.raises(InputError, match=complaint):
        read(ontology)


@pytest.mark.skipif(not SHARED.is_dir(), reason="KG_SHARED names no folder of data sets")
@pytest.mark.parametrize("folder", FOLDERS)
def test_the_published_ontologies_say_the_same_in_json_and_in_owl(folder):
    pages = sorted((SHARED / folder / "ontologies").glob("*.json"))
    assert pages

    for page in pages:
        json_form = read_ontology(page.read_bytes(), page.name)
        number, topic, _ = page.name.split("_")
        owl = page.parent / "owl" / f"ont_{number}_{topic}.ttl"
        owl_form = read_ontology(owl.read_bytes(), owl.name)
        assert {said(p) for p in json_form.properties} == {said(p) for p in owl_form.properties}


def said(property):
    """Domain and range of numbered classes are left out: the OWL files give them IRIs of their own."""
    return property.label, property.datatype

"""Ontologies in Turtle, written short."""

from kg.ontology.reading import read_ontology
from kg.ontology.records import Ontology, OntologyClass, Property

PREFIXES = """
@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix type: <urn:kg:type:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def ontology(turtle: str) -> Ontology:
    return read_ontology((PREFIXES + turtle).encode(), "test.ttl")


def the_property(turtle: str, name: str = "p") -> Property:
    return next(p for p in ontology(turtle).properties if p.iri == f"http://example.org/{name}")


def the_class(turtle: str, name: str) -> OntologyClass:
    found = ontology(turtle + "\n:p a owl:ObjectProperty .").classes
    return next(each for each in found if each.iri == f"http://example.org/{name}")

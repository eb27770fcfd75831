"""What RDFS and OWL axioms make follow."""

import pytest

from kg.errors import InputError
from kg.ontology.reading import read_triples
from kg.reasoning.logic.axioms import axioms_of
from kg.reasoning.logic.construct import construct_rules
from kg.reasoning.logic.engine import Engine
from kg.reasoning.logic.horn import RDF_TYPE, parse_rules
from kg.reasoning.logic.rules import Clash
from kg.records import Literal

PREFIXES = """
@prefix : <urn:> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TYPE = "a"


def follows(axioms: str, *facts: tuple[object, str, object]) -> set[tuple[object, str, object]]:
    """Return what follows, with `urn:` left out and `a` for rdf:type; clashes by their kind."""
    compiled = axioms_of(read_triples((PREFIXES + axioms).encode(), format="turtle"))
    engine = Engine(compiled.rules)
    given = [tuple(map(_full, fact)) for fact in facts]
    engine.change([engine.encode(fact) for fact in given], ())
    return {tuple(map(_short, engine.decode(fact))) for fact in engine.derived()}


def _full(term):
    if term == TYPE:
        return RDF_TYPE
    return f"urn:{term}" if isinstance(term, str) else term


def _short(term):
    if term == RDF_TYPE:
        return TYPE
    if isinstance(term, Clash):
        return term.kind
    return term.removeprefix("urn:") if isinstance(term, str) else term


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("axioms", "facts", "expected"),
    [
        (":A rdfs:subClassOf :B .", [("x", "a", "A")], {("x", "a", "B")}),
        (":A owl:equivalentClass :B .", [("x", "a", "B")], {("x", "a", "A")}),
        (":p rdfs:subPropertyOf :q .", [("x", "p", "y")], {("x", "q", "y")}),
        (":p rdfs:domain :A .", [("x", "p", "y")], {("x", "a", "A")}),
        (":p rdfs:range :A .", [("x", "p", "y")], {("y", "a", "A")}),
        (":p owl:inverseOf :q .", [("x", "q", "y")], {("y", "p", "x")}),
        (":p a owl:SymmetricProperty .", [("x", "p", "y")], {("y", "p", "x")}),
        (":p a owl:TransitiveProperty .", [("x", "p", "y"), ("y", "p", "z")], {("x", "p", "z")}),
        (":p owl:propertyChainAxiom (:q :r) .", [("x", "q", "y"), ("y", "r", "z")], {("x", "p", "z")}),
        (":A owl:intersectionOf (:B :C) .", [("x", "a", "B"), ("x", "a", "C")], {("x", "a", "A")}),
        ("[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] rdfs:subClassOf :A .",
         [("x", "p", "y"), ("y", "a", "B")], {("x", "a", "A")}),
        (":A rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :B ] .",
         [("x", "a", "A"), ("x", "p", "y")], {("y", "a", "B")}),
        (":A rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :y ] .",
         [("x", "a", "A")], {("x", "p", "y")}),
        (":A owl:disjointWith :B .", [("x", "a", "A"), ("x", "a", "B")], {("x", "disjoint", "x")}),
        ("[] a owl:AllDisjointClasses ; owl:members (:A :B :C) .",
         [("x", "a", "A"), ("x", "a", "C")], {("x", "disjoint", "x")}),
        (":p a owl:FunctionalProperty .", [("x", "p", "z"), ("x", "p", "y")], {("y", "functional", "z")}),
        (":p a owl:InverseFunctionalProperty .", [("y", "p", "x"), ("z", "p", "x")],
         {("y", "inverse functional", "z")}),
        (":p a owl:AsymmetricProperty .", [("x", "p", "x")], {("x", "asymmetric", "x")}),
        (":A rdfs:subClassOf [ owl:complementOf :B ] .",
         [("x", "a", "A"), ("x", "a", "B")], {("x", "disjoint", "x")}),
        (":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 1 ] .",
         [("x", "a", "A"), ("x", "p", "y"), ("x", "p", "z")], {("y", "cardinality", "z")}),
        (":p rdfs:range xsd:date .", [("x", "p", Literal("soon"))], {("x", "range", Literal("soon"))}),
        (":p rdfs:range xsd:date .", [("x", "p", Literal("1815-12-10", XSD + "date"))], set()),
        (":p a owl:ObjectProperty . :x :p :y .", [], {("x", "p", "y")}),
        (":x a :A .", [], {("x", "a", "A")}),
    ],
)  # fmt: skip
def test_an_axiom_makes_follow_what_owl_says(axioms, facts, expected):
    assert follows(axioms, *facts) == expected


def test_an_axiom_beyond_horn_rules_is_named_and_not_dropped():
    text = ":A rdfs:subClassOf [ owl:unionOf (:B :C) ] ."

    found = axioms_of(read_triples((PREFIXES + text).encode(), format="turtle"))

    assert found.rules == []
    assert found.ignored == [
        "A subClassOf (unionOf (B, C)) (the wider class says more than a Horn rule can)"
    ]


def test_a_construct_query_is_the_same_rule_as_its_horn_form():
    (query,) = construct_rules(
        "PREFIX : <urn:> CONSTRUCT { ?x :older ?y } WHERE { ?x :age ?a . ?y :age ?b FILTER(?a > ?b) }"
    )
    (horn,) = parse_rules("PREFIX : <urn:> ?x :age ?a, ?y :age ?b, ?a > ?b -> ?x :older ?y .")

    assert (query.head, set(query.body), query.guards) == (horn.head, set(horn.body), horn.guards)


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?x <urn:p> ?y } WHERE { OPTIONAL { ?x <urn:q> ?y } }",
        "CONSTRUCT { ?x <urn:p> [] } WHERE { ?x <urn:q> ?y }",
        "CONSTRUCT { ?x <urn:p> ?y } WHERE { ?x <urn:q>+ ?y }",
        "CONSTRUCT { ?x <urn:p> ?y } WHERE { ?x <urn:q> ?y FILTER NOT EXISTS { ?x <urn:r> ?y } }",
        "SELECT * { ?s ?p ?o }",
        "CONSTRUCT {",
    ],
)
def test_a_construct_query_that_is_no_horn_rule_is_refused_with_advice(query):
    with pytest.raises(InputError, match=r"CONSTRUCT"):
        construct_rules(query)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("?x <urn:p> ?y -> ?x <urn:q> ?z .", r"\?z must also stand"),
        ("?x ex:p ?y -> ?y ex:p ?x .", "prefix ex: is not declared"),
        ("\n\n?x <urn:p> ?y -> ?x <urn:q> ?y", "Line 3.*full stop"),
        ("?x <urn:p> ?y, ?x < 3 -> ?x < 4 .", "cannot be concluded"),
        ("?x <urn:p> § -> ?x <urn:p> ?x .", "has no place"),
    ],
)
def test_a_rule_that_cannot_be_read_says_where_and_why(text, complaint):
    with pytest.raises(InputError, match=complaint):
        parse_rules(text)


def test_a_rule_denies_what_its_head_denies_and_keeps_numbers_apart_by_size():
    rules = parse_rules(
        'rule "too young": ?x <urn:age> ?n, ?n < 18 -> not ?x <urn:may> <urn:vote> .'
    )
    engine = Engine(rules)
    engine.change(
        [engine.encode(("urn:x", "urn:age", Literal(n, XSD + "integer"))) for n in ("9", "20")], ()
    )

    (derived,) = map(engine.decode, engine.derived())

    assert rules[0].name == "too young"
    assert derived[1].predicate == "urn:may"

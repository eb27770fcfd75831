"""What a query that cannot be run is answered: what is wrong, where, and what to write instead."""

import pytest

from kg.errors import QueryRejected
from kg.graph.complaints import complaint


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the text is empty"),
        ("  # nothing", "the text is empty"),
        ("}", "line 1, column 2, behind '}'"),
        (
            "SELECT ?x { ?x wdt:P26 ?y }",
            "Begin with PREFIX wdt: <http://www.wikidata.org/prop/direct/>",
        ),
        ("SELECT ?x { ?x kg:confidence ?y }", "vocabulary#>"),
        ("SELECT ?x { ?x mine:knows ?y }", "PREFIX mine: <…>"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "send it as `update`"),
        ("SELECT * { ?s ?p", "at its end"),
        ("SELECT *\n{ ?s ?p ?o FILTR(?o > 3) }", "line 2"),
        ("SELECT ?x ?y { ?x ?p ?z } GROUP BY ?x", "The SELECT contains a variable that is unbound"),
    ],
)
def test_a_query_that_cannot_be_read_says_what_to_do(store, text, told):
    with pytest.raises(QueryRejected) as refused:
        store.query(text)

    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT * { ?s ?p ?o }", "send it as `query`"),
        ("INSERT DATA { ?x <urn:b> <urn:c> }", "Variables are not allowed in INSERT DATA"),
        ("INSERT DATA { <urn:a> rdfs:label 'x' }", "PREFIX rdfs:"),
        ("DELETE { ?s ?p ?o } WHERE { ?s foaf:name ?o }", "PREFIX foaf:"),
    ],
)
def test_an_update_that_cannot_be_read_says_what_to_do(store, text, told):
    with pytest.raises(QueryRejected) as refused:
        store.update(text)

    assert told in str(refused.value)


def test_what_goes_wrong_beyond_the_text_is_not_told_as_a_mistake_in_it(store):
    with pytest.raises(QueryRejected) as refused:
        store.query("SELECT ?x { ?x ?y ?z }", base="nowhere")

    assert str(refused.value).startswith("The query fails: Invalid base IRI 'nowhere'")


def test_a_complaint_of_a_function_is_not_looked_for_in_the_text():
    told = complaint("query", "SELECT * { ?s ?p ?o }", ValueError("error at 1:3: no such unit"))

    assert told == "The query fails: error at 1:3: no such unit."

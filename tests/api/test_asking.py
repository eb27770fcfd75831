"""SPARQL over HTTP: what the service adds to the graph's own answers, and the whole story."""

import time

ADA = "Ada Lovelace was born in London."
BOB = "Bob Smith works for Acme Works."
BORN = "http://www.wikidata.org/prop/direct/P19"
SOURCES = f"""
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?name ?quote ?passage WHERE {{
  ?person <{BORN}> ?place ; rdfs:label ?name .
  GRAPH ?g {{
    ?evidence rdf:reifies <<( ?person <{BORN}> ?place )>> ; prov:wasDerivedFrom ?passage .
    ?passage oa:hasSelector/oa:exact ?quote }}
}}"""


def select(service, query):
    answer = service.get("/sparql", params={"query": query})
    assert answer.status_code == 200, answer.text
    return [
        {name: term["value"] for name, term in row.items()}
        for row in answer.json()["results"]["bindings"]
    ]


def facts(service):
    rows = select(service, "SELECT ?s ?p ?o { ?s ?p ?o FILTER(CONTAINS(STR(?p), 'direct/P')) }")
    return {(row["s"], row["p"], row["o"]) for row in rows}


def test_documents_become_facts_with_sources_and_go_again_with_exactly_their_own(service, ingest):
    ingest(service, {"id": "one", "text": f"{ADA} {BOB}"}, {"id": "two", "text": ADA})

    (row_one, row_two) = sorted(select(service, SOURCES), key=lambda row: row["passage"])
    assert row_one["name"] == "Ada Lovelace"
    assert row_one["quote"] == ADA.rstrip(".")
    assert row_one["passage"].endswith("document/one#char=0,31")
    assert row_two["passage"].endswith("document/two#char=0,31")
    before = facts(service)
    assert len(before) == 2

    told = service.delete("/documents/one", params={"dry_run": True}).json()
    assert (told["retracted"], told["kept"]) == (1, 1)
    assert facts(service) == before

    service.delete("/documents/one")
    ((_, predicate, _),) = facts(service)
    assert predicate == BORN
    assert [row["passage"] for row in select(service, SOURCES)] == [row_two["passage"]]

    service.delete("/documents/two")
    assert facts(service) == set()
    assert service.get("/entities").json()["entities"] == []


def test_a_query_with_a_syntax_error_is_told_where(shared):
    answer = shared.get("/sparql", params={"query": "SELECT * WHERE { ?s ?p }"})

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]


def test_a_query_that_would_run_for_ever_is_stopped(make_service, ingest):
    service = make_service(query_timeout_s=1.0)
    ingest(service, *(f"Person N{n} was born in Town N{n}." for n in range(60)))
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
    began = time.monotonic()

    answer = service.get("/sparql", params={"query": endless})

    assert time.monotonic() - began < 10
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert service.get("/health/ready").status_code == 200


def test_a_query_may_not_leave_the_machine(shared):
    query = "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"

    answer = shared.get("/sparql", params={"query": query})

    assert answer.status_code == 400
    assert "SERVICE" in answer.json()["detail"]

"""`/entities/merge`, `/entities/split`, `/reviews`, `/decisions`, `/knowledge-bases` and `/export?only=`."""

import time
from urllib.parse import quote

import pytest

TEXTS = (
    "Ada Lovelace works for Acme Corp.",
    "Bob Stone works for Acme.",
    "Cy Young works for Globex.",
)
BASE = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<http://base.example/acme> rdfs:label "Acme Corporation", "Acme" ; a <http://schema.org/Organization> .
<http://base.example/bob> rdfs:label "Bob Stone" ; <http://www.wikidata.org/prop/direct/P108> <http://base.example/acme> .
"""
WAIT_S = 30.0


def iri(name: str, label: str = "organisation") -> str:
    return f"http://localhost:8000/entity/{label}/{name}"


def eventually(check):
    """Wait until the threads have brought it about."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        if (found := check()) is not None and found is not False:
            return found
        time.sleep(0.05)
    raise AssertionError("it never came to that")


def employers(service) -> set[str]:
    query = "SELECT ?o { ?s <http://www.wikidata.org/prop/direct/P108> ?o }"
    found = service.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    return {row["o"]["value"] for row in found}


@pytest.fixture
def quiet(make_service):
    """A service in which things are made one only on demand."""
    return make_service(resolve=False)


def test_what_is_one_becomes_one_by_itself(service, ingest):
    ingest(service, *TEXTS)

    eventually(lambda: employers(service) == {iri("acme"), iri("globex")})

    merged = service.get(f"/entities/{quote(iri('acme_corp'), safe='')}").json()
    assert merged["iri"] == iri("acme")
    (other,) = merged["same_as"]
    assert (other["iri"], other["document"]) == (iri("acme_corp"), "")
    assert 0.7 <= other["confidence"] < 1
    assert {one["subject"]["name"] for one in merged["statements"]} == {"Ada Lovelace", "Bob Stone"}


def test_a_merge_is_decided_shows_and_is_undone(quiet, ingest):
    ingest(quiet, *TEXTS)

    decided = quiet.post(
        "/entities/merge",
        json={"entities": [iri("acme_corp"), iri("globex")], "keep": iri("globex")},
    )
    assert decided.status_code == 202
    quiet.post("/entities/resolve")
    eventually(lambda: employers(quiet) == {iri("globex")})
    (kept,) = quiet.get("/decisions").json()["decisions"]
    assert kept["id"] == decided.json()["decisions"][0]["id"]
    assert (kept["verdict"], kept["origin"], kept["keep"]) == ("same", "user", iri("globex"))

    assert quiet.delete(f"/decisions/{kept['id']}").status_code == 200
    quiet.post("/entities/resolve")

    assert quiet.get("/decisions").json()["decisions"] == []
    assert quiet.delete(f"/decisions/{kept['id']}").status_code == 404


def test_an_iri_from_before_a_merge_still_finds_the_facts(quiet, ingest):
    ingest(quiet, *TEXTS)
    ends = {"entities": ["organisation/acme_corp", "organisation/globex"]}

    decided = quiet.post("/entities/merge", json=ends | {"keep": "organisation/globex"})
    quiet.post("/entities/resolve")
    eventually(lambda: iri("acme_corp") not in employers(quiet))

    (made,) = decided.json()["decisions"]
    assert made == quiet.get("/decisions").json()["decisions"][0]
    found = quiet.get("/statements", params={"object": "organisation/acme_corp"}).json()
    names = {one["subject"]["name"] for one in found["statements"]}
    assert names == {"Ada Lovelace", "Bob Stone", "Cy Young"}
    assert {one["object"]["iri"] for one in found["statements"]} == {iri("globex")}
    why = {"subject": "person/ada_lovelace", "predicate": "employer", "object": iri("acme_corp")}
    assert quiet.get("/explain", params=why).status_code == 200


def test_a_split_parts_what_was_merged(service, ingest):
    ingest(service, *TEXTS)
    eventually(lambda: employers(service) == {iri("acme"), iri("globex")})

    body = {"entity": iri("acme"), "apart": [{"iri": iri("acme_corp")}]}
    assert service.post("/entities/split", json=body).status_code == 202

    eventually(lambda: employers(service) == {iri("acme"), iri("acme_corp"), iri("globex")})


def test_a_review_shows_both_sides_and_takes_an_answer(service, ingest):
    ingest(
        service, "Ada Stone works for International Business Machines.", "Bob Stone works for IBM."
    )
    (review,) = eventually(lambda: service.get("/reviews").json()["reviews"] or None)

    assert {side["names"][0] for side in (review["left"], review["right"])} == {
        "International Business Machines",
        "IBM",
    }
    assert review["left"]["statements"][0]["sentence"]["text"]
    assert service.get(f"/reviews/{review['id']}").json() == review
    answered = service.post(f"/reviews/{review['id']}", json={"verdict": "accept"})
    assert answered.status_code == 202

    eventually(lambda: employers(service) == {iri("international_business_machines")})
    assert service.get(f"/reviews/{review['id']}").status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/entities/merge", {"entities": ["urn:a"]}, 422),
        ("/entities/merge", {"entities": ["urn:a", "urn:b"]}, 404),
        ("/entities/split", {"entity": "urn:a", "apart": [{"iri": "urn:b"}]}, 404),
        ("/entities/split", {"entity": "urn:a", "apart": []}, 422),
        ("/reviews/nothing", {"verdict": "accept"}, 404),
        ("/reviews/nothing", {"verdict": "perhaps"}, 422),
    ],
)
def test_what_cannot_be_decided_is_a_problem(shared, path, body, status):
    answer = shared.post(path, json=body)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_base_is_loaded_linked_compared_and_unloaded(service, ingest):
    ingest(service, *TEXTS)
    put = service.put("/knowledge-bases/mine", params={"source": "mine.ttl"}, content=BASE)
    assert put.status_code == 202
    assert put.json()["status"] == "loading"

    ready = eventually(
        lambda: (one := service.get("/knowledge-bases/mine").json())["status"] == "ready" and one
    )
    assert (ready["triples"], ready["entities"]) == (6, 2) or ready["entities"] == 2
    eventually(lambda: employers(service) == {"http://base.example/acme", iri("globex")})

    known_to_it = {"object": "http://base.example/acme"}
    told = service.get("/statements", params=known_to_it).json()["statements"]
    assert {one["subject"]["name"]: one["standing"] for one in told} == {
        "Ada Lovelace": "new",
        "Bob Stone": "known",
    }
    assert {service.get(f"/statements/{one['id']}").json()["standing"] for one in told} == {
        "new",
        "known",
    }

    new = service.get("/export", params={"only": "new"})
    assert new.headers["content-type"].startswith("application/n-triples")
    facts = [line for line in new.text.splitlines() if "prop/direct" in line]
    assert sorted(line.split(" ")[0].rpartition("/")[2] for line in facts) == [
        "ada_lovelace>",
        "cy_young>",
    ]
    known = service.get("/export", params={"only": "known", "format": "turtle"}).text
    assert "base.example/bob" in known
    assert service.get("/export", params={"only": "conflicting"}).text == ""
    surer = {"only": "new", "min_confidence": 0.95}
    assert service.get("/export", params=surer).text == ""  # the scripted extractor is .9 sure
    assert service.get("/export", params={"only": "new", "graph": "urn:g"}).status_code == 422
    assert service.get("/export", params={"only": "new", "format": "csv"}).status_code == 415

    assert service.delete("/knowledge-bases/mine").status_code == 200
    eventually(lambda: employers(service) == {iri("acme"), iri("globex")})
    assert service.get("/knowledge-bases").json()["bases"] == []
    assert service.get("/export", params={"only": "new"}).status_code == 409


def test_a_base_that_is_not_well_formed_fails_and_says_where(service):
    service.put("/knowledge-bases/bad", params={"source": "bad.ttl"}, content="<urn:a> oops")

    failed = eventually(
        lambda: (one := service.get("/knowledge-bases/bad").json())["status"] == "failed" and one
    )

    assert "line 1" in failed["error"]


def test_a_base_needs_a_name_and_a_format(shared):
    assert shared.put("/knowledge-bases/a%20b", params={"source": "a.ttl"}).status_code == 422
    assert shared.put("/knowledge-bases/a", params={"source": "a.csv"}).status_code == 415
    assert shared.put("/knowledge-bases/a").status_code == 422
    assert shared.get("/knowledge-bases/nothing").status_code == 404
    assert shared.delete("/knowledge-bases/nothing").status_code == 404


def test_a_review_of_a_known_entity_shows_what_the_base_states(service, ingest):
    twins = """
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    <http://base.example/p1> rdfs:label "Paris" ; <http://www.wikidata.org/prop/direct/P17> <http://base.example/france> .
    <http://base.example/p2> rdfs:label "Paris" ; <http://www.wikidata.org/prop/direct/P17> <http://base.example/usa> .
    """
    ingest(service, "Zed Young was born in Paris.")
    service.put("/knowledge-bases/twins", params={"source": "twins.ttl"}, content=twins)

    (review,) = eventually(lambda: service.get("/reviews").json()["reviews"] or None)

    known = review["left"]["known"] + review["right"]["known"]
    assert {"iri": "http://www.wikidata.org/prop/direct/P17", "label": "country"} in [
        one["predicate"] for one in known
    ]
    assert {one["sentence"]["text"] for one in review["left"]["statements"]} == {
        "Zed Young was born in Paris"
    }

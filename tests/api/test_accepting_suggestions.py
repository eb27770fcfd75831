"""An accepted suggestion is a fact: with a document that says who says so, until that is taken back."""

import time

import pytest

WDT = "http://www.wikidata.org/prop/direct/"
SPOUSE = WDT + "P26"
PREFIXES = (
    "PREFIX prov: <http://www.w3.org/ns/prov#> "
    "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"
)
FACTS = [
    text
    for n, (one, other) in enumerate(
        [("Ann", "Abe"), ("Bea", "Ben"), ("Cat", "Cal"), ("Eve", "Eli")]
    )
    for text in (
        f"{one} Moss works for Firm{n}.",
        f"Firm{n} was founded by {other} Moss.",
        *([f"{one} Moss is married to {other} Moss."] if n < 3 else []),
    )
]
EVE, ELI = (f"http://localhost:8000/entity/person/{name}_moss" for name in ("eve", "eli"))
MARRIED = f"<{EVE}> <{SPOUSE}> <{ELI}>"


@pytest.fixture
def town(service, ingest):
    """Four people who work for firms; three of them are known to be married to the founder."""
    ingest(service, *FACTS)
    return service


def spouses(service, **more):
    asked = {"subject": "person/eve_moss", "predicate": SPOUSE, **more}
    return service.get("/suggestions", params=asked).json()["suggestions"]


def judge(service, verdict, **other):
    fact = {"subject": EVE, "predicate": SPOUSE, "object": ELI} | other
    return service.put("/suggestions", json=fact | {"verdict": verdict})


def holds(service, pattern=MARRIED):
    asked = {"query": f"{PREFIXES} ASK {{ {pattern} }}"}
    answer = service.get("/sparql", params=asked, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return answer.json()["boolean"]


def until(ready):
    deadline = time.monotonic() + 20
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def accepted(service):
    """Accept what is suggested, and wait for the graph; returns the answer."""
    answer = judge(service, "accepted").json()
    until(lambda: holds(service))
    return answer


def test_an_accepted_suggestion_is_a_fact_whose_evidence_says_who_says_so_and_why(town):
    (found,) = spouses(town)

    answer = accepted(town)

    assert answer == {"id": found["id"], "verdict": "accepted", "document": f"stated-{found['id']}"}
    statement = town.get(f"/statements/{found['id']}").json()
    assert (statement["status"], statement["confidence"]) == ("asserted", 1.0)
    (evidence,) = statement["evidence"]
    text = evidence["sentence"]["text"]
    assert text == "Eve Moss spouse Eli Moss."
    assert (evidence["model"], evidence["model_version"]) == ("person", "1")
    assert [text[slice(*evidence[f"{end}_span"])] for end in ("subject", "object")] == [
        "Eve Moss",
        "Eli Moss",
    ]
    (seen,) = statement["seen_in"]
    assert seen["stated"] == {
        "source": "rules",
        "score": found["score"],
        "reason": found["reason"],
        "grounds": [
            {"id": ground["id"], "text": words}
            for ground, words in zip(
                found["grounds"],
                ("Eve Moss employer Firm3", "Firm3 founded by Eli Moss"),
                strict=True,
            )
        ],
        "by": None,
    }
    assert town.get(f"/documents/{answer['document']}/text").text == text
    assert spouses(town, verdict="any") == []
    assert holds(
        town,
        f"GRAPH ?e {{ ?place rdf:reifies <<( {MARRIED} )>> ; prov:wasGeneratedBy/prov:wasAssociatedWith ?who . "
        "?who a prov:Person . ?document prov:wasAttributedTo ?who }",
    )


def test_taken_back_or_refused_the_fact_goes_and_can_be_accepted_again(town):
    (found,) = spouses(town)
    document = accepted(town)["document"]

    judge(town, "open")
    until(lambda: not holds(town))
    assert spouses(town) == [found]
    accepted(town)
    judge(town, "refused")
    until(lambda: not holds(town))

    assert spouses(town, verdict="any")[0]["verdict"] == "refused"
    until(lambda: town.get(f"/documents/{document}").status_code == 404)


def test_with_the_document_goes_the_verdict(town):
    (found,) = spouses(town)
    document = accepted(town)["document"]

    assert town.delete(f"/documents/{document}").json()["retracted"] == 1

    until(lambda: not holds(town))
    assert spouses(town) == [found]


def test_no_model_reads_a_persons_word_and_it_counts_as_no_document_that_was_read(town, finish):
    before = town.get("/overview").json()
    document = accepted(town)["document"]

    again = town.post("/reextract?all=true").json()
    finish(town, again["job"])

    assert again["documents"] == len(FACTS)
    assert holds(town)
    row = town.get(f"/documents/{document}").json()
    assert (row["model"], row["stated"], row["suggested"]["source"]) == ("person", True, "rules")
    after = town.get("/overview").json()
    assert (before["stated"], after["stated"]) == (0, 1)
    assert after["documents"] == before["documents"] == {"done": len(FACTS)}
    named = [one["name"] for one in town.get("/models").json()["elsewhere"]]
    assert "person" not in named


def test_the_same_words_as_a_text_are_read_and_the_id_takes_no_other_text(town, ingest):
    document = accepted(town)["document"]

    posted = ingest(town, "Eve Moss spouse Eli Moss.")
    put = town.put(f"/documents/{document}", json={"text": "Something else."})

    assert posted["duplicates"] == 0
    assert put.status_code == 409
    assert "stated" in put.json()["detail"]
    assert town.get(f"/documents/{document}").json()["stated"]


def test_a_text_that_states_it_too_keeps_the_fact_when_the_word_is_taken_back(town, ingest):
    accepted(town)
    ingest(town, "Eve Moss is married to Eli Moss.")

    judge(town, "open")

    (one,) = town.get(f"/statements/{judge(town, 'open').json()['id']}").json()["evidence"]
    assert one["model"] == "scripted"
    assert holds(town)


def test_a_persons_word_can_be_rejected_as_evidence_and_stands_again_when_that_is_undone(
    town,
):
    id = accepted(town)["id"]
    (evidence,) = town.get(f"/statements/{id}").json()["evidence"]

    town.post("/judgements", json={"evidence": evidence["evidence"], "verdict": "reject"})
    until(lambda: not holds(town))
    refused = spouses(town, verdict="any")[0]["verdict"]
    lessons = town.get("/judgements/export").text
    town.delete(f"/judgements/{evidence['evidence']}").raise_for_status()
    until(lambda: holds(town))

    assert refused == "refused"
    assert lessons == ""
    (again,) = town.get(f"/statements/{id}").json()["evidence"]
    assert again == evidence


def test_what_is_no_fact_between_things_of_the_graph_is_not_accepted(town):
    nobody = judge(town, "accepted", object="http://localhost:8000/entity/person/nobody")
    unknown = judge(town, "accepted", predicate="urn:unheard-of")

    assert (nobody.status_code, unknown.status_code) == (404, 422)
    assert town.get("/overview").json()["stated"] == 0


def test_a_fact_that_nothing_suggests_can_be_accepted_on_a_persons_word_alone(town):
    fact = {"predicate": WDT + "P20", "object": "http://localhost:8000/entity/organisation/firm0"}

    answer = judge(town, "accepted", **fact).json()

    (seen,) = town.get(f"/statements/{answer['id']}").json()["seen_in"]
    assert seen["stated"] == {
        "source": None, "score": None, "reason": None, "grounds": [], "by": None,
    }  # fmt: skip


def test_shapes_and_policies_keep_a_persons_word_out_as_any_other_evidence(town):
    town.put(
        "/policies", json={"policies": [{"name": "p", "predicates": [SPOUSE]}]}
    ).raise_for_status()

    judge(town, "accepted")

    until(lambda: any(one["model"] == "person" for one in town.get("/refused").json()["refused"]))
    assert not holds(town)


def test_a_persons_word_follows_when_its_thing_is_merged_and_split_again(town):
    accepted(town)
    body = {"entities": [EVE.replace("eve", "ann"), EVE], "keep": EVE.replace("eve", "ann")}

    made = town.post("/entities/merge", json=body).json()["decisions"]
    until(lambda: holds(town, MARRIED.replace("eve", "ann")))
    merged = holds(town)
    for one in made:
        town.delete(f"/decisions/{one['id']}")
    until(lambda: holds(town))

    assert not merged
    assert not holds(town, MARRIED.replace("eve", "ann"))


def test_what_follows_from_a_persons_word_goes_with_it(town):
    rule = f"rule back: ?x <{SPOUSE}> ?y -> ?y <{SPOUSE}> ?x ."
    town.put("/rules", content=rule, headers={"Content-Type": "text/plain"}).raise_for_status()
    back = f"<{ELI}> <{SPOUSE}> <{EVE}>"

    accepted(town)
    until(lambda: holds(town, back))
    judge(town, "open")

    until(lambda: not holds(town, back))


def test_what_is_accepted_keeps_the_name_of_the_key_that_accepted_it(town):
    catalog = town.app.state.service.catalog
    _, key = catalog.access.create("Grace's desk", "write")
    until(lambda: town.get("/documents").status_code == 401)
    town.headers["Authorization"] = f"Bearer {key}"

    document = accepted(town)["document"]

    assert town.get(f"/documents/{document}").json()["suggested"]["by"] == "Grace's desk"
    statement = town.get(f"/documents/{document}/statements").json()["statements"][0]["id"]
    (source,) = town.get(f"/statements/{statement}").json()["seen_in"]
    assert source["stated"]["by"] == "Grace's desk"

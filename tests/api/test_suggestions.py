"""`/suggestions` and `/rules/mined`: what the facts make likely, its grounds, and what people say of it."""

import pytest

WDT = "http://www.wikidata.org/prop/direct/"
FACTS = [
    text
    for n, (one, other) in enumerate(
        [("Ann", "Abe"), ("Bea", "Ben"), ("Cat", "Cal"), ("Dot", "Dan"), ("Eve", "Eli")]
    )
    for text in (
        f"{one} Moss was born in Town{n}.",
        f"Town{n} is located in Ruritania.",
        f"{one} Moss works for Firm{n}.",
        f"Firm{n} was founded by {other} Moss.",
        *([f"{one} Moss is married to {other} Moss."] if n < 4 else []),
    )
]
EVE, ELI = "person/eve_moss", "http://localhost:8000/entity/person/eli_moss"


@pytest.fixture
def town(service, ingest):
    """Five people who work for firms; four of them are known to be married to the founder."""
    ingest(service, *FACTS)
    return service


def spouses(service, **more):
    asked = {"subject": EVE, "predicate": WDT + "P26", **more}
    answer = service.get("/suggestions", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["suggestions"]


def test_what_held_four_times_is_suggested_the_fifth_time_with_its_grounds(town):
    (found,) = spouses(town)

    assert found["object"] == {"iri": ELI, "name": "Eli Moss", "label": "person"}
    said = [
        (g["subject"]["name"], g["predicate"]["label"], g["object"]["name"])
        for g in found["grounds"]
    ]
    assert said == [("Eve Moss", "employer", "Firm4"), ("Firm4", "founded by", "Eli Moss")]
    rule = found["rule"]
    assert rule["text"] == "<spouse>(x, y) <= <employer>(x, z1), <founded by>(z1, y)"
    assert (rule["support"], rule["pairs"], rule["confidence"], rule["pca_confidence"]) == (
        4,
        5,
        0.8,
        1.0,
    )
    assert found["score"] == pytest.approx(4 / 7)
    assert "held in 4 of 5 cases" in found["reason"]
    for ground in found["grounds"]:
        assert town.get(f"/statements/{ground['id']}").json()["evidence"][0]["sentence"]["text"]


def test_a_fact_that_a_text_comes_to_state_is_not_suggested(town, ingest):
    (found,) = spouses(town)

    ingest(town, "Eve Moss is married to Eli Moss.")

    assert spouses(town, min_score=0) == []
    assert town.get(f"/statements/{found['id']}").status_code == 200


def test_without_its_grounds_a_suggestion_goes(town):
    premise = next(id for id in documents(town) if "Firm4 was" in text(town, id))

    town.delete(f"/documents/{premise}")

    assert spouses(town, min_score=0) == []


def test_a_refused_suggestion_stays_away_until_that_is_taken_back(town):
    (found,) = spouses(town)
    fact = {part: found[part]["iri"] for part in ("subject", "predicate", "object")}

    noted = town.put("/suggestions", json=fact | {"verdict": "refused"}).json()

    assert noted == {"id": found["id"], "verdict": "refused", "document": None}
    assert spouses(town, min_score=0) == []
    assert [one["id"] for one in spouses(town, verdict="refused")] == [found["id"]]
    town.put("/suggestions", json=fact | {"verdict": "open"})
    assert spouses(town) == [found]


def test_a_refused_rule_suggests_nothing_and_is_not_listed(town):
    (found,) = spouses(town)
    rule = found["rule"]["id"]

    assert town.put(f"/rules/mined/{rule}", json={"verdict": "refused"}).status_code == 200

    assert rule not in {one["rule"]["id"] for one in spouses(town, min_score=0)}
    assert rule not in listed(town)
    assert rule in listed(town, verdict="refused")
    accepted = town.put(f"/rules/mined/{rule}", json={"verdict": "accepted"}).json()
    assert accepted["verdict"] == "accepted"
    assert spouses(town)[0]["rule"] == accepted


def test_verdicts_and_ids_outlive_the_service(town, make_service):
    (found,) = spouses(town)
    town.put(f"/rules/mined/{found['rule']['id']}", json={"verdict": "accepted"})
    town.stop()

    again = make_service()

    assert found["rule"]["id"] in listed(again, verdict="accepted")


def test_mined_rules_are_written_as_users_write_theirs(town):
    rules = town.get("/rules/mined", params={"predicate": WDT + "P26"}).json()["rules"]

    (one,) = [rule for rule in rules if "founded by>(z1, y)" in rule["text"] and rule["pairs"] == 5]
    assert one["horn"] == (
        f"rule mined-{one['id']}: ?x <{WDT}P108> ?z1, ?z1 <{WDT}P112> ?y, "
        f"?x != ?z1, ?x != ?y, ?z1 != ?y -> ?x <{WDT}P26> ?y ."
    )


def test_an_empty_graph_has_no_rules_and_strangers_are_not_found(service):
    assert service.get("/rules/mined").json() == {"rules": [], "total": 0}
    assert service.get("/suggestions", params={"subject": "person/nobody"}).status_code == 404
    assert service.put("/rules/mined/none", json={"verdict": "refused"}).status_code == 404


def listed(service, **asked):
    rules = service.get("/rules/mined", params={"min_confidence": 0, "limit": 1000, **asked}).json()
    return {one["id"] for one in rules["rules"]}


def documents(service):
    return [
        one["id"] for one in service.get("/documents", params={"limit": 100}).json()["documents"]
    ]


def text(service, id):
    return service.get(f"/documents/{id}/text").text

"""`kg ontology`, `rules`, `explain`, `conflicts` and `prove`."""

import json
from pathlib import Path

WDT = "http://www.wikidata.org/prop/direct/"
RULES = "rule within: ?x wdt:P19 ?y, ?y wdt:P131 ?z -> ?x <urn:bornWithin> ?z .\n"
CONSTRUCT = f"CONSTRUCT {{ ?y <{WDT}P26> ?x }} WHERE {{ ?x <{WDT}P26> ?y }}"
ONTOLOGY = f"<{WDT}P19> a <http://www.w3.org/2002/07/owl#FunctionalProperty> ."


def test_rules_and_ontology_given_by_file_explain_and_find_conflicts(kg, kg_json, tmp_path: Path):
    for name, text in (("r.rules", RULES), ("c.rq", CONSTRUCT), ("o.ttl", ONTOLOGY)):
        (tmp_path / name).write_text(text)
    (tmp_path / "a.txt").write_text(
        "Ada was born in London. Ada was born in Paris. Ada is married to Bob."
    )
    (tmp_path / "b.txt").write_text("London is located in England.")
    assert kg("ingest", "a.txt", "b.txt", "--wait").exit_code == 0

    assert kg("rules", "put", "r.rules").stdout == "1 rule\n"
    assert (
        kg_json("rules", "put", "c.rq", "--name", "wed")["media_type"] == "application/sparql-query"
    )
    assert kg_json("ontology", "put", "o.ttl")["ignored"] == []

    text = kg("explain", "person/ada", "urn:bornWithin", "place/england").stdout
    assert text.startswith("Ada — bornWithin → England\n  · by the rule: within\n")
    assert "“London is located in England”" in text
    iris = [f"<http://localhost:8000/entity/{one}>" for one in ("person/ada", "place/england")]
    assert kg("explain", iris[0], "<urn:bornWithin>", iris[1]).stdout == text
    assert kg_json("explain", "person/bob", WDT + "P26", "person/ada")["kind"] == "derived"
    kg("explain", "person/ada", "urn:bornWithin", "place/england", "--format", "svg", "-o", "p.svg")
    assert (tmp_path / "p.svg").read_text().startswith("<svg")
    (conflict,) = kg_json("conflicts")
    assert {side["claim"]["object"]["name"] for side in conflict["sides"]} == {"London", "Paris"}
    assert "Ada was born in Paris" in kg("conflicts").stdout

    assert kg("rules", "show").stdout == RULES
    kg("rules", "delete")
    kg("rules", "delete", "--name", "wed")
    kg("ontology", "delete")
    ended = kg("explain", "person/ada", "urn:bornWithin", "place/england")
    assert ended.exit_code == 1
    assert "nor does it follow" in ended.stderr
    assert kg_json("conflicts") == []


def test_a_rule_that_cannot_be_read_ends_with_its_line(kg, tmp_path: Path):
    (tmp_path / "bad.rules").write_text("\n?x wdt:P19 ?y -> ?z wdt:P19 ?y .")

    ended = kg("rules", "put", "bad.rules")

    assert ended.exit_code == 1
    assert "Line 2 of the rules: ?z must also stand" in ended.stderr


def test_prove_judges_claims_and_measures_on_questions(kg, kg_json, tmp_path: Path):
    (tmp_path / "t.txt").write_text("The cow is blue. If something is blue then it is round.")
    question = {
        "context": "The cow is blue.",
        "question": "True? The cow is not blue.",
        "answer": "B",
    }
    (tmp_path / "q.json").write_text(json.dumps([question]))

    proved = kg_json("prove", "t.txt", "The cow is round.", "The cow is nice.")
    measured = kg_json("prove", "q.json", "--questions")

    assert [one["verdict"] for one in proved] == ["True", "Unknown"]
    assert "The cow is blue." in proved[0]["proofs"]
    assert measured["accuracy"] == 1.0

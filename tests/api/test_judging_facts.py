"""`/judgements`: decisions about single facts, and what becomes of them."""

import json
import time

import pytest

from kg.training.corpora.jsonl import read_jsonl

TEXT = "Ada Lovelace was born in London. Bob Hope works for Initech."


@pytest.fixture
def filled(service, ingest):
    ingest(service, {"id": "d", "text": TEXT})
    return service


def facts(service):
    found = service.get("/documents/d/statements").json()["statements"]
    return {(one["subject"]["name"], one["predicate"]["label"], one["object"]["name"]) for one in found}  # fmt: skip


def due(service):
    return service.get("/judgements/due").json()["doubts"]


def judge(service, evidence, verdict, **more):
    body = {"evidence": evidence, "verdict": verdict, **more}
    return service.post("/judgements", json=body)


def lines(service):
    return [json.loads(line) for line in service.get("/judgements/export").text.splitlines()]


def ask_until(service, query, expected):
    deadline = time.monotonic() + 10
    while (found := service.get("/sparql", params={"query": query}, headers={"Accept": "application/json"}).json()["boolean"]) is not expected:  # fmt: skip
        assert time.monotonic() < deadline, found
        time.sleep(0.05)


def test_an_accepted_fact_stays_and_waits_no_more(filled):
    born = next(one for one in due(filled) if one["subject"]["name"] == "Ada Lovelace")

    answer = judge(filled, born["evidence"], "accept")

    assert answer.status_code == 202
    assert len(facts(filled)) == 2
    assert [one["subject"]["name"] for one in due(filled)] == ["Bob Hope"]


def test_a_rejected_fact_leaves_sql_and_graph_and_stays_away_when_its_document_is_read_again(
    filled, finish
):
    born = next(one for one in due(filled) if one["subject"]["name"] == "Ada Lovelace")

    judge(filled, born["evidence"], "reject")
    ask_until(filled, "ASK { ?s <http://www.wikidata.org/prop/direct/P19> ?o }", False)
    finish(filled, filled.post("/reextract?all=true").json()["job"])

    assert facts(filled) == {("Bob Hope", "employer", "Initech")}


def test_a_correction_takes_the_place_of_what_was_wrong(filled, finish):
    born = next(one for one in due(filled) if one["subject"]["name"] == "Ada Lovelace")
    died = "http://www.wikidata.org/prop/direct/P20"

    judge(filled, born["evidence"], "correct", predicate=died)
    once = facts(filled)
    finish(filled, filled.post("/reextract?all=true").json()["job"])

    assert once == facts(filled)
    assert ("Ada Lovelace", "place of death", "London") in once
    assert len(once) == 2


def test_what_is_taken_back_is_found_again(filled):
    born = next(one for one in due(filled) if one["subject"]["name"] == "Ada Lovelace")
    judge(filled, born["evidence"], "reject")

    assert filled.delete(f"/judgements/{born['evidence']}").status_code == 200

    ask_until(filled, "ASK { ?s <http://www.wikidata.org/prop/direct/P19> ?o }", True)
    assert lines(filled) == []


def test_a_correction_that_is_none_is_refused(filled):
    one = due(filled)[0]
    far = {"subject_span": one["object_span"], "object_span": [0, len(TEXT)]}

    assert judge(filled, one["evidence"], "correct").status_code == 422
    assert judge(filled, one["evidence"], "correct", **far).status_code == 422
    assert judge(filled, "nothing", "accept").status_code == 404


def test_decisions_are_training_data_that_the_trainer_reads(filled, tmp_path):
    for one, verdict in zip(due(filled), ("accept", "reject"), strict=True):
        judge(filled, one["evidence"], verdict)
    file = tmp_path / "decisions.jsonl"
    file.write_text(filled.get("/judgements/export").text)

    read = read_jsonl(file)

    assert sorted(len(one.relations) for one in read.texts) == [0, 1]
    assert all(one.judged for one in read.texts)


def test_decisions_go_with_their_document_and_with_its_text(filled, ingest):
    judge(filled, due(filled)[0]["evidence"], "accept")
    job = filled.put("/documents/d", json={"text": "Eve Moss was born in Paris."}).json()["job"]
    deadline = time.monotonic() + 10
    while not filled.get(f"/jobs/{job}").json()["finished"]:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    replaced = lines(filled)
    judge(filled, due(filled)[0]["evidence"], "accept")
    filled.delete("/documents/d")

    assert replaced == []
    assert lines(filled) == []

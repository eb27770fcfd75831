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
    same = {"subject_span": one["object_span"], "object_span": one["object_span"]}

    assert judge(filled, one["evidence"], "correct").status_code == 422
    assert judge(filled, one["evidence"], "correct", **far).status_code == 422
    assert "same words" in judge(filled, one["evidence"], "correct", **same).json()["detail"]
    assert judge(filled, "nothing", "accept").status_code == 404


MORE = "Ada Lovelace was born in London, near Wapping Stairs. She grew up in 1815. London is large."


def at(words, text=MORE):
    return [text.index(words), text.index(words) + len(words)]


def correct(service, **right):
    one = next(one for one in due(service) if one["subject"]["name"] == "Ada Lovelace")
    answer = judge(service, one["evidence"], "correct", **right)
    assert answer.status_code == 202, answer.text
    return one["evidence"]


@pytest.fixture
def marked(service, ingest):
    """A text of which the extractor marks only the first two names."""
    ingest(service, {"id": "d", "text": MORE})
    assert [one["text"] for one in mentions(service)] == ["Ada Lovelace", "London"]
    return service


def mentions(service):
    return service.get("/documents/d/mentions").json()["mentions"]


def test_words_that_the_model_did_not_mark_become_an_end_and_stay_one_when_they_are_read_again(
    marked, finish
):
    correct(marked, object_span=at("Wapping Stairs"))
    once, named = facts(marked), mentions(marked)
    finish(marked, marked.post("/reextract?all=true").json()["job"])

    assert once == {("Ada Lovelace", "place of birth", "Wapping Stairs")}
    assert facts(marked) == once
    assert mentions(marked) == named
    new = next(one for one in named if one["text"] == "Wapping Stairs")
    assert (new["label"], new["confidence"]) == ("place", 1.0)
    assert new["iri"].endswith("/entity/place/wapping_stairs")
    ask_until(marked, f"ASK {{ ?s <http://www.wikidata.org/prop/direct/P19> <{new['iri']}> }}", True)  # fmt: skip


def test_a_mention_that_somebody_made_goes_when_the_correction_is_taken_back(marked):
    evidence = correct(marked, object_span=at("Wapping Stairs"))

    marked.delete(f"/judgements/{evidence}")

    ask_until(marked, "ASK { ?s <http://www.wikidata.org/prop/direct/P19> ?o . ?o <http://www.w3.org/2000/01/rdf-schema#label> 'London' }", True)  # fmt: skip
    assert [one["text"] for one in mentions(marked)] == ["Ada Lovelace", "London"]


def test_an_end_may_stand_in_another_sentence_and_the_quote_reaches_that_far(marked, tmp_path):
    correct(marked, object_span=at("1815"), object_type="time")

    (fact,) = marked.get("/documents/d/statements").json()["statements"]
    assert fact["sentence"]["text"] == MORE[: MORE.index(" London is large")]
    assert (fact["object"]["value"], fact["object"]["datatype"][-5:]) == ("1815", "gYear")
    file = tmp_path / "decisions.jsonl"
    file.write_text(marked.get("/judgements/export").text)
    (lesson,) = read_jsonl(file).texts
    assert lesson.text == fact["sentence"]["text"]
    assert sorted(one.span.of(lesson.text) for one in lesson.mentions) == ["1815", "Ada Lovelace"]


def test_words_that_the_document_uses_as_a_name_already_name_the_same_thing(marked):
    last = [MORE.rindex("London"), MORE.rindex("London") + 6]

    correct(marked, object_span=last, predicate="http://www.wikidata.org/prop/direct/P20")

    first, second = (one for one in mentions(marked) if one["text"] == "London")
    assert first["iri"] == second["iri"]
    london = marked.get("/entities", params={"q": "London"}).json()["entities"]
    assert [(one["documents"], one["mentions"]) for one in london] == [(1, 2)]


def test_what_is_no_stretch_of_the_text_or_no_type_is_refused(marked):
    one = due(marked)[0]
    wrong = [
        {"object_span": [0, len(MORE) + 1]},
        {"object_span": [12, 13]},
        {"object_span": at("Wapping Stairs"), "object_type": "colour of money"},
        {"object_span": at("Lovelace was")},
        {"subject_span": at("1815"), "subject_type": "time"},
    ]

    answers = [judge(marked, one["evidence"], "correct", **right).status_code for right in wrong]

    assert answers == [422] * len(wrong)
    assert len(mentions(marked)) == 2


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

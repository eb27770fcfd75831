"""From the graph to Label Studio's tasks, and back as training data."""

import json

import pytest

from kg.iris import WIKIDATA_DIRECT
from kg.training.corpora import READERS

TEXT = "😀 Ada Lovelace was born in London. Bob Smith works for Acme Works."


@pytest.fixture
def tasks(service, ingest):
    ingest(service, {"text": TEXT, "id": "ada", "title": "Ada"}, "Eve Jones was born in Paris.")
    answer = service.get("/export", params={"format": "label-studio"})
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def annotated(tasks):
    """What Label Studio exports when every prediction was submitted as it was."""
    return [
        {
            "id": number,
            "data": task["data"],
            "annotations": [{"id": number, "result": task["predictions"][0]["result"]}],
        }
        for number, task in enumerate(tasks)
    ]


def test_mentions_and_relations_survive_the_round_trip(service, tasks, tmp_path):
    (tmp_path / "export.json").write_text(json.dumps(annotated(tasks)))

    corpus = READERS["label-studio"](tmp_path / "export.json")

    text = next(one for one in corpus.texts if one.id == "ada")
    mentions = service.get("/documents/ada/mentions").json()["mentions"]
    assert [([one.span.start, one.span.end], one.label) for one in text.mentions] == [
        (one["span"], one["label"]) for one in mentions
    ]
    names = {one.entity: TEXT[one.span.start : one.span.end] for one in text.mentions}
    assert {
        (names[subject], predicate, names[object]) for subject, predicate, object in text.relations
    } == {
        ("Ada Lovelace", WIKIDATA_DIRECT + "P19", "London"),
        ("Bob Smith", WIKIDATA_DIRECT + "P108", "Acme Works"),
    }


def test_tasks_are_predictions_with_readable_relations(tasks):
    task = next(one for one in tasks if one["data"]["document"] == "ada")

    (prediction,) = task["predictions"]
    relations = [one for one in prediction["result"] if one["type"] == "relation"]
    assert "annotations" not in task
    assert {one["labels"][0] for one in relations} == set(task["data"]["relations"])
    assert "place of birth" in task["data"]["relations"]
    assert prediction["model_version"].startswith("scripted")


def test_without_documents_there_are_no_tasks(service):
    assert service.get("/export?format=label-studio").json() == []


def test_facts_that_are_not_sure_enough_are_left_out(service, tasks):
    left = service.get("/export?format=label-studio&min_confidence=1").json()

    assert len(left) == len(tasks)
    assert not any(r["type"] == "relation" for t in left for r in t["predictions"][0]["result"])

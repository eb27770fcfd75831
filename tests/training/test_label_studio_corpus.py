"""Annotations of Label Studio as a corpus. The export is in test_label_studio_round_trip.py."""

import json

import pytest

from kg.errors import InputError
from kg.iris import WIKIDATA_DIRECT
from kg.training.corpora import READERS

BORN = WIKIDATA_DIRECT + "P19"
TEXT = "😀 Ann was born in Rome."


def region(id, start, end, label, text=TEXT):
    value = {"start": start, "end": end, "text": text[start:end], "labels": [label]}
    return {"id": id, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def relation(source, target, *labels, direction="right"):
    ends = {"from_id": source, "to_id": target, "direction": direction}
    return {"type": "relation", "labels": list(labels), **ends}


ANN, ROME = region("a", 2, 5, "person"), region("b", 18, 22, "place")


def task(*result, text=TEXT, **fields):
    return {"id": 1, "data": {"text": text}, "annotations": [{"result": list(result)}]} | fields


def read(path, *tasks):
    path.write_text(json.dumps(tasks))
    return READERS["label-studio"](path)


def test_regions_are_mentions_and_relations_lead_where_they_point(tmp_path):
    corpus = read(
        tmp_path / "a.json",
        task(ANN, ROME, relation("a", "b", "place of birth")),
        task(ANN, ROME, relation("b", "a", "place of birth", direction="left")),
    )

    for text in corpus.texts:
        assert [text.text[m.span.start : m.span.end] for m in text.mentions] == ["Ann", "Rome"]
        assert [m.label for m in text.mentions] == ["person", "place"]
        assert text.relations == {(0, BORN, 1)}
        assert text.complete == {"person", "place"}


def test_offsets_in_utf_16_are_told_by_the_quoted_text(tmp_path):
    shifted = [json.loads(json.dumps(one)) for one in (ANN, ROME)]
    for one in shifted:
        one["value"]["start"] += 1
        one["value"]["end"] += 1

    (text,) = read(tmp_path / "a.json", task(*shifted)).texts

    assert [text.text[m.span.start : m.span.end] for m in text.mentions] == ["Ann", "Rome"]


def test_a_relation_that_was_shown_and_deleted_counts_as_looked_for(tmp_path):
    shown = {"text": TEXT, "relations": {"place of birth": BORN}}

    (text,) = read(tmp_path / "a.json", task(ANN, ROME, data=shown)).texts

    assert text.relations == frozenset()
    assert text.judged == {BORN}


def test_the_newest_annotation_counts_and_cancelled_ones_do_not(tmp_path):
    annotations = [
        {"updated_at": "2026-01-03", "was_cancelled": True, "result": []},
        {"updated_at": "2026-01-02", "result": [ANN]},
        {"updated_at": "2026-01-01", "result": [ANN, ROME]},
    ]

    (text,) = read(tmp_path / "a.json", task(annotations=annotations)).texts

    assert len(text.mentions) == 1


def test_what_nobody_annotated_teaches_nothing(tmp_path):
    predicted = {"data": {"text": TEXT}, "predictions": [{"result": [ANN]}]}

    with pytest.raises(InputError, match="none of 1 tasks has an annotation"):
        read(tmp_path / "a.json", predicted)
    assert len(read(tmp_path / "b.json", predicted, task(ANN)).texts) == 1


def test_bad_tasks_are_named_with_what_is_wrong(tmp_path):
    outside = region("a", 0, 99, "person")
    with pytest.raises(InputError) as caught:
        read(
            tmp_path / "a.json",
            task(outside),
            task(ANN, ROME, relation("a", "b")),
            task(ANN, relation("a", "gone", "place of birth")),
        )

    assert "task 1: [0, 99)" in str(caught.value)
    assert "task 2: a relation has no label" in str(caught.value)
    assert "task 3: a relation names entity None" in str(caught.value)


@pytest.mark.parametrize("content", ["{}", "nonsense", ""])
def test_another_file_is_refused(tmp_path, content):
    (tmp_path / "a.json").write_text(content)

    with pytest.raises(InputError, match="JSON"):
        READERS["label-studio"](tmp_path / "a.json")

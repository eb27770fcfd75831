import json

import pytest

from kg.errors import InputError
from kg.iris import WIKIDATA_DIRECT
from kg.training.corpora import READERS

WHOLE = {
    "text": "Ann leads Acme. She lives in Rome.",
    "mentions": [
        {"start": 0, "end": 3, "type": "person", "entity": 0},
        {"start": 16, "end": 19, "type": "person", "entity": 0},
        {"start": 10, "end": 14, "type": "organisation", "entity": 1},
    ],
    "relations": [{"subject": 0, "relation": "employer", "object": 1}],
}
SHORT = {"text": "Bo met Al in Oslo.", "subject": "Bo", "relation": "meets", "object": "Al"}


def read(path, *rows):
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return READERS["jsonl"](path)


def test_both_forms_are_read_and_relations_have_iris(tmp_path):
    corpus = read(tmp_path / "a.jsonl", WHOLE, SHORT)

    whole, short = corpus.texts
    employer = WIKIDATA_DIRECT + "P108"
    assert whole.relations == {(0, employer, 1)}
    assert whole.clustered
    assert whole.complete == {"person", "organisation"}
    assert short.relations == {(0, "urn:kg:relation:meets", 1)}
    assert short.complete == frozenset()
    assert whole.judged == short.judged == {employer, "urn:kg:relation:meets"}


def test_a_header_names_the_relations_and_describes_them(tmp_path):
    header = {"relations": {"meets": "person whom this person meets"}}

    corpus = read(tmp_path / "a.jsonl", header, SHORT)

    (met,) = corpus.properties
    assert (met.label, met.description) == ("meets", "person whom this person meets")


def test_every_bad_line_is_named_with_what_is_wrong(tmp_path):
    header = {"relations": {"meets": ""}}
    outside = {"text": "Ann.", "mentions": [{"start": 0, "end": 9}]}
    nobody = {**WHOLE, "relations": [{"subject": 0, "relation": "meets", "object": 7}]}

    with pytest.raises(InputError) as caught:
        read(
            tmp_path / "a.jsonl",
            header,
            "{",
            SHORT,
            {"no": "text"},
            outside,
            nobody,
            {**SHORT, "relation": "meet"},
            {**SHORT, "object": "Eve"},
        )

    message = str(caught.value)
    assert [f"line {n}:" in message for n in range(1, 9)] == [
        False, True, False, True, True, True, True, True,
    ]  # fmt: skip
    assert "did you mean meets?" in message
    assert "'Eve' does not occur" in message

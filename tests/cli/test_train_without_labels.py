"""`kg train --unlabelled` and `--distant`: texts that nobody has labelled, too."""

import json

import pytest
from checkpoints import save_tiny
from encoders import save_tiny_encoder

from api.client import Client

LABELLED = [
    {"text": f"{name} was born in London.", "subject": name, "relation": "place of birth", "object": "London"}
    for name in ("Anna Smith", "Bert Jones", "Carl Lewis", "Dora Brown", "Emil Stone", "Fred Miller")
]  # fmt: skip
QUICK = ("--epochs", "1", "--precision", "float32", "--name", "mine", "--out", "mine", "--json")


@pytest.fixture
def labelled(tmp_path):
    file = tmp_path / "labelled.jsonl"
    file.write_text("\n".join(map(json.dumps, LABELLED)))
    return file


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    return save_tiny(folder / "model", save_tiny_encoder(folder / "encoder"), "tiny", "1")


@pytest.mark.slow
def test_the_model_learns_from_what_it_is_sure_of_in_a_folder_of_texts(kg, labelled, tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(
        "Marie Curie was born in Warsaw. Alan Turing was born in London. It rained."
    )
    (tmp_path / "texts" / "b.pdf").write_bytes(b"%PDF-1.4 no page of it")

    ended = kg("train", "--data", labelled, "--format", "jsonl", "--unlabelled", "texts", *QUICK)

    assert ended.exit_code == 0, ended.output
    assert "Left out texts/b.pdf" in ended.stderr
    rows = [
        json.loads(line)
        for line in (tmp_path / "mine" / "by_itself.jsonl").read_text().splitlines()
    ]
    [row] = rows
    born = {(row["mentions"][f["subject"]]["start"], f["relation"][-3:]) for f in row["relations"]}
    assert (0, "P19") in born
    assert "guessed: true" in (tmp_path / "mine" / "training.yaml").read_text()
    assert json.loads(ended.stdout)["texts"] == 0


def test_a_model_that_is_sure_of_nothing_says_so(kg, labelled, tiny, tmp_path):
    (tmp_path / "a.txt").write_text("It rained.")

    ended = kg(
        "train", "--data", labelled, "--format", "jsonl", "--unlabelled", "a.txt", "--init", tiny, *QUICK
    )  # fmt: skip

    assert ended.exit_code == 1
    assert "sure of no fact" in ended.output


def test_a_config_and_texts_without_labels_do_not_go_together(kg):
    ended = kg("train", "--config", "mine.yaml", "--unlabelled", "texts", *QUICK)

    assert ended.exit_code == 1
    assert "guessed: true" in ended.output


def test_a_named_file_that_is_not_there_and_an_idle_option_say_what_is_wrong(kg, labelled):
    data = ("--data", labelled, "--format", "jsonl")

    absent = kg("train", *data, "--unlabelled", "nowhere.txt", *QUICK)
    idle = kg("train", *data, "--sure", "0.9", *QUICK)

    assert "no file nowhere.txt" in absent.output
    assert "--unlabelled" in idle.output
    assert absent.exit_code == idle.exit_code == 1


def test_without_a_knowledge_base_nothing_is_known_of_the_documents(kg, tiny):
    ended = kg("train", "--distant", "--init", tiny, *QUICK)

    assert ended.exit_code == 1
    assert "kg load" in ended.output


@pytest.mark.slow
def test_a_loaded_knowledge_base_labels_the_documents_that_name_its_things(
    kg, server, tiny, tmp_path
):
    (tmp_path / "base.ttl").write_text(
        """@prefix : <https://base.example/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        :ada a <http://xmlns.com/foaf/0.1/Person> ; rdfs:label "Ada Byron" ; :advised :bob .
        :bob a <http://xmlns.com/foaf/0.1/Person> ; rdfs:label "Bob Moss" .
        :advised rdfs:label "adviser of" ."""
    )
    with Client(server.address) as client:
        assert kg("load", "base.ttl", "--as", "knowledge-base", "--name", "mine").exit_code == 0
        client.wait(client.put("a", "Ada Byron works for Acme. Bob Moss works for Acme.").job)
        client.wait(
            client.put("b", "Ada Byron is married to Bob Moss. Bob Moss was born in Rome.").job
        )
    assert kg("entities", "resolve").exit_code == 0

    ended = kg("train", "--distant", "--init", tiny, *QUICK)

    assert ended.exit_code == 0, ended.output
    header, *rows = [
        json.loads(line) for line in (tmp_path / "mine" / "by_base.jsonl").read_text().splitlines()
    ]
    assert header["relations"]["https://base.example/advised"]["label"] == "adviser of"
    assert [row["text"] for row in rows] == ["Ada Byron is married to Bob Moss."]

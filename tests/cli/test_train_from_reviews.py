"""`kg train --from-reviews`: decisions at a real service teach a tiny network."""

import json

import pytest
from checkpoints import save_tiny
from encoders import save_tiny_encoder

from api.client import Client
from kg.iris import WIKIDATA_DIRECT
from kg.model.registry import read_config

NAMES = ["Anna", "Bert", "Carl", "Dora", "Emil", "Fred", "Gina", "Hans", "Ida", "Jack", "Kurt"]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    return save_tiny(folder / "model", save_tiny_encoder(folder / "encoder"), "tiny", "1")


def test_without_decisions_it_says_where_to_make_some(kg):
    ended = kg("train", "--from-reviews", "--out", "mine")

    assert ended.exit_code == 1
    assert "Review" in ended.output


@pytest.mark.long
def test_decisions_become_a_model_that_is_compared_on_those_held_back(kg, server, tiny, tmp_path):
    with Client(server.address) as client:
        text = " ".join(f"{name} Smith was born in London." for name in NAMES)
        client.wait(client.put("born", text).job)
        for number, doubt in enumerate(client.doubts(limit=50).doubts):
            client.judge(doubt.evidence, "reject" if number % 3 == 0 else "accept")

    ended = kg(
        "train", "--from-reviews", "--out", "mine", "--init", tiny, "--epochs", "1",
        "--precision", "float32", "--name", "mine", "--json",
    )  # fmt: skip

    assert ended.exit_code == 0, ended.output
    report = json.loads(ended.stdout)
    learnt = (tmp_path / "mine" / "decisions.jsonl").read_text().splitlines()
    assert len(learnt) == len(NAMES)
    assert {json.loads(line)["relation"] for line in learnt} == {None, WIKIDATA_DIRECT + "P19"}
    assert report["baseline"]["model"] == "tiny"
    assert "difference" in report
    assert read_config(tmp_path / "mine").name == "mine"

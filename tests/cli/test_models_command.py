"""`kg models` and `kg reextract`."""

import json

import pytest

from kg.model.registry import SHIPPED, read_config
from tests.checkpoints import save_hollow, save_tiny
from tests.encoders import save_tiny_encoder


@pytest.fixture
def data(tmp_path, monkeypatch, kg):
    """A data folder of its own, where no service runs; the real extractor is chosen."""
    monkeypatch.setenv("KG_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("KG_EXTRACTOR")
    return tmp_path / "data"


@pytest.fixture
def tiny(tmp_path):
    encoder = save_tiny_encoder(tmp_path / "encoder")
    return save_tiny(tmp_path / "runs" / "tiny", encoder, "tiny", "1")


def listed(kg_json):
    return [(one["id"], one["active"]) for one in kg_json("models", "list")]


def shipped():
    config = read_config(SHIPPED)
    return f"{config.name}-{config.version}"


def test_at_first_there_is_the_shipped_model(data, kg_json):
    assert listed(kg_json) == [(shipped(), True)]


def test_a_trained_model_is_added_chosen_and_taken_back(data, tiny, kg, kg_json):
    added = kg("models", "add", tiny)
    used = kg("models", "use", "tiny-1")
    in_use = listed(kg_json)
    back = kg("models", "rollback")

    assert "kg models use tiny-1" in added.stdout
    assert "tiny-1" in used.stdout
    assert in_use == [(shipped(), False), ("tiny-1", True)]
    assert shipped() in back.stdout
    assert listed(kg_json) == [(shipped(), True), ("tiny-1", False)]


def test_what_was_chosen_reads_without_a_service_too(data, tiny, kg):
    kg("models", "add", tiny)
    kg("models", "use", "tiny-1")

    read = kg("extract", "-", "--format", "json", input="Ada was born in Rome.")

    assert json.loads(read.stdout)["model"] == "tiny"


def test_what_does_not_load_is_told_in_one_line(data, tmp_path, kg, kg_json):
    failed = kg("models", "add", save_hollow(tmp_path / "hollow", "hollow", "1"))

    assert failed.exit_code == 1
    assert failed.stderr.startswith("kg: The checkpoint says")
    assert listed(kg_json) == [(shipped(), True)]


def test_kg_model_wins_and_use_says_so(data, tiny, kg, monkeypatch):
    kg("models", "add", tiny)
    monkeypatch.setenv("KG_MODEL", str(tiny))

    used = kg("models", "use", "tiny-1")

    assert used.exit_code == 0
    assert "KG_MODEL" in used.stderr


def test_a_card_is_shown(data, kg, kg_json):
    assert kg("models", "show", shipped()).stdout.startswith("# Model card")
    assert kg_json("models", "show", shipped())["figures"]["mentions"]
    assert kg("models", "show", "nobody-1").exit_code == 1


def test_the_active_model_cannot_be_removed_and_others_can(data, tiny, kg, kg_json):
    kg("models", "add", tiny)
    kg("models", "use", "tiny-1")
    refused = kg("models", "remove", "tiny-1")
    kg("models", "rollback")

    removed = kg("models", "remove", "tiny-1")

    assert (refused.exit_code, removed.exit_code) == (1, 0)
    assert listed(kg_json) == [(shipped(), True)]


def test_pruning_takes_only_what_nothing_leads_to(data, tiny, kg, kg_json):
    for version in ("1", "2", "3"):
        kg("models", "add", tiny, "--version", version)
    kg("models", "use", "tiny-1")
    kg("models", "use", "tiny-2")

    would = kg("models", "prune", "--dry-run")
    kg("models", "prune")

    assert would.stdout == "tiny-3\n"
    assert [id for id, _ in listed(kg_json)] == [shipped(), "tiny-1", "tiny-2"]


def test_a_model_that_statements_name_stays_unless_forced(
    server, kg, kg_json, tiny, monkeypatch, tmp_path
):
    # the service reads by script; a model of that name stands for the one that read
    (tmp_path / "a.txt").write_text("Emma Eis was born in Essen.")
    kg("ingest", "a.txt", "--wait")
    monkeypatch.setenv("KG_DATA", str(server.data))
    monkeypatch.setenv("KG_MODELS", str(tmp_path / "models"))
    kg("models", "add", tiny, "--name", "scripted", "--version", "1")

    pruned = kg("models", "prune")
    refused = kg("models", "remove", "scripted-1")
    forced = kg("models", "remove", "scripted-1", "--force")

    assert pruned.stdout == ""
    assert refused.exit_code == 1
    assert "statements" in refused.stderr
    assert "kg reextract" in refused.stderr
    assert forced.exit_code == 0


def test_documents_are_read_again_with_a_job_to_follow(kg, kg_json, tmp_path):
    (tmp_path / "b.txt").write_text("Fritz Feld was born in Fulda.")
    kg("ingest", "b.txt", "--wait")

    nothing = kg("reextract")
    again = kg_json("reextract", "--all", "--wait")

    assert "Nothing to read again" in nothing.stderr
    assert again["finished"]
    assert again["counts"] == {"done": again["documents"]}

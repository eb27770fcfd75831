"""`/models` and `/reextract`."""

import time

import pytest

from api.service import open_service
from kg.model.adding import add, remove
from kg.model.registry import Registry
from tests.checkpoints import named, save_hollow

ADA, BOB = "Ada Lovelace was born in London.", "Bob Stone was born in Paris."


@pytest.fixture
def models(tmp_path):
    """A registry with two models beside the shipped one, where the service looks for it."""
    registry = Registry(tmp_path / "data" / "models")
    for version in ("1", "2"):
        add(registry, save_hollow(tmp_path / "runs" / version, "m", version), lambda _: None)
    return registry


@pytest.fixture
def service(make_service, models):
    """A service that reads in the name of the model that is active."""
    return make_service(
        extractor="neural",
        sweep_s=0.1,
        open=lambda settings: open_service(settings, build=named),
    )


def use(service, id):
    answer = service.put("/models/active", json={"model": id})
    assert answer.status_code == 200, answer.text
    return answer.json()


def versions(service, id):
    """Return the models that a document's statements name."""
    found = service.get(f"/documents/{id}/statements").json()["statements"]
    return {(one["model"], one["model_version"]) for one in found}


def test_the_list_tells_which_model_is_active_and_what_each_has_read(service, ingest, models):
    use(service, "m-1")
    ingest(service, ADA, BOB)

    answer = service.get("/models").json()

    assert answer["active"] == "m-1"
    assert [(one["id"], one["active"], one["documents"]) for one in answer["models"]] == [
        (models.shipped().id, False, 0),
        ("m-1", True, 2),
        ("m-2", False, 0),
    ]
    assert answer["override"] is None
    assert [one["model"] for one in answer["history"]] == ["m-1"]
    assert answer["service"] == {"state": "loaded", "model": "m 1", "problem": None}


def test_documents_posted_after_a_choice_are_read_with_it(service, ingest):
    use(service, "m-1")
    (before,) = ingest(service, ADA)["documents"]
    use(service, "m-2")
    (after,) = ingest(service, BOB)["documents"]

    assert versions(service, before["id"]) == {("m", "1")}
    assert versions(service, after["id"]) == {("m", "2")}


def test_a_text_is_read_at_once_with_the_active_model(service):
    use(service, "m-1")
    first = service.post("/extract", json={"text": ADA}).json()
    use(service, "m-2")
    second = service.post("/extract", json={"text": ADA}).json()

    assert (first["version"], second["version"]) == ("1", "2")
    assert second["statements"][0]["model_version"] == "2"


def test_a_rollback_leads_back(service):
    use(service, "m-1")
    use(service, "m-2")

    assert service.post("/models/rollback").json()["active"] == "m-1"
    assert service.post("/extract", json={"text": ADA}).json()["version"] == "1"


def test_a_rollback_to_nothing_is_a_conflict(service):
    answer = service.post("/models/rollback")

    assert answer.status_code == 409
    assert "no choice" in answer.json()["detail"]


def test_a_model_that_is_not_there_cannot_be_chosen(service):
    for id in ("m-3", "../../etc", "m-1/../m-2"):
        answer = service.put("/models/active", json={"model": id})

        assert answer.status_code == 404
        assert "kg models list" in answer.json()["detail"]


def test_a_model_that_cannot_be_read_with_cannot_be_chosen(service, models):
    (models.folder / "m-2" / "config.json").write_text("{}")

    answer = service.put("/models/active", json={"model": "m-2"})

    assert answer.status_code == 422
    assert "no format" in answer.json()["detail"]


def test_a_model_shows_its_card(service):
    answer = service.get("/models/m-2").json()

    assert "card of version 2" in answer["card"]
    assert service.get("/models/m-3").status_code == 404


def test_a_model_that_cannot_be_loaded_degrades_the_service_which_reads_on(service, models, ingest):
    use(service, "m-1")
    ingest(service, ADA)
    service.app.state.service.catalog.models.choose("m-9")  # as from a machine that has it

    text = service.post("/extract", json={"text": BOB}).json()

    assert text["version"] == "1"
    ready = service.get("/health/ready").json()
    assert (ready["status"], ready["checks"]["model"]) == ("degraded", "stale")
    assert "m-9" in service.get("/models").json()["service"]["problem"]


def test_a_service_whose_model_is_not_there_blames_nobody_else_and_recovers(
    make_service, models, finish, monkeypatch
):
    monkeypatch.setattr("workers.local._AGAIN_S", 0.1)
    open = lambda settings: open_service(settings, build=named)  # noqa: E731
    before = make_service(extractor="neural", open=open)
    use(before, "m-2")
    before.stop()
    remove(models, models.find("m-2"))
    service = make_service(extractor="neural", open=open)

    text = service.post("/extract", json={"text": ADA})
    job = service.post("/documents", json={"text": ADA}).json()["job"]
    state = service.get("/models").json()["service"]["state"]
    use(service, "m-1")

    assert text.status_code == 500
    assert state in ("failed", "loading")
    assert finish(service, job)["counts"] == {"done": 1}


def test_a_setting_that_wins_over_the_choice_is_named(make_service, models):
    service = make_service(extractor="neural", model=models.find("m-1").folder)

    answer = use(service, "m-2")

    assert answer["override"].startswith("KG_MODEL=")


def test_what_another_model_read_is_read_again_once(service, ingest, finish):
    use(service, "m-1")
    documents = ingest(service, ADA, BOB)["documents"]

    chosen = use(service, "m-2")
    assert versions(service, documents[0]["id"]) == {("m", "1")}
    queued = service.post("/reextract")
    job = finish(service, queued.json()["job"])
    again = service.post("/reextract").json()

    assert chosen["documents_by_others"] == 2
    assert queued.status_code == 202
    assert queued.json()["documents"] == 2
    assert job["counts"] == {"done": 2}
    assert job["source"] == "reextract"
    assert again == {"job": None, "documents": 0}
    for document in documents:
        assert versions(service, document["id"]) == {("m", "2")}


def test_everything_is_read_again_if_asked_for(service, ingest, finish):
    use(service, "m-1")
    ingest(service, ADA)

    queued = service.post("/reextract", params={"all": True}).json()

    assert queued["documents"] == 1
    assert finish(service, queued["job"])["counts"] == {"done": 1}


def test_the_worker_signs_with_the_model_that_it_changed_to(service):
    use(service, "m-2")

    deadline = time.monotonic() + 20
    while [one["model"] for one in service.get("/models").json()["workers"]] != ["m 2"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)

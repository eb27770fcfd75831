"""Which model is read with, what came before it, and reading again what others have read."""

from dataclasses import replace

import pytest

from kg.catalog import Catalog
from kg.catalog.rereading import PRIORITY
from kg.errors import Conflict
from kg.records import ModelVersion
from tests.catalog.given import ADA, BOB, Clock, claim, extractions, follow, post

OLD, NEW = ModelVersion("scripted", "1"), ModelVersion("scripted", "2")


def read_all(catalog: Catalog, model: ModelVersion) -> int:
    """Read what waits in a model's name, and have the graph follow."""
    claims = claim(catalog)
    found = [(one, replace(extraction, model=model)) for one, extraction in extractions(claims)]
    kept = catalog.queue.finish("worker", found)
    follow(catalog)
    return kept


def test_before_any_choice_it_is_the_shipped_model(catalog: Catalog):
    assert catalog.models.chosen() is None
    assert catalog.models.history() == []
    with pytest.raises(Conflict, match="no choice to take back"):
        catalog.models.previous()


def test_a_rollback_leads_back_choice_by_choice(catalog: Catalog):
    for model in ("a-1", "a-2", "a-3"):
        catalog.models.choose(model)

    gone_through = [catalog.models.chosen()]
    for _ in range(3):
        catalog.models.roll_back(catalog.models.previous())
        gone_through.append(catalog.models.chosen())

    assert gone_through == ["a-3", "a-2", "a-1", None]


def test_choosing_the_same_again_is_no_choice(catalog: Catalog):
    catalog.models.choose("a-1")
    catalog.models.choose("a-1")

    assert len(catalog.models.history()) == 1
    assert catalog.models.previous() is None


def test_going_back_to_the_shipped_model_can_be_taken_back_too(catalog: Catalog):
    catalog.models.choose("a-1")
    catalog.models.choose(None)
    assert catalog.models.chosen() is None

    catalog.models.roll_back(catalog.models.previous())

    assert catalog.models.chosen() == "a-1"


def test_the_history_remembers_what_was_taken_back(catalog: Catalog, clock: Clock):
    catalog.models.choose("a-1")
    clock.turn(60)
    catalog.models.roll_back(None)
    catalog.models.choose("a-2")

    newest, oldest = catalog.models.history()

    assert (newest.model, newest.undone_at) == ("a-2", None)
    assert oldest.model == "a-1"
    assert oldest.undone_at == oldest.chosen_at + 60_000


def test_a_rollback_that_somebody_overtook_changes_nothing(catalog: Catalog):
    catalog.models.choose("a-1")
    seen = catalog.models.previous()
    catalog.models.choose("a-2")

    with pytest.raises(Conflict, match="try again"):
        catalog.models.roll_back(seen)

    assert catalog.models.chosen() == "a-2"


def test_documents_are_counted_by_the_model_that_read_them(catalog: Catalog):
    post(catalog, ADA)
    read_all(catalog, OLD)
    post(catalog, BOB, "A third text.")
    read_all(catalog, NEW)
    post(catalog, "A text that waits.")

    assert catalog.models.read_by() == {OLD: 1, NEW: 2}


def test_only_what_another_model_read_is_read_again(catalog: Catalog):
    old, *_ = post(catalog, ADA)
    read_all(catalog, OLD)
    post(catalog, BOB)
    read_all(catalog, NEW)

    queued = catalog.models.reread(NEW)

    assert queued.documents == 1
    assert catalog.documents.get(old.id).status == "queued"
    assert len(catalog.findings.of_document(old.id)) == 1, "its facts stay until it is read"
    assert read_all(catalog, NEW) == 1
    assert catalog.models.read_by() == {NEW: 2}
    assert catalog.jobs.progress(queued.job or "").counts == {"done": 1}


def test_asking_twice_queues_nothing_twice(catalog: Catalog):
    post(catalog, ADA, BOB)
    read_all(catalog, OLD)

    first, second = catalog.models.reread(NEW), catalog.models.reread(NEW)
    read_all(catalog, NEW)
    third = catalog.models.reread(NEW)

    assert (first.documents, second.documents, third.documents) == (2, 0, 0)
    assert (second.job, third.job) == (first.job, None)
    assert len(catalog.jobs.page().items) == 2


def test_everything_can_be_read_again(catalog: Catalog):
    post(catalog, ADA, BOB)
    read_all(catalog, NEW)

    assert catalog.models.reread(None).documents == 2


def test_new_documents_go_before_those_that_are_read_again(catalog: Catalog):
    post(catalog, ADA)
    read_all(catalog, OLD)
    catalog.models.reread(NEW)
    new, *_ = post(catalog, BOB)

    claims = claim(catalog)

    assert PRIORITY < 0
    assert claims[0].document.id == new.id
    assert len(claims) == 2


def test_what_was_cancelled_while_it_waited_for_its_second_reading_can_be_asked_for_again(
    catalog: Catalog,
):
    post(catalog, ADA)
    read_all(catalog, OLD)
    catalog.jobs.cancel(catalog.models.reread(NEW).job or "")

    assert catalog.models.reread(NEW).documents == 1


def test_more_documents_than_one_statement_takes_are_read_again(catalog: Catalog):
    post(catalog, *(f"Person N{i} was born in Paris." for i in range(1100)))
    while read_all(catalog, OLD):
        pass

    queued = catalog.models.reread(NEW)

    assert queued.documents == 1100
    assert catalog.documents.counts() == {"queued": 1100}

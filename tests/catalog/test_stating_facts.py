"""Facts that people state: rows like any other's, which no model reads."""

from typing import Any

import pytest

from kg.catalog import Catalog
from kg.catalog.judgement_rows import Right
from kg.catalog.rows import NewDocument
from kg.catalog.stated_rows import End, Ground, Reasons, StatedFact, Word
from kg.errors import Conflict
from kg.records import ModelVersion
from tests.catalog.given import ADA, MINTER, SCRIPTED, Clock, claim, follow, post, put, read

KNOWS = "http://kg.test/knows"
WHY = Reasons("rules", 0.5, "it held", (Ground("s", "Ada employer Acme"),))


def fact(one: str = "Ada Lovelace", other: str = "Acme Corp", **more: Any) -> StatedFact:
    ends = End(MINTER.entity(one, "person"), one, "person"), End(MINTER.entity(other, "organisation"), other, "organisation")  # fmt: skip
    return StatedFact(ends[0], KNOWS, "knows", ends[1], **more)


def facts(catalog: Catalog) -> set[str]:
    return {row.id for row in catalog.findings.statements().items}


def test_a_stated_fact_follows_like_any_other_and_waits_for_no_worker(catalog: Catalog):
    id = catalog.stated.accept(fact(reasons=WHY))

    assert claim(catalog) == []
    (projection,) = catalog.projections.pending(10)
    assert projection.document.stated
    assert [row.quote for row in projection.evidence] == ["Ada Lovelace knows Acme Corp."]
    follow(catalog)
    assert catalog.documents.get(id).status == "done"
    assert catalog.stated.words([id, "none"]) == {id: Word(WHY, None)}
    assert catalog.verdicts.given("suggestion", [fact().id]) == {fact().id: "accepted"}


def test_neither_a_model_switch_nor_a_wish_has_it_read(catalog: Catalog):
    post(catalog, ADA)
    read(catalog)
    id = catalog.stated.accept(fact())
    follow(catalog)

    queued = catalog.models.reread(ModelVersion("other", "2"))
    catalog.documents.requeue(id)

    assert queued.documents == 1
    assert [one.document.text for one in claim(catalog)] == [ADA]
    assert list(catalog.models.read_by()) == [SCRIPTED.model]
    assert catalog.documents.counts() == {"running": 1}
    assert catalog.stated.number() == 1


def test_it_is_accepted_anew_before_the_graph_has_followed_its_going(
    catalog: Catalog, clock: Clock
):
    first = catalog.stated.accept(fact())
    follow(catalog)
    catalog.stated.withdraw(fact().statement, "open")
    clock.turn(1)
    gone = facts(catalog)

    again = catalog.stated.accept(fact())
    catalog.stated.accept(fact())

    assert (gone, first) == (set(), again)
    assert facts(catalog) == {fact().id}
    assert follow(catalog) == 1
    assert catalog.documents.get(again).status == "done"
    assert [job.counts for job in catalog.jobs.page().items] == [{"done": 1}]


def test_a_clients_text_under_its_id_is_never_taken_for_it(catalog: Catalog):
    put(catalog, NewDocument("Mine.", id=f"stated-{fact().id}"))

    with pytest.raises(Conflict, match="yours"):
        catalog.stated.accept(fact())

    assert catalog.documents.text(f"stated-{fact().id}") == "Mine."


def test_a_correction_of_a_persons_word_can_be_undone(catalog: Catalog):
    catalog.stated.accept(fact())
    (row,) = catalog.findings.evidence(fact().id).items

    catalog.judgements.judge(row.id, "correct", Right("http://kg.test/met", row.subject, row.object))  # fmt: skip
    corrected = facts(catalog)
    given = catalog.verdicts.given("suggestion", [fact().id])
    catalog.judgements.undo(row.id)

    assert len(corrected) == 1
    assert corrected != {fact().id}
    assert set(given.values()) == {"refused"}
    assert facts(catalog) == {fact().id}
    assert list(catalog.judgements.all()) == []


def test_another_workspace_states_its_own(catalog: Catalog):
    catalog.stated.accept(fact())
    catalog.stated.accept(fact(), "elsewhere")

    catalog.stated.withdraw(fact().statement, "open")

    assert catalog.findings.statements(workspace="elsewhere").items
    assert (catalog.stated.number(), catalog.stated.number("elsewhere")) == (0, 1)

"""Statements, each once, with what all evidence for it comes to."""

import threading
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.config import Config

from kg.catalog import Catalog
from kg.catalog.engine import open_engine, writing
from kg.catalog.rows import NewDocument
from kg.catalog.statement_rows import Sought, StatementRow
from kg.errors import InputError, NotFound
from kg.records import AssertionStatus
from tests.catalog.given import Clock, claim, follow, post, put
from tests.truth.telling import KNOWS, Reader
from tests.truth.world import MINTER

ADA, BOB = MINTER.entity("Ada", "person"), MINTER.entity("Bob", "person")
READER = Reader(MINTER, "1", 0.0)


def read(catalog: Catalog, reader: Reader = READER) -> None:
    """Be a worker: read everything that waits."""
    for each in claim(catalog):
        found = reader.extract([each.document])
        assert catalog.queue.finish("worker", [(each, found[0])]) == 1


def tell(catalog: Catalog, **texts: str) -> None:
    for id, text in texts.items():
        put(catalog, NewDocument(text, id=id))
    read(catalog)


def found(catalog: Catalog, status: AssertionStatus | None = None, **sought: object) -> list[str]:
    rows = catalog.findings.statements(Sought(status=status, **sought)).items  # type: ignore[arg-type]
    return sorted(f"{row.subject_name} {row.object_name} {row.status}" for row in rows)


def only(catalog: Catalog) -> StatementRow:
    (row,) = catalog.findings.statements(Sought(status=None)).items
    return row


def test_only_what_is_asserted_is_listed_unless_asked_for(catalog: Catalog):
    tell(catalog, a="Ada knows Bob. It is denied that Bob knows Cy. Perhaps Cy knows Ada.")

    assert [row.status for row in catalog.findings.statements().items] == ["asserted"]
    assert found(catalog, "denied") == ["Bob Cy denied"]
    assert found(catalog, "hedged") == ["Cy Ada hedged"]
    assert found(catalog) == ["Ada Bob asserted", "Bob Cy denied", "Cy Ada hedged"]


def test_evidence_keeps_its_status_and_its_qualifiers(catalog: Catalog):
    tell(catalog, a="They say that Ada knows Bob since 1998.")

    (row,) = catalog.findings.of_document("a", status=None)

    assert catalog.findings.of_document("a") == []
    assert row.status == "reported"
    ((qualifier),) = row.qualifiers
    assert (qualifier.predicate, qualifier.value.value) == ("urn:p:since", "1998")
    assert row.read_at == catalog.documents.get("a").read_at


def test_what_one_document_asserts_and_another_denies_stays_asserted_with_less_confidence(
    catalog: Catalog,
):
    tell(catalog, a="Ada knows Bob.")
    alone = only(catalog).confidence

    tell(catalog, b="It is denied that Ada knows Bob.")

    both = only(catalog)
    assert (both.status, both.documents, both.sources) == ("asserted", 1, 1)
    assert both.confidence < alone
    assert set(both.support) == {"asserted", "denied"}
    assert found(catalog, "denied") == ["Ada Bob asserted"]


def test_one_text_under_two_ids_is_one_source_and_two_documents(catalog: Catalog):
    tell(catalog, a="Ada knows Bob.")
    alone = only(catalog)

    tell(catalog, b="Ada knows Bob.")
    twice = only(catalog)
    tell(catalog, c="Well: Ada knows Bob.")
    thrice = only(catalog)

    assert (twice.documents, twice.sources, twice.confidence) == (2, 1, alone.confidence)
    assert (thrice.documents, thrice.sources) == (3, 2)
    assert thrice.confidence > alone.confidence


def test_a_replaced_text_is_the_source_of_its_findings_until_the_new_one_is_read(catalog: Catalog):
    tell(catalog, a="Ada knows Bob.", b="Ada knows Bob.")

    put(catalog, NewDocument("Nothing.", id="b"))
    tell_nobody = only(catalog)
    read(catalog)

    assert (tell_nobody.documents, tell_nobody.sources) == (2, 1)
    assert (only(catalog).documents, only(catalog).sources) == (1, 1)


def test_a_statement_goes_with_its_last_evidence(catalog: Catalog):
    tell(catalog, a="Ada knows Bob.", b="Yes, Ada knows Bob.")

    catalog.documents.delete("a")
    left = only(catalog)
    catalog.documents.delete("b")
    follow(catalog)

    assert (left.documents, left.sources) == (1, 1)
    assert found(catalog) == []


def test_statements_are_found_by_each_of_their_parts(catalog: Catalog):
    tell(catalog, a="Ada knows Bob. Bob knows Ada.", b="Bob knows 7.")

    assert found(catalog, subject=ADA) == ["Ada Bob asserted"]
    assert found(catalog, object=ADA) == ["Bob Ada asserted"]
    assert found(catalog, object="7") == ["Bob 7 asserted"]
    assert found(catalog, document="b") == ["Bob 7 asserted"]
    assert found(catalog, predicate=KNOWS, subject=BOB, object=ADA) == ["Bob Ada asserted"]
    assert found(catalog, predicate="urn:p:other") == []
    with pytest.raises(NotFound, match="document"):
        found(catalog, document="nobody")


def test_statements_are_filtered_by_what_all_evidence_comes_to(catalog: Catalog):
    tell(catalog, a="Ada knows Bob.", b="So Ada knows Bob.", c="Perhaps Bob knows Cy.")
    row = catalog.findings.statements().items[0]
    (alone,) = {one.confidence for one in catalog.findings.evidence(row.id).items}

    assert row.confidence > alone
    assert found(catalog, "asserted", min_confidence=row.confidence) == ["Ada Bob asserted"]
    assert found(catalog, "asserted", min_confidence=row.confidence + 0.001) == []
    sure = catalog.findings.about(ADA, sought=Sought(min_confidence=row.confidence)).items
    assert {one.document for one in sure} == {"a", "b"}
    assert catalog.findings.about(ADA, sought=Sought(min_confidence=0.999)).items == ()


def test_the_pages_of_statements_and_of_evidence_show_everything_once(catalog: Catalog):
    names = ("Ada", "Bob", "Cy")
    pairs = [f"{one} knows {two}." for one in names for two in names]
    tell(catalog, **{f"d{n}": f"{n}: {' '.join(pairs)}" for n in range(3)})

    statements = list(_pages(lambda after: catalog.findings.statements(limit=4, after=after)))
    evidence = list(
        _pages(lambda after: catalog.findings.evidence(statements[0].id, limit=2, after=after))
    )

    assert len(statements) == len({row.id for row in statements}) == 9
    assert [row.document for row in evidence] == ["d0", "d1", "d2"]
    with pytest.raises(InputError, match="cursor"):
        catalog.findings.statements(after="WzEsMl0")


def test_two_workers_that_add_to_one_statement_at_once_are_both_counted(url: str, clock: Clock):
    catalog = Catalog.open(url, clock)
    for n in range(8):
        post(catalog, NewDocument(f"{n}: Ada knows Bob.", id=f"d{n}"))
    claims = [claim(catalog, owner=f"w{n}", limit=1)[0] for n in range(8)]
    start = threading.Barrier(8)

    def finish(n: int) -> None:
        start.wait()
        found = READER.extract([claims[n].document])
        catalog.queue.finish(f"w{n}", [(claims[n], found[0])])

    threads = [threading.Thread(target=finish, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (only(catalog).documents, only(catalog).sources) == (8, 8)
    catalog.close()


def test_a_catalog_of_the_version_before_is_upgraded_with_its_findings(empty_url: str):
    catalog = Catalog.open(empty_url)
    tell(catalog, a="Ada knows Bob.", b="Ada knows Bob. Bob knows 7.", c="Oh: Ada knows Bob.")
    expected = catalog.findings.statements(Sought(status=None)).items
    catalog.close()
    _downgrade(empty_url, "0001")

    catalog = Catalog.open(empty_url)

    assert catalog.findings.statements(Sought(status=None)).items == expected
    assert catalog.findings.of_document("a")[0].status == "asserted"
    catalog.close()


def _downgrade(url: str, revision: str) -> None:
    engine = open_engine(url)
    config = Config()
    config.set_main_option("script_location", "kg.catalog:migrations")
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    engine.dispose()


def _pages(ask) -> Iterator:  # type: ignore[no-untyped-def, type-arg]
    after = None
    while True:
        page = ask(after)
        yield from page.items
        after = page.next
        if after is None:
            return

"""No query that runs often walks a whole table: checked by SQLite, whose planner has nothing else to go by than the indexes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from kg.catalog import Catalog
from kg.catalog.rows import NewDocument
from kg.catalog.statement_rows import Sought
from kg.confidence import STATUSES
from tests.catalog.given import ADA, BOB, claim, extractions, follow, post, put

LARGE = ("documents", "texts", "evidence", "entities", "mentions", "statements", "job_documents")
WALK = re.compile(
    rf"SCAN ({'|'.join(LARGE)})(?! USING (COVERING )?INDEX ix_documents_(queued|running))"
)
"""The two indexes that may be walked hold only what waits, or what is being read."""


@contextmanager
def walks_noted(engine: sa.Engine) -> Iterator[list[str]]:
    """Ask for the plan of every statement that is run, and note those that walk a table."""
    noted: list[str] = []

    def explain(
        connection: sa.Connection, _cursor: Any, statement: str, parameters: Any, *_: Any
    ) -> None:
        if statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE")):
            one = parameters[0] if isinstance(parameters, list) else parameters
            plan = connection.connection.cursor()
            plan.execute(f"EXPLAIN QUERY PLAN {statement}", one)
            noted.extend(statement for *_, step in plan.fetchall() if WALK.match(step))

    sa.event.listen(engine, "before_cursor_execute", explain)
    yield noted
    sa.event.remove(engine, "before_cursor_execute", explain)


def test_no_query_that_runs_often_walks_a_whole_table(tmp_path: Path):
    catalog = Catalog.open(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    engine = catalog.documents._database.engine

    with walks_noted(engine) as noted:
        job = catalog.jobs.create("test")
        first, second = (receipt.id for receipt in post(catalog, ADA, BOB, job=job))
        post(catalog, ADA)
        put(catalog, NewDocument("Third.", id="third"))
        put(catalog, NewDocument("Other.", id="third"))
        claims = claim(catalog)
        catalog.queue.renew("worker", claims, 60)
        catalog.queue.finish("worker", extractions(claims[:2]))
        catalog.queue.fail("worker", claims[2], "Busy.", retry_in_s=0)
        catalog.queue.release("worker", claim(catalog))
        catalog.queue.due()
        follow(catalog)
        catalog.jobs.progress(job)
        catalog.jobs.page()
        for status in (None, "failed"):
            catalog.documents.page(status=status)
            catalog.documents.page(status=status, job=job)
        catalog.documents.counts()
        fact = catalog.findings.of_document(first)[0]
        catalog.findings.mentions(first)
        catalog.findings.statement(fact.statement_id)
        catalog.findings.evidence(fact.statement_id)
        catalog.findings.about(fact.statement.subject)
        catalog.findings.about(fact.statement.subject, sought=Sought(min_confidence=0.5))
        said = fact.statement
        for status in STATUSES:
            catalog.findings.statements(Sought(status=status, min_confidence=0.5))
        for sought in (
            Sought(subject=said.subject),
            Sought(predicate=said.predicate),
            Sought(object="urn:a"),
            Sought(document=first),
        ):
            catalog.findings.statements(sought)
        catalog.findings.entities("ada")
        catalog.findings.entities()
        catalog.jobs.cancel(job)
        catalog.jobs.retry(job)
        catalog.documents.delete(second)
        follow(catalog)

    assert noted == []
    catalog.close()

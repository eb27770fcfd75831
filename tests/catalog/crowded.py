"""A catalog with very many documents, made by the database itself, and the plans of what is asked of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from kg.catalog import Catalog
from kg.catalog.engine import open_engine

JOBS = 100
_FILL = """
INSERT INTO documents (
    seq, workspace, id, content, dedup, status, metadata, characters, characters_read, revision, job,
    priority, run_at, attempt, deaths, owner, lease_until, change, pending_since, created_at, updated_at
)
WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {n})
SELECT i, 'main', 'd' || i, 'c' || i, 'c' || i,
    CASE WHEN i % 1000 = 0 THEN 'running' WHEN i % 100 < 89 THEN 'done'
        WHEN i % 100 < 98 THEN 'queued' ELSE 'failed' END,
    '{{}}', 200, 200, 1, 'j' || (i % {jobs}), 0, {now} - i % 1000, 1, 0,
    CASE WHEN i % 1000 = 0 THEN 'w' END, CASE WHEN i % 1000 = 0 THEN {now} + 60000 END,
    i, CASE WHEN i % 500 = 1 THEN {now} END, {now}, {now}
FROM numbers
"""
_TEXTS = "INSERT INTO texts (document, text) SELECT seq, 'Some text.' FROM documents"
_JOBS = """
INSERT INTO jobs (id, workspace, source, created_at, duplicates, rejected)
WITH RECURSIVE numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < {last})
SELECT 'j' || i, 'main', 'test', {now}, 0, 0 FROM numbers
"""


def crowd(url: str, n: int, now: int) -> None:
    """Fill an empty catalog with `n` documents, a tenth of them queued, few of them failed or running."""
    engine = open_engine(url)
    with engine.connect().execution_options(kg_writes=True) as connection, connection.begin():
        connection.execute(sa.text(_JOBS.format(last=JOBS - 1, now=now)))
        connection.execute(sa.text(_FILL.format(n=n, jobs=JOBS, now=now)))
        connection.execute(sa.text(_TEXTS))
    tidy = "VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(tidy)
        connection.commit()
    engine.dispose()


@contextmanager
def plans_noted(catalog: Catalog) -> Iterator[list[str]]:
    """Note a line for every step of the plans of the statements that are run."""
    engine = catalog.documents._database.engine
    explain = "EXPLAIN" if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    noted: list[str] = []

    def note(
        connection: sa.Connection, _cursor: Any, statement: str, parameters: Any, *_: Any
    ) -> None:
        if statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE")):
            one = parameters[0] if isinstance(parameters, list) else parameters
            plan = connection.connection.cursor()
            plan.execute(f"{explain} {statement}", one)
            noted.extend(str(row[-1]).strip() for row in plan.fetchall())

    sa.event.listen(engine, "before_cursor_execute", note)
    yield noted
    sa.event.remove(engine, "before_cursor_execute", note)

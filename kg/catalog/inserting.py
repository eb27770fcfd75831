"""Inserting many rows at once, the quick way of each database.

SQLite runs one statement for each row without a round trip. PostgreSQL is some eight times quicker
when all rows travel as one JSON parameter than as a thousand tuples of parameters.
"""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from kg.catalog.tables import Row

Values = dict[str, Any]


def insert(connection: sa.Connection, table: sa.Table) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that can say ON CONFLICT in this database's dialect."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def insert_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[Values]) -> None:
    """Insert rows, which all have the same columns."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(_of_json(postgresql.insert(table), table, rows))
    else:
        connection.execute(sa.insert(table), rows)


def insert_new(
    connection: sa.Connection, table: sa.Table, rows: Sequence[Values], returning: Sequence[str]
) -> Sequence[Row]:
    """Insert those rows that break no unique constraint, and return these columns of theirs."""
    columns = [table.c[name] for name in returning]
    if connection.dialect.name == "postgresql":
        sent = _of_json(postgresql.insert(table), table, rows)
        return connection.execute(sent.on_conflict_do_nothing().returning(*columns)).all()
    statement = sqlite.insert(table).on_conflict_do_nothing().returning(*columns)
    return connection.execute(statement, rows).all()


def _of_json(
    statement: postgresql.Insert, table: sa.Table, rows: Sequence[Values]
) -> postgresql.Insert:
    columns = [sa.column(name, table.c[name].type) for name in rows[0]]
    sent = sa.cast(json.dumps(rows, ensure_ascii=False), sa.Text).cast(postgresql.JSON)
    records = sa.func.json_to_recordset(sent).table_valued(*columns)
    chosen = sa.select(records.render_derived(with_types=True))
    return statement.from_select(
        [column.name for column in columns], chosen, include_defaults=False
    )

"""What people said of mined rules, suggested and refused facts: accepted or refused, until it is taken back."""

from collections.abc import Collection
from typing import Literal

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.inserting import Values, insert
from kg.catalog.tables import metadata
from kg.records import DEFAULT_WORKSPACE

Kind = Literal["rule", "suggestion", "fact"]
Verdict = Literal["open", "accepted", "refused"]
"""What was said of something; open: nothing."""

verdicts = sa.Table(
    "verdicts",
    metadata,
    sa.Column("workspace", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("verdict", sa.Text, nullable=False),
    # The rule or the fact itself, for people: neither can be read off its id.
    sa.Column("said", sa.Text, nullable=False),
    sa.Column("made_at", sa.BigInteger, nullable=False),
)

_BATCH = 400


class Verdicts:
    """One verdict at most on each rule and on each suggested fact."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(
        self,
        kind: Kind,
        id: str,
        verdict: Verdict,
        said: str,
        workspace: str = DEFAULT_WORKSPACE,
    ) -> None:
        """Keep a verdict in place of the one before; "open" takes it back."""
        row = {"workspace": workspace, "kind": kind, "id": id, "verdict": verdict, "said": said}
        with self._database.write() as connection:
            keep_verdict(connection, row | {"made_at": self._database.clock()})

    def given(
        self, kind: Kind, ids: Collection[str], workspace: str = DEFAULT_WORKSPACE
    ) -> dict[str, Verdict]:
        """Return the verdicts on some rules or facts, by id; one that is not there is open."""
        wanted = sorted(ids)
        mine = (verdicts.c.workspace == workspace) & (verdicts.c.kind == kind)
        chosen = sa.select(verdicts.c.id, verdicts.c.verdict).where(mine)
        found: dict[str, Verdict] = {}
        with self._database.read() as connection:
            for start in range(0, len(wanted), _BATCH):
                some = verdicts.c.id.in_(wanted[start : start + _BATCH])
                found |= {row.id: row.verdict for row in connection.execute(chosen.where(some))}
        return found


def keep_verdict(connection: sa.Connection, row: Values) -> None:
    """Keep a row in place of the one before; "open" takes it back."""
    keys = ["workspace", "kind", "id"]
    if row["verdict"] == "open":
        here = [verdicts.c[name] == row[name] for name in keys]
        connection.execute(sa.delete(verdicts).where(*here))
        return
    sent = insert(connection, verdicts).values(row)
    connection.execute(sent.on_conflict_do_update(index_elements=keys, set_=row))

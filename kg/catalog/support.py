"""Which facts stand on which documents: a fact lives as long as one document asserts it."""

import sqlalchemy as sa

from kg.catalog.rows import Retraction
from kg.catalog.tables import evidence


def retraction(connection: sa.Connection, seq: int, workspace: str) -> Retraction:
    """Count what deleting a document would do."""
    asserted = evidence.c.status == "asserted"
    said = sa.select(evidence.c.statement_id).where(evidence.c.document == seq, asserted)
    mine = said.distinct().subquery()
    other = sa.select(evidence.c.document).where(
        evidence.c.workspace == workspace,
        evidence.c.statement_id == mine.c.statement_id,
        evidence.c.document != seq,
        asserted,
    )
    count = sa.select(sa.func.count()).select_from(mine)
    facts = connection.execute(count).scalar_one()
    kept = connection.execute(count.where(other.exists())).scalar_one()
    return Retraction(facts, facts - kept, kept)

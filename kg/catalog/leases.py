"""Leases: a name that one owner holds at a time, until it gives it back or falls silent."""

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.inserting import insert
from kg.catalog.process_tables import leases


class Leases:
    """Who holds which name, by the catalog's clock."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, name: str, owner: str, seconds: float) -> bool:
        """Take a lease or prolong one's own; returns whether it is `owner`'s now."""
        now = self._database.clock()
        held = {"owner": owner, "until": now + round(seconds * 1000)}
        with self._database.write() as connection:
            claim = insert(connection, leases).values({"name": name} | held)
            free = (leases.c.owner == owner) | (leases.c.until < now)
            claim = claim.on_conflict_do_update(index_elements=["name"], set_=held, where=free)
            connection.execute(claim)
            holder = sa.select(leases.c.owner).where(leases.c.name == name)
            return bool(connection.execute(holder).scalar_one() == owner)

    def give_back(self, name: str, owner: str) -> None:
        """Let the next one have it."""
        mine = (leases.c.name == name) & (leases.c.owner == owner)
        with self._database.write() as connection:
            connection.execute(sa.delete(leases).where(mine))

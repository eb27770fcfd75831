"""Access keys in SQL: made, listed, revoked. They belong to the installation, not to its backups."""

import dataclasses
import secrets
from collections.abc import Sequence

import sqlalchemy as sa

from kg.access import AccessKey, Scope, digest_of, new_key
from kg.catalog.access_table import access_keys
from kg.catalog.database import Database
from kg.errors import InputError, NotFound

_MAX_NAME = 200


class Access:
    """The keys of this installation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, name: str, scope: Scope) -> tuple[AccessKey, str]:
        """Make a key; returns what is kept of it, and the key itself, which cannot be had again.

        Raises:
            InputError: The name is empty, too long, or has control characters.
        """
        if not name.strip() or len(name) > _MAX_NAME or not name.isprintable():
            raise InputError(f"Give the key a name of 1 to {_MAX_NAME} printable characters.")
        key = new_key()
        row = AccessKey(secrets.token_hex(4), name, scope, digest_of(key), self._database.clock())
        with self._database.write() as connection:
            connection.execute(sa.insert(access_keys).values(dataclasses.asdict(row)))
        return row, key

    def all(self) -> list[AccessKey]:
        """Return every key, revoked ones too, in the order of making."""
        chosen = sa.select(access_keys).order_by(access_keys.c.created_at, access_keys.c.id)
        with self._database.read() as connection:
            return [AccessKey(**row) for row in connection.execute(chosen).mappings()]

    def revoke(self, id: str) -> AccessKey:
        """Make a key worthless; doing it twice changes nothing. Raises NotFound."""
        now = self._database.clock()
        change = sa.update(access_keys).where(access_keys.c.id == id)
        change = change.values(revoked_at=sa.func.coalesce(access_keys.c.revoked_at, now))
        with self._database.write() as connection:
            row = connection.execute(change.returning(access_keys)).mappings().one_or_none()
        if row is None:
            raise NotFound("key", id, "`kg keys list` shows their ids.")
        return AccessKey(**row)

    def note_use(self, id: str) -> None:
        """Note that a key was used now; unknown ids do not matter."""
        change = sa.update(access_keys).where(access_keys.c.id == id)
        with self._database.write() as connection:
            connection.execute(change.values(last_used_at=self._database.clock()))

    def replace(self, keys: Sequence[AccessKey]) -> None:
        """Put these keys in the place of all others."""
        with self._database.write() as connection:
            connection.execute(sa.delete(access_keys))
            if keys:
                rows = [dataclasses.asdict(key) for key in keys]
                connection.execute(sa.insert(access_keys), rows)

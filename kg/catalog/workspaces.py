"""The list of workspaces in SQL. It belongs to the installation, like its keys, not to its backups."""

import dataclasses
import secrets
from collections.abc import Sequence

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.workspace_table import workspaces
from kg.errors import Conflict, NotFound
from kg.records import DEFAULT_WORKSPACE
from kg.workspaces import Workspace, checked_name

_LISTED = "`kg workspaces list` shows those that are."


class Workspaces:
    """The workspaces of this installation beside the default one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, *, deleted: bool = False) -> list[Workspace]:
        """Return the workspaces by name; or, if `deleted`, those whose places have still to be emptied."""
        here = workspaces.c.deleted_at.is_not(None) if deleted else _here()
        chosen = sa.select(workspaces).where(here).order_by(workspaces.c.name, workspaces.c.id)
        with self._database.read() as connection:
            return [Workspace(**row) for row in connection.execute(chosen).mappings()]

    def get(self, name: str) -> Workspace:
        """Return a workspace. Raises NotFound, or InputError if there can be none of that name."""
        chosen = sa.select(workspaces).where(_here(), workspaces.c.name == checked_name(name))
        with self._database.read() as connection:
            row = connection.execute(chosen).mappings().one_or_none()
        if row is None:
            raise NotFound("workspace", name, _LISTED)
        return Workspace(**row)

    def has(self, id: str) -> bool:
        """Say whether this very workspace is there, and neither deleted nor replaced by one of its name."""
        chosen = sa.select(workspaces.c.id).where(_here(), workspaces.c.id == id)
        with self._database.read() as connection:
            return connection.execute(chosen).first() is not None

    def deleted_for(self, workspace: Workspace) -> float:
        """Return for how many seconds a workspace has been deleted, by the catalog's clock."""
        return (self._database.clock() - (workspace.deleted_at or 0)) / 1000

    def reserve(self, name: str) -> Workspace:
        """Return a workspace to be, whose places can be made before `add` puts it on the list.

        Raises:
            InputError: No workspace can have this name.
            Conflict: It is the default one's.
        """
        if checked_name(name) == DEFAULT_WORKSPACE:
            raise Conflict(f"{name} is the default workspace: it is always there.")
        return Workspace(secrets.token_hex(4), name, self._database.clock())

    def add(self, workspace: Workspace) -> bool:
        """Put a workspace on the list; returns whether that worked: the name may be taken meanwhile."""
        try:
            with self._database.write() as connection:
                connection.execute(sa.insert(workspaces).values(dataclasses.asdict(workspace)))
        except sa.exc.IntegrityError:
            return False
        return True

    def mark_deleted(self, name: str) -> Workspace:
        """Take a workspace off the list; `forget` it when its places are empty. Raises as `get`, and Conflict."""
        if checked_name(name) == DEFAULT_WORKSPACE:
            raise Conflict(
                f"{name} is the default workspace: stop the service and remove its data."
            )
        found = self.get(name)
        change = sa.update(workspaces).where(_here(), workspaces.c.id == found.id)
        now = self._database.clock()
        with self._database.write() as connection:
            connection.execute(change.values(deleted_at=now))
        return dataclasses.replace(found, deleted_at=now)

    def forget(self, id: str) -> None:
        """Drop the row of a workspace whose places are empty."""
        with self._database.write() as connection:
            connection.execute(sa.delete(workspaces).where(workspaces.c.id == id))

    def replace(self, rows: Sequence[Workspace]) -> None:
        """Put these rows, which `all` gave, in the place of all others."""
        with self._database.write() as connection:
            connection.execute(sa.delete(workspaces))
            if rows:
                connection.execute(sa.insert(workspaces), [dataclasses.asdict(one) for one in rows])


def _here() -> sa.ColumnElement[bool]:
    return workspaces.c.deleted_at.is_(None)

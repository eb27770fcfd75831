"""Which model documents are read with: a stack of choices, so that the last one can be taken back.

The models themselves lie in a folder (`kg.model.registry`); here they are only names.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.process_tables import model_choices
from kg.catalog.rereading import Reader, Rereading, other_than, queue_again
from kg.catalog.tables import documents
from kg.errors import Conflict
from kg.records import DEFAULT_WORKSPACE, PERSON, ModelVersion

_STANDS = model_choices.c.undone_at.is_(None)
_LAST = sa.select(model_choices).where(_STANDS).order_by(model_choices.c.seq.desc())


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Somebody's choice of a model for the documents to come.

    Attributes:
        model: Its id in the registry; None is the one that ships with kg.
        undone_at: When it was rolled back; None while it stands.
        seq: Its place in the history.
    """

    model: str | None
    chosen_at: int
    undone_at: int | None
    seq: int


class Models:
    """The chosen model, the choices before it, and what each model has read.

    Args:
        choices: Where the choice is written down, if it is not the same database.
    """

    def __init__(self, database: Database, choices: Database | None = None) -> None:
        self._database = database
        self._choices = choices or database

    def chosen(self) -> str | None:
        """Return the id of the model to read with; None is the one that ships with kg."""
        with self._choices.read() as connection:
            return _chosen(connection)

    def previous(self) -> str | None:
        """Return what `roll_back` would go back to. Raises Conflict if it would go back to nothing."""
        with self._choices.read() as connection:
            _, before = _last_two(connection)
        return before

    def choose(self, model: str | None) -> None:
        """Read with this model from now on; choosing what is chosen changes nothing."""
        row = sa.insert(model_choices).values(model=model, chosen_at=self._choices.clock())
        with self._choices.write() as connection:
            _alone(connection)
            if _chosen(connection) != model:
                connection.execute(row)

    def roll_back(self, expected: str | None) -> None:
        """Take the last choice back.

        Args:
            expected: What `previous` said, which the caller found to be in good order.

        Raises:
            Conflict: Nothing was chosen, or somebody else chose in the meantime.
        """
        with self._choices.write() as connection:
            _alone(connection)
            last, before = _last_two(connection)
            if before != expected:
                raise Conflict(
                    "Somebody else chose a model a moment ago. Look at it, and try again."
                )
            undo = sa.update(model_choices).where(model_choices.c.seq == last)
            connection.execute(undo.values(undone_at=self._choices.clock()))

    def history(self, limit: int = 20) -> list[ModelChoice]:
        """Return choices, the newest first, those that were taken back included."""
        newest = sa.select(model_choices).order_by(model_choices.c.seq.desc()).limit(limit)
        with self._choices.read() as connection:
            return [ModelChoice(**row) for row in connection.execute(newest).mappings()]

    def read_by(self) -> dict[ModelVersion, int]:
        """Return how many documents, of this catalog, state what each model found in them."""
        columns = (documents.c.model, documents.c.model_version)
        counted = sa.select(*columns, sa.func.count().label("n")).group_by(*columns)
        counted = counted.where(documents.c.model != PERSON.name)
        with self._database.read() as connection:
            rows = connection.execute(counted).all()
        return {ModelVersion(row.model, row.model_version): row.n for row in rows}

    def reread(self, other: ModelVersion | None, workspace: str = DEFAULT_WORKSPACE) -> Rereading:
        """Queue documents again that some other model read, or all that any model read, behind new ones.

        What is known of them stays until they have been read. Called twice, it queues nothing twice.
        """
        which = None if other is None else other_than(other)
        return queue_again(self._database, Reader(workspace, which))


def _chosen(connection: sa.Connection) -> str | None:
    row = connection.execute(_LAST.limit(1)).one_or_none()
    return None if row is None else row.model


def _last_two(connection: sa.Connection) -> tuple[int, str | None]:
    """Return the last choice's seq, and the model chosen before it."""
    found = connection.execute(_LAST.limit(2)).all()
    if not found:
        raise Conflict("There is no choice to take back: kg reads with the model that it ships.")
    return found[0].seq, found[1].model if len(found) > 1 else None


def _alone(connection: sa.Connection) -> None:
    """Make other choosers wait for the end of this transaction; readers go on."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("LOCK TABLE model_choices IN SHARE ROW EXCLUSIVE MODE"))

"""What identity goes by, read out of the catalog: what documents name and say, as it was minted."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, replace

import sqlalchemy as sa

from kg.catalog.database import Database
from kg.catalog.identity_tables import bases, decisions, resolutions
from kg.catalog.inserting import insert
from kg.catalog.keys import thing_key
from kg.catalog.loading import term
from kg.catalog.recording import changed
from kg.catalog.statement_table import statements
from kg.catalog.tables import PENDING, QUEUED, RUNNING, documents, entities, evidence
from kg.catalog.touched import Touched
from kg.catalog.world_reading import edges, occurrences
from kg.identity.records import Edge, Occurrence, World
from kg.records import DEFAULT_WORKSPACE, Statement

_MOST_MARKED = 400


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a resolution came to.

    Attributes:
        things: Entities of documents, each in each of its documents.
        renamed: Minted IRIs that something else stands for.
        reviews: Pairs that wait for somebody.
    """

    seconds: float
    things: int
    renamed: int
    reviews: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """How many documents, decisions and bases there are, with sums that change when one of them does."""

    documents: int
    changes: int
    decisions: int
    made: int
    bases: int
    loaded: int

    def after(self, changes: int) -> "Stamp":
        """Return the stamp as it is when so many documents have changed, and nothing else has."""
        return replace(self, changes=self.changes + changes)

    def __str__(self) -> str:
        return " ".join(map(str, astuple(self)))


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement, by id, and what it counts as to knowledge bases."""

    id: str
    statement: Statement
    standing: str | None


class Worlds:
    """Reads everything of a workspace, and remembers up to where it was resolved."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, workspace: str = DEFAULT_WORKSPACE, seqs: Sequence[int] | None = None) -> World:
        """Return what documents of a workspace name and say: those in these rows, or all."""
        named: list[Occurrence] = []
        said: list[Edge] = []
        with self._database.read() as connection:
            for some in _pieces(seqs):
                named += occurrences(connection, workspace, some)
                said += edges(connection, workspace, some)
        return World(tuple(named), tuple(said))

    def stated(
        self, workspace: str = DEFAULT_WORKSPACE, seqs: Sequence[int] | None = None
    ) -> Iterator[Stated]:
        """Yield every asserted statement once, of these documents or of all, with what it counts as so far."""
        columns = ("statement_id", "subject", "predicate", "object", "datatype", "standing")
        chosen = sa.select(*(evidence.c[name] for name in columns)).where(_asserted(workspace))
        with self._database.read() as connection:
            for some in _pieces(seqs):
                here = evidence.c.document.in_(some) if some is not None else sa.true()
                for row in connection.execute(chosen.where(here).distinct()):
                    fact = Statement(row.subject, row.predicate, term(row.object, row.datatype))
                    yield Stated(row.statement_id, fact, row.standing)

    def forget_standings(self, workspace: str = DEFAULT_WORKSPACE) -> int:
        """Have no statement count as anything to knowledge bases; returns how many documents were changed."""
        some = _asserted(workspace) & evidence.c.standing.is_not(None)
        with self._database.read() as connection:
            ids = connection.execute(sa.select(evidence.c.statement_id).where(some).distinct())
            marked = list(ids.scalars())
        return self.mark(dict.fromkeys(marked), workspace)

    def of_standing(
        self, standing: str, workspace: str = DEFAULT_WORKSPACE, *, min_confidence: float = 0.0
    ) -> Iterator[Statement]:
        """Yield the statements that count as this to knowledge bases and are as sure as that, each once."""
        columns = ("statement_id", "subject", "predicate", "object", "datatype")
        mine = _asserted(workspace) & (evidence.c.standing == standing)
        if min_confidence:
            sure = statements.c.confidence >= min_confidence
            here = sa.select(statements.c.id).where(statements.c.workspace == workspace, sure)
            mine &= evidence.c.statement_id.in_(here)
        chosen = sa.select(*(evidence.c[name] for name in columns)).where(mine).distinct()
        with self._database.read() as connection:
            for row in connection.execute(chosen.order_by(evidence.c.statement_id)):
                yield Statement(row.subject, row.predicate, term(row.object, row.datatype))

    def called(
        self, iris: Collection[str], workspace: str = DEFAULT_WORKSPACE
    ) -> dict[str, tuple[str, str]]:
        """Return the longest name of each thing, and its type."""
        keys = sorted(map(thing_key, iris))
        columns = (entities.c.term, entities.c.name, entities.c.label)
        found: dict[str, tuple[str, str]] = {}
        with self._database.read() as connection:
            for start in range(0, len(keys), _MOST_MARKED):
                here = entities.c.thing.in_(keys[start : start + _MOST_MARKED])
                mine = (entities.c.workspace == workspace) & here
                for row in connection.execute(sa.select(*columns).where(mine).distinct()):
                    held = found.get(row.term, ("", ""))
                    best = max(held, (row.name, row.label), key=lambda one: (len(one[0]), one))
                    found[row.term] = best
        return found

    def mark(self, standings: Mapping[str, str | None], workspace: str = DEFAULT_WORKSPACE) -> int:
        """Note what statements, by id, count as; returns how many times a document was changed by it."""
        ids: dict[str | None, list[str]] = defaultdict(list)
        for id, standing in sorted(standings.items()):
            ids[standing].append(id)
        return sum(
            self._mark(standing, some[start : start + _MOST_MARKED], workspace)
            for standing, some in ids.items()
            for start in range(0, len(some), _MOST_MARKED)
        )

    def _mark(self, standing: str | None, ids: list[str], workspace: str) -> int:
        here = _asserted(workspace) & evidence.c.statement_id.in_(ids)
        said = sa.select(evidence.c.document).where(here).distinct()
        with self._database.write() as connection:
            seqs = connection.execute(said).scalars().all()
            connection.execute(sa.update(evidence).where(here).values(standing=standing))
            follow = documents.c.seq.in_(seqs) & documents.c.model.is_not(None)
            update = sa.update(documents).where(follow).values(changed(self._database.clock()))
            return connection.execute(update).rowcount

    def touched(self, workspace: str = DEFAULT_WORKSPACE) -> Touched:
        """Return what finds the documents that change from now on; its first look finds all."""
        return Touched(self._database, workspace)

    def busy(self) -> bool:
        """Return whether documents are being read, or the graph has yet to follow some: facts come first."""
        # one after the other, so that each is a look into its own partial index
        several = [sa.exists().where(one) for one in (QUEUED, RUNNING, PENDING)]
        with self._database.read() as connection:
            return any(connection.execute(sa.select(one)).scalar_one() for one in several)

    def stamp(self, workspace: str = DEFAULT_WORKSPACE) -> Stamp:
        """Return what changes whenever findings, decisions or knowledge bases do."""
        read = (documents.c.workspace == workspace) & documents.c.model.is_not(None)
        decided = decisions.c.workspace == workspace
        loaded = (bases.c.workspace == workspace) & (bases.c.status == "ready")
        with self._database.read() as connection:
            found = _counted(connection, documents.c.change, read)
            made = _counted(connection, decisions.c.made_at, decided)
            known = _counted(connection, bases.c.changed_at, loaded)
        return Stamp(*found, *made, *known)

    def resolved(self, workspace: str = DEFAULT_WORKSPACE) -> str | None:
        """Return the stamp of the last resolution; None if there was none."""
        mine = resolutions.c.workspace == workspace
        with self._database.read() as connection:
            return connection.execute(sa.select(resolutions.c.stamp).where(mine)).scalar()

    def note(
        self,
        stamp: Stamp,
        resolution: Resolved,
        workspace: str = DEFAULT_WORKSPACE,
    ) -> None:
        """Note that everything up to a stamp is resolved, and what that came to."""
        row = {
            "workspace": workspace,
            "stamp": str(stamp),
            "finished_at": self._database.clock(),
            **asdict(resolution),
        }
        with self._database.write() as connection:
            sent = insert(connection, resolutions).values(row)
            connection.execute(sent.on_conflict_do_update(index_elements=["workspace"], set_=row))


def _asserted(workspace: str) -> sa.ColumnElement[bool]:
    """What texts deny, hedge or report is no fact to go by, nor one to compare."""
    return (evidence.c.workspace == workspace) & (evidence.c.status == "asserted")


def _counted(
    connection: sa.Connection, column: sa.Column[int], condition: sa.ColumnElement[bool]
) -> tuple[int, int]:
    row = connection.execute(sa.select(sa.func.count(), sa.func.sum(column)).where(condition)).one()
    return row[0], int(row[1] or 0)


def _pieces(seqs: Sequence[int] | None) -> Iterator[Sequence[int] | None]:
    """Yield rows a few hundred at a time; None is all of them."""
    if seqs is None:
        yield None
        return
    for start in range(0, len(seqs), _MOST_MARKED):
        yield seqs[start : start + _MOST_MARKED]

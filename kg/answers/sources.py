"""What answers take from the catalog: names, the evidence for statements, denials, and texts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.answers.linking import Names
from kg.answers.records import Named, Quote
from kg.catalog.catalog import Catalog
from kg.catalog.statement_rows import Sought, StatementRow
from kg.errors import NotFound
from kg.graph.canonical import stored_form
from kg.graph.statements import triple_of
from kg.iris import statement_id
from kg.records import Statement

QUOTES = 3
"""Places that are quoted for one statement."""

_DENIALS = 20


@dataclass(frozen=True, slots=True)
class Known:
    """A statement of the catalog, with where texts say so."""

    row: StatementRow
    quotes: tuple[Quote, ...]


class Sources(Names, Protocol):
    """Names, and what texts say."""

    def known(self, statement: Statement) -> Known | None:
        """Return what texts say of a fact of the graph; None where no text does."""
        ...

    def denied(self, subject: str, object: str) -> Sequence[Known]:
        """Return the statements about two things that texts deny and none asserts."""
        ...

    def documents(
        self, iris: Collection[str], words: Sequence[str], limit: int
    ) -> Sequence[tuple[str, str]]:
        """Return the ids and texts of documents that name some things; without any, of those that hold the words."""
        ...


class CatalogSources:
    """Implements `Sources` on the catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def exact(self, keys: Collection[str]) -> Sequence[Named]:
        return [Named(*row) for row in self._catalog.naming.exact(keys)]

    def holding(self, key: str, limit: int) -> Sequence[Named]:
        return [Named(*row) for row in self._catalog.naming.holding(key, limit)]

    def spelt(self, texts: Collection[str], limit: int) -> Sequence[Named]:
        return [Named(*row) for row in self._catalog.naming.spelt(texts, limit)]

    def known(self, statement: Statement) -> Known | None:
        try:
            row = self._catalog.findings.statement(statement_id(statement))
        except NotFound:
            found = self._as_written(statement)
            if found is None:
                return None
            row = found
        return self._quoted(row, "asserted")

    def denied(self, subject: str, object: str) -> Sequence[Known]:
        sought = Sought(subject=subject, object=object, status="denied")
        rows = self._catalog.findings.statements(sought, limit=_DENIALS).items
        return [self._quoted(row, "denied") for row in rows if row.status == "denied"]

    def documents(
        self, iris: Collection[str], words: Sequence[str], limit: int
    ) -> Sequence[tuple[str, str]]:
        found = self._catalog.naming.documents_naming(iris, limit) if iris else []
        return found or (self._catalog.naming.documents_saying(words, limit) if words else [])

    def _as_written(self, statement: Statement) -> StatementRow | None:
        """The graph keeps numbers and dates by value, the catalog as they were written."""
        sought = Sought(subject=statement.subject, predicate=statement.predicate)
        wanted = triple_of(statement)
        for row in self._catalog.findings.statements(sought, limit=100).items:
            if stored_form(triple_of(row.statement)) == wanted:
                return row
        return None

    def _quoted(self, row: StatementRow, status: str) -> Known:
        page = self._catalog.findings.evidence(row.id, limit=50)
        said = sorted(
            (one for one in page.items if one.status == status), key=lambda one: -one.confidence
        )
        quotes = {(one.document, one.sentence): one.quote for one in said}
        return Known(
            row,
            tuple(
                Quote(id, span.start, span.end, text)
                for (id, span), text in list(quotes.items())[:QUOTES]
            ),
        )

"""What documents state that a knowledge base knows, does not know, or says otherwise."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import Triple

from kg.errors import Conflict
from kg.graph.known_export import descriptions, stated
from kg.iris import Minter
from kg.records import DEFAULT_WORKSPACE, Iri, Statement

if TYPE_CHECKING:
    from kg.catalog.catalog import Catalog

_BATCH = 500


def compared(
    catalog: "Catalog",
    minter: Minter,
    standing: str,
    workspace: str = DEFAULT_WORKSPACE,
    *,
    min_confidence: float = 0.0,
) -> Iterator[Triple]:
    """Return the facts of one standing, each once; with them, what things are called that no base has.

    Args:
        min_confidence: Of the facts, all evidence weighed.

    Raises:
        Conflict: No knowledge base is loaded.
    """
    if not any(base.status == "ready" for base in catalog.bases.all(workspace)):
        raise Conflict(
            "No knowledge base is loaded, so that nothing is new or known. "
            "Load one: kg load FILE --as knowledge-base."
        )
    found = catalog.worlds.of_standing(standing, workspace, min_confidence=min_confidence)
    return _compared(catalog, minter, found, workspace)


def _compared(
    catalog: "Catalog", minter: Minter, statements: Iterator[Statement], workspace: str
) -> Iterator[Triple]:
    described: set[str] = set()
    while some := list(islice(statements, _BATCH)):
        yield from (triple for one in some if (triple := stated(one)) is not None)
        fresh = {iri for one in some for iri in _things(one)} - described
        described |= fresh
        unknown = fresh - catalog.bases.entities(fresh, workspace).keys()
        for iri, (name, label) in sorted(catalog.worlds.called(unknown, workspace).items()):
            yield from descriptions(iri, name, minter.entity_class(label))


def _things(statement: Statement) -> Iterator[str]:
    yield statement.subject
    if isinstance(statement.object, Iri):
        yield statement.object.value

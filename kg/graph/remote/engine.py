"""What a server can do, found out by trying: no two answer alike, and version numbers say little."""

import uuid
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.errors import QueryRejected, StoreUnavailable
from kg.graph.remote.endpoint import Endpoint
from kg.graph.vocabulary import RDF_REIFIES

STAND_IN = NamedNode("urn:kg:default")
"""Graph that holds the default graph's triples where the server's own default graph cannot."""


@dataclass(frozen=True, slots=True)
class Engine:
    """How a server differs from the embedded store.

    Attributes:
        rdf12: It takes triple terms (RDF 1.2), so that evidence can be written as it is.
        default: Graph that stands for the default graph; None if the server has one that can be written
            and holds nothing but what is written there.
        sees_named: A query whose default graph is given can still name every other graph.
        atomic: An update of several operations happens as a whole or not at all.
    """

    rdf12: bool = True
    default: NamedNode | None = None
    sees_named: bool = True
    atomic: bool = True

    @property
    def triples_per_update(self) -> int:
        """How many triples one update may carry. Virtuoso 7 compiles updates, and gives up at some 1,500."""
        return 20_000 if self.atomic else 500


def probe(endpoint: Endpoint) -> Engine:
    """Try a server out in a graph of its own, which is gone afterwards.

    Raises:
        StoreUnavailable, StoreRefused: As `Endpoint` says.
    """
    mark = f"<urn:kg:probe:{uuid.uuid4()}>"
    try:
        endpoint.update(f"INSERT DATA {{ GRAPH {mark} {{ {mark} <urn:kg:probe> 1 }} }}")
        own_default = _own_default(endpoint, mark)
        return Engine(
            rdf12=_rdf12(endpoint, mark),
            default=None if own_default else STAND_IN,
            sees_named=own_default or _sees_named(endpoint, mark),
            atomic=_atomic(endpoint, mark),
        )
    finally:
        endpoint.update(f"DROP SILENT GRAPH {mark}")


def _own_default(endpoint: Endpoint, mark: str) -> bool:
    """Whether the default graph can be written, and does not show what is in named graphs."""
    try:
        endpoint.update(f"DELETE DATA {{ {mark} <urn:kg:probe> 2 }}")
    except QueryRejected:
        return False
    return not endpoint.holds(f"{{ {mark} <urn:kg:probe> 1 }}")


def _sees_named(endpoint: Endpoint, mark: str) -> bool:
    pattern = f"{{ GRAPH ?g {{ {mark} <urn:kg:probe> 1 }} }}"
    return endpoint.holds(pattern, parameters={"default-graph-uri": [STAND_IN.value]})


def _rdf12(endpoint: Endpoint, mark: str) -> bool:
    def said(end: str) -> str:
        term = f"<<( {mark} <urn:kg:probe> {end} )>>"
        return f"{{ GRAPH {mark} {{ {mark} {RDF_REIFIES} {term} }} }}"

    try:
        endpoint.update(f"INSERT DATA {said('3')}")
        return endpoint.holds(said("?three"))
    except QueryRejected:
        return False


def _atomic(endpoint: Endpoint, mark: str) -> bool:
    """Whether two operations may come together, and the first does nothing where the second fails."""
    first, second = (
        f"{{ GRAPH {mark} {{ {mark} <urn:kg:probe> {number} }} }}" for number in (4, 5)
    )
    try:
        endpoint.update(f"INSERT DATA {first} ; DELETE DATA {first}")
    except (QueryRejected, StoreUnavailable):
        return False
    try:
        endpoint.update(f"INSERT DATA {second} ; CREATE GRAPH {mark}")
    except (QueryRejected, StoreUnavailable):
        return not endpoint.holds(second)
    return False

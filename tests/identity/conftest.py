"""A catalog on either database, a real graph store, and everything of identity on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.catalog import Catalog
from kg.catalog.base_rows import BaseRow
from kg.graph.embedded import EmbeddedStore
from kg.graph.limits import QueryLimits
from kg.graph.projector import Projector
from kg.identity.base_loading import BaseLoader
from kg.identity.deciding import Deciding
from kg.identity.resolver import Resolver
from kg.identity.rules import rules_of
from kg.ontology.shipped import shipped_properties
from tests.catalog.conftest import catalog, clock, empty_url, postgresql_with_tables, url
from tests.catalog.given import MINTER, Clock, post, read

__all__ = ["catalog", "clock", "empty_url", "postgresql_with_tables", "url"]


@dataclass
class Service:
    """A small service without threads: whoever uses it says when what happens."""

    catalog: Catalog
    clock: Clock
    store: EmbeddedStore
    resolver: Resolver
    deciding: Deciding
    loader: BaseLoader
    projector: Projector
    folder: Path

    def ingest(self, *texts: str) -> None:
        """Post texts and have everything happen."""
        post(self.catalog, *texts)
        self.settle()

    def settle(self) -> None:
        """Read what waits, resolve, and have the graph follow."""
        self.clock.turn(1)
        read(self.catalog)
        self.resolver.resolve()
        while self.projector.step():
            pass

    def load(self, text: str, name: str = "base", ending: str = ".ttl") -> BaseRow:
        """Load a knowledge base from a text."""
        self.clock.turn(1)
        file = self.folder / f"{name}{ending}"
        file.write_text(text)
        return self.loader.load(self.loader.begin(name, file.name), file)

    def facts(self) -> set[str]:
        """What the default graph says, but for types, labels and other IRIs."""
        found = set()
        for line in b"".join(self.store.dump("nquads")).decode().splitlines():
            parts = line.split(" ")
            if len(parts) == 4 and "/prop/direct/" in parts[1]:  # no fifth: the default graph
                found.add(" ".join(map(_short, parts[:3])))
        return found

    def same(self) -> set[tuple[str, str]]:
        """What the default graph says is the same."""
        found = set()
        for line in b"".join(self.store.dump("nquads")).decode().splitlines():
            parts = line.split(" ")
            if len(parts) == 4 and "sameAs" in parts[1]:
                found.add((_short(parts[0]), _short(parts[2])))
        return found


def _short(term: str) -> str:
    return term.strip("<>").rpartition("/")[2]


@pytest.fixture
def service(catalog: Catalog, clock: Clock, tmp_path: Path) -> Iterator[Service]:
    store = EmbeddedStore(tmp_path / "graph", MINTER, QueryLimits())
    properties = shipped_properties()
    yield Service(
        catalog,
        clock,
        store,
        Resolver(catalog, store, properties),
        Deciding(catalog, rules_of(properties)),
        BaseLoader(catalog, store, MINTER.base),
        Projector(catalog, store, MINTER, properties),
        tmp_path,
    )
    store.close()

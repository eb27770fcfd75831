"""RDF that was posted: small uploads held whole, or a large one in a file. Both go into a graph, or into several."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from anyio import CapacityLimiter, to_thread

from api.protocol import in_thread
from api.service import Service
from kg.graph.loading import FileLoader
from kg.graph.store import GraphName, GraphStore, Upload

_LARGE_AT_ONCE = CapacityLimiter(2)
"""Each takes a core for as long as it lasts; others wait on disk, and no thread waits for them."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Uploads that are one change."""

    store: GraphStore
    uploads: Sequence[Upload]

    async def into(self, graph: GraphName, base: str) -> bool:
        """Add them to a graph; returns whether it is new."""
        return await in_thread(self.store.post_graph, graph, self.uploads, base=base)

    async def load(self, base: str) -> None:
        """Add the only one's quads to the graphs that it names."""
        await in_thread(self.store.load, self.uploads[0], base=base)


@dataclass(frozen=True, slots=True)
class Large:
    """A file, which goes into the store in pieces."""

    loader: FileLoader
    file: Path
    media_type: str

    @classmethod
    def of(cls, service: Service, file: Path, media_type: str) -> "Large":
        """Return what loads a file into a service's store."""
        settings, replaced = service.settings, service.restoring.begun
        memory = settings.query_max_memory_bytes
        loader = FileLoader(service.store, settings.base_iri, memory, replaced)
        return cls(loader, file, media_type)

    async def into(self, graph: GraphName, base: str) -> bool:
        """Add it to a graph; returns whether it is new."""
        post = partial(self.loader.post_graph, graph, self.file, self.media_type, base=base)
        return await to_thread.run_sync(post, limiter=_LARGE_AT_ONCE)

    async def load(self, base: str) -> None:
        """Add its quads to the graphs that it names."""
        load = partial(self.loader.load, self.file, self.media_type, base=base)
        await to_thread.run_sync(load, limiter=_LARGE_AT_ONCE)

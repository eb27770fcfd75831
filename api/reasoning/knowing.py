"""Taking ontologies and rules, and forgetting them."""

import time

from api.schemas.reasoning import KnowledgeOut
from api.service import Service
from kg.catalog.knowledge import Kind, KnowledgeRow
from kg.reasoning.given import Given, read_ontology_rules, read_rules
from kg.times import iso

PATIENCE_S = 5.0
"""Seconds that an answer waits for the graph to follow."""


def put_knowledge(
    service: Service, kind: Kind, name: str, text: str, content_type: str
) -> KnowledgeOut:
    """Keep an ontology or rules, and have the graph follow. Raises InputError: it cannot be read."""
    media_type = content_type.partition(";")[0].strip().lower()
    given = _read(service, kind, text, media_type)
    row = service.catalog.knowledge.put(kind, name, text, media_type)
    _follow(service)
    return _view(row, given)


def forget(service: Service, kind: Kind, name: str) -> None:
    """Forget an ontology or rules, and have the graph follow. Raises NotFound."""
    service.catalog.knowledge.delete(kind, name)
    _follow(service)


def knowledge_view(service: Service, row: KnowledgeRow) -> KnowledgeOut:
    """Return what is known of an ontology or rules."""
    return _view(row, _read(service, row.kind, row.text, row.media_type))


def _read(service: Service, kind: Kind, text: str, media_type: str) -> Given:
    if kind == "ontology":
        return read_ontology_rules(text, media_type)
    return read_rules(text, media_type, service.minter)


def _view(row: KnowledgeRow, given: Given) -> KnowledgeOut:
    return KnowledgeOut(
        kind="ontology" if row.kind == "ontology" else "rules",
        name=row.name,
        media_type=row.media_type,
        changed_at=iso(row.changed_at),
        rules=len(given.rules),
        ignored=list(given.ignored),
    )


def _follow(service: Service) -> None:
    """Wait a moment for the graph; a large one follows later."""
    service.follower.wake()
    version = service.catalog.knowledge.version()
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and not service.stopping.is_set():
        if service.reasoner.version == version:
            return
        time.sleep(0.02)

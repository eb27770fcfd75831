"""`/entities`: the things that documents speak of."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query

from api.deps import CatalogDep, ServiceDep
from api.schemas.statements import EntityDetail, EntityPage, SameAs
from api.views import entity_view, statement_views
from kg.iris import Minter

router = APIRouter(prefix="/entities", tags=["entities"])

EntityId = Annotated[
    str,
    Path(description="`type/name` as in its IRI, for example `person/ada_lovelace`, or the IRI."),
]
After = Annotated[str | None, Query(description="`next` of the page before.")]


@router.get("")
def find_entities(
    catalog: CatalogDep,
    q: Annotated[str, Query(max_length=500, description="How its name begins.")] = "",
    after: After = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> EntityPage:
    """Find things by name."""
    page = catalog.findings.entities(q, after=after, limit=limit)
    return EntityPage(entities=[entity_view(row) for row in page.items], next=page.next)


@router.get("/{id:path}")
def get_entity(
    id: EntityId,
    service: ServiceDep,
    after: After = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> EntityDetail:
    """Return a thing and the facts about it, in either direction."""
    named = id if ":" in id.partition("/")[0] else _minted(service.minter, id)
    iri = service.catalog.identities.renamed(named)
    row = service.catalog.findings.entity(iri)
    page = service.catalog.findings.about(iri, after=after, limit=limit)
    statements = statement_views(page.items, service.predicates)
    also = service.catalog.identities.standing_for(iri)
    return EntityDetail(
        **entity_view(row).model_dump(),
        same_as=[
            SameAs(iri=ref.iri, document=ref.document, confidence=score) for ref, score in also
        ],
        statements=statements,
        next=page.next,
    )


def _minted(minter: Minter, id: str) -> str:
    """Return the IRI whose path was decoded on its way here."""
    label, _, slug = id.partition("/")
    return f"{minter.base}entity/{quote(label, safe='')}/{quote(slug, safe='')}"

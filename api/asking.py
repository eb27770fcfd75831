"""What several routes let a client choose about statements."""

from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import quote

from fastapi import Query

from kg.iris import Minter
from kg.records import AssertionStatus

if TYPE_CHECKING:
    from api.service import Service

# one Literal, so that a wrong value gets one complaint and not one for each member of a union
StatusChoice = Literal["asserted", "denied", "hedged", "reported", "any"]

Status = Annotated[
    StatusChoice,
    Query(description="How texts put it; only what is asserted is a fact. `any`: however."),
]
MinConfidence = Annotated[float, Query(ge=0, le=1, description="Leave out what is less sure.")]
After = Annotated[str | None, Query(description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=1000, description="Rows in a page.")]


def chosen(status: StatusChoice) -> AssertionStatus | None:
    """Return the status that is asked for; None for any."""
    return None if status == "any" else status


def current_iri(service: "Service", id: str) -> str:
    """Return the IRI that a thing has now, under whichever of its IRIs, or `type/name`, a client knows it.

    Whoever kept an IRI from before a merge still finds the thing by it.
    """
    return service.catalog.identities.renamed(thing_iri(service.minter, id))


def thing_iri(minter: Minter, id: str) -> str:
    """Return the IRI of a thing: `type/name` as in one of ours, whose path was decoded on its way, or an IRI.

    An IRI may stand in angle brackets, as query results have it.
    """
    id = id.removeprefix("<").removesuffix(">")
    label, _, slug = id.partition("/")
    if ":" in label or not slug:
        return id
    return f"{minter.base}entity/{quote(label, safe='')}/{quote(slug, safe='')}"

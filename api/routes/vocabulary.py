"""`/vocabulary`: what the project's own terms mean, at the address that their IRIs have."""

from fastapi import APIRouter, Request, Response
from pyoxigraph import RdfFormat, serialize

from api.deps import SettingsDep
from api.errors import RESPONSES
from api.vocabulary_page import vocabulary_page
from kg.graph.described import described
from kg.graph.negotiation import GRAPHS, Offer, choose
from kg.graph.vocabulary import Vocabulary
from kg.iris import Minter

router = APIRouter(tags=["graph"], responses=RESPONSES)

_HTML: Offer[RdfFormat | None] = Offer(None, "text/html", ("application/xhtml+xml",))
_RDF: list[Offer[RdfFormat | None]] = [
    Offer(one.format, one.media_type, one.aliases) for one in GRAPHS
]
_OFFERS = [*_RDF, _HTML]
_POLICY = "default-src 'none'; frame-ancestors 'none'"


@router.get("/vocabulary", response_class=Response)
def vocabulary(request: Request, settings: SettingsDep) -> Response:
    """Describe the classes and properties of our own: Turtle, or another form of RDF, or HTML, as `Accept` says."""
    minter = Minter(settings.base_iri)
    offer = choose(request.headers.get("accept", "*/*"), _OFFERS)
    triples = described(minter)
    vary = {"Vary": "Accept"}
    if offer.format is None:
        page = vocabulary_page(triples, minter.vocabulary)
        return Response(
            page, media_type="text/html", headers=vary | {"Content-Security-Policy": _POLICY}
        )
    written = serialize(triples, format=offer.format, prefixes=Vocabulary(minter).prefixes)
    return Response(written, media_type=offer.media_type, headers=vary)

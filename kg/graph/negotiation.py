"""Which format an answer is written in: the `Accept` header against what we can write (RFC 9110 §12.5.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.errors import NotAcceptable, UnsupportedFormat

Format = TypeVar("Format")


@dataclass(frozen=True, slots=True)
class Offer(Generic[Format]):
    """A format that we write.

    Attributes:
        media_type: What the answer's Content-Type says.
        aliases: Other media types under which clients ask for it.
    """

    format: Format
    media_type: str
    aliases: tuple[str, ...] = ()


RESULTS = (
    Offer(
        QueryResultsFormat.JSON,
        "application/sparql-results+json",
        ("application/json", "text/json", "text/javascript"),
    ),
    Offer(
        QueryResultsFormat.XML, "application/sparql-results+xml", ("application/xml", "text/xml")
    ),
    Offer(QueryResultsFormat.CSV, "text/csv"),
    Offer(QueryResultsFormat.TSV, "text/tab-separated-values", ("text/plain",)),
)
"""Formats of SELECT and ASK; the first is what `*/*` gets."""

GRAPHS = (
    Offer(RdfFormat.TURTLE, "text/turtle", ("application/x-turtle", "application/turtle")),
    Offer(RdfFormat.N_TRIPLES, "application/n-triples", ("text/plain",)),
    Offer(RdfFormat.RDF_XML, "application/rdf+xml", ("application/xml", "text/xml")),
    Offer(RdfFormat.JSON_LD, "application/ld+json", ("application/json",)),
    Offer(RdfFormat.TRIG, "application/trig", ("application/x-trig",)),
    Offer(RdfFormat.N_QUADS, "application/n-quads", ("text/x-nquads",)),
)
"""Formats of CONSTRUCT, DESCRIBE and whole graphs; the first is what `*/*` gets."""


@dataclass(frozen=True, slots=True)
class _Range:
    """One element of an Accept header, such as `text/*;q=0.5`."""

    media_type: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """How closely the range names a media type: 3 exactly, 2 its family, 1 anything, 0 not at all."""
        if self.media_type == media_type:
            return 3
        if self.media_type == media_type.partition("/")[0] + "/*":
            return 2
        return 1 if self.media_type == "*/*" else 0


def choose(accept: str, offers: Sequence[Offer[Format]]) -> Offer[Format]:
    """Return the offer that the header likes best; of equals the one it names first.

    Raises:
        NotAcceptable: It accepts none of them.
    """
    return _choose(accept, tuple(offers))


@lru_cache(maxsize=256)
def _choose(accept: str, offers: tuple[Offer[Format], ...]) -> Offer[Format]:
    """A client sends the same header with every query, and to read it takes longer than a short query."""
    ranges = _ranges(accept) or [_Range("*/*", 1.0)]
    ranked = [(_rank(offer, ranges), offer) for offer in offers]
    (quality, *_), best = max(ranked, key=lambda item: item[0])
    if quality <= 0:
        known = ", ".join(offer.media_type for offer in offers)
        raise NotAcceptable(
            f"None of what {accept!r} accepts can be written. Accept one of: {known}."
        )
    return best


def upload_format(media_type: str) -> RdfFormat:
    """Return the format of an upload by its Content-Type, parameters ignored.

    Raises:
        UnsupportedFormat: It is not RDF, or not said.
    """
    essence = media_type.partition(";")[0].strip().lower()
    for offer in GRAPHS:
        if essence == offer.media_type or essence in offer.aliases:
            return offer.format
    known = ", ".join(offer.media_type for offer in GRAPHS)
    raise UnsupportedFormat(
        essence or "upload without a Content-Type", f"not RDF. Send one of: {known}."
    )


def _rank(offer: Offer[Format], ranges: Sequence[_Range]) -> tuple[float, bool, int]:
    """Quality first, then named outright before by wildcard, then the header's own order."""
    ranked = []
    for media_type in (offer.media_type, *offer.aliases):
        # the closest range speaks for a media type, even when it says q=0 (RFC 9110 §12.5.1)
        position, closest = max(
            enumerate(ranges), key=lambda item: (item[1].specificity(media_type), -item[0])
        )
        outright = closest.specificity(media_type) == 3
        if outright or (media_type == offer.media_type and closest.specificity(media_type)):
            ranked.append((closest.quality, outright, -position))
        if outright and media_type == offer.media_type:
            break
    return max(ranked, default=(0.0, False, 0))


def _ranges(accept: str) -> list[_Range]:
    found = []
    for element in accept.split(","):
        media_type, *parameters = (part.strip().lower() for part in element.split(";"))
        if "/" in media_type:
            found.append(_Range(media_type, _quality(parameters)))
    return found


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0

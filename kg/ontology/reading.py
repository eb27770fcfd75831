"""An ontology file of any kind to an Ontology."""

import re

import pyoxigraph as ox

from kg.errors import InputError, UnsupportedFormat
from kg.ontology.owl import ontology_from
from kg.ontology.records import Ontology
from kg.ontology.text2kgbench import json_object, triples_from
from kg.ontology.triples import Triples, parse

_TURTLE, _XML, _JSON, _LOOK = "turtle", "rdfxml", "json", "look"
_FORMATS = {
    **dict.fromkeys(("ttl", "turtle", "text/turtle", "application/x-turtle"), _TURTLE),
    # every N-Triples document is a Turtle document
    **dict.fromkeys(("nt", "ntriples", "n-triples", "application/n-triples"), _TURTLE),
    **dict.fromkeys(("rdf", "rdfxml", "rdf/xml", "xml"), _XML),
    **dict.fromkeys(("application/rdf+xml", "application/xml", "text/xml"), _XML),
    **dict.fromkeys(("json", "jsonld", "json-ld", "text2kgbench"), _JSON),
    **dict.fromkeys(("application/json", "application/ld+json"), _JSON),
    **dict.fromkeys(("", "owl", "rdfs", "txt", "text/plain", "application/octet-stream"), _LOOK),
}
_ADVICE = (
    "Ontologies are read from Turtle (.ttl), N-Triples (.nt), RDF/XML (.rdf, .owl), JSON-LD (.jsonld) "
    "and Text2KGBench's JSON (.json). Any ontology editor saves Turtle."
)
_XML_START = re.compile(rb"\s*+(?:<\?xml|<!DOCTYPE|<!--|<[\w.-]*+:?RDF\b)", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"


def read_ontology(data: bytes, filename: str = "", format: str = "") -> Ontology:
    """Read an ontology.

    Args:
        data: The file, in UTF-8.
        filename: Its name; the suffix tells its format where `format` does not.
        format: A media type or a short name, such as "text/turtle" or "ttl"; empty: by name or content.

    Raises:
        UnsupportedFormat: The format is not one of those that `_ADVICE` names.
        InputError: It is empty, not written in its format, or declares no property.
    """
    name = filename or "The ontology"
    ontology = ontology_from(read_triples(data, filename, format))
    if not ontology.properties:
        raise InputError(
            f"{name} declares no properties: it needs at least one owl:ObjectProperty, "
            "owl:DatatypeProperty or rdf:Property (in JSON, an entry in `relations`)."
        )
    return ontology


def read_triples(data: bytes, filename: str = "", format: str = "") -> Triples:
    """Read an ontology's triples; arguments and errors are those of `read_ontology`."""
    data = data.removeprefix(_BOM)
    name = filename or "The ontology"
    if not data.strip():
        raise InputError(f"{name} is empty: an ontology declares at least one property.")
    return _triples(data, _format(filename, format), name)


def _format(filename: str, format: str) -> str:
    suffix = filename.rsplit(".", 1)[-1] if "." in filename else ""
    name = (format.partition(";")[0] or suffix).strip().casefold()
    known = _FORMATS.get(name)
    if known is None:
        raise UnsupportedFormat(filename or "The ontology", f"unknown format {name!r}. {_ADVICE}")
    return known


def _triples(data: bytes, format: str, name: str) -> Triples:
    if b"\0" in data:
        raise InputError(f"{name} is not text in UTF-8: save it in UTF-8.")
    if format == _LOOK:
        format = _look(data)
    if format == _XML:
        return parse(data, ox.RdfFormat.RDF_XML)
    if format == _TURTLE:
        return parse(data, ox.RdfFormat.TURTLE)
    content = json_object(data)
    is_benchmark = isinstance(content, dict) and not any(key.startswith("@") for key in content)
    return triples_from(content) if is_benchmark else parse(data, ox.RdfFormat.JSON_LD)


def _look(data: bytes) -> str:
    if _XML_START.match(data):
        return _XML
    # "[" may open a blank node of Turtle, "{" opens nothing there
    return _JSON if data.lstrip()[:1] == b"{" else _TURTLE

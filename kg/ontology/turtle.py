"""Properties from a Turtle ontology.

Reads rdfs:label, rdfs:comment, schema:domainIncludes, schema:rangeIncludes (any of them), owl:inverseOf,
owl:SymmetricProperty and owl:FunctionalProperty. Entity types are IRIs under `urn:kg:type:`.
"""

from collections import defaultdict
from dataclasses import replace

import pyoxigraph as ox

from kg.errors import InputError
from kg.ontology.records import Property

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SCHEMA = "https://schema.org/"
_TYPE = "urn:kg:type:"
_KINDS = {_OWL + "ObjectProperty", _OWL + "DatatypeProperty"}

Values = dict[str, list[str]]


def read_properties(turtle: bytes) -> tuple[Property, ...]:
    """Read every object and datatype property of an ontology, in the order of the file.

    Raises:
        InputError: It is not Turtle.
    """
    subjects: dict[str, Values] = defaultdict(lambda: defaultdict(list))
    try:
        for triple in ox.parse(turtle, ox.RdfFormat.TURTLE):
            if isinstance(triple.subject, ox.NamedNode) and not isinstance(
                triple.object, ox.Triple
            ):
                subjects[triple.subject.value][triple.predicate.value].append(triple.object.value)
    except SyntaxError as err:
        raise InputError(f"The ontology is not valid Turtle: {err}") from err
    properties = [_property(iri, values) for iri, values in subjects.items() if _declared(values)]
    inverses = {p.inverse: p.iri for p in properties if p.inverse}
    return tuple(_with_inverse(p, inverses.get(p.iri)) for p in properties)


def _declared(values: Values) -> bool:
    return not _KINDS.isdisjoint(values[_RDF_TYPE])


def _property(iri: str, values: Values) -> Property:
    return Property(
        iri=iri,
        label=next(iter(values[_RDFS + "label"]), iri),
        description=next(iter(values[_RDFS + "comment"]), ""),
        domain=_labels(values[_SCHEMA + "domainIncludes"]),
        range=_labels(values[_SCHEMA + "rangeIncludes"]),
        symmetric=_OWL + "SymmetricProperty" in values[_RDF_TYPE],
        inverse=next(iter(values[_OWL + "inverseOf"]), None),
        functional=_OWL + "FunctionalProperty" in values[_RDF_TYPE],
    )


def _labels(iris: list[str]) -> tuple[str, ...]:
    return tuple(sorted(iri.removeprefix(_TYPE) for iri in iris))


def _with_inverse(property: Property, inverse: str | None) -> Property:
    """An inverse holds from both sides, though an ontology states it on one."""
    return property if property.inverse or inverse is None else replace(property, inverse=inverse)

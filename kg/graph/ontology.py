"""What the graph says about the properties that facts are made of, in a graph of its own."""

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph import vocabulary as terms
from kg.ontology.records import VALUES, Property


def ontology_triples(properties: Sequence[Property]) -> Iterator[Triple]:
    """Yield each property's kind, label and description (OWL 2, RDF Schema)."""
    for property in properties:
        node = NamedNode(property.iri)
        yield Triple(node, terms.RDF_TYPE, _kind(property))
        yield Triple(node, terms.RDFS_LABEL, Literal(property.label, language="en"))
        if property.description:
            yield Triple(node, terms.RDFS_COMMENT, Literal(property.description, language="en"))


def _kind(property: Property) -> NamedNode:
    only_values = bool(property.range) and VALUES.issuperset(property.range)
    is_value = property.datatype is not None or only_values
    return terms.OWL_DATATYPE_PROPERTY if is_value else terms.OWL_OBJECT_PROPERTY

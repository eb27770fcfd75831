"""What the SPARQL endpoint says about itself (SPARQL 1.1 Service Description)."""

from pyoxigraph import BlankNode, NamedNode, Triple, serialize

from kg.graph.negotiation import GRAPHS, choose
from kg.graph.store import QueryResult
from kg.graph.vocabulary import RDF_TYPE

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "TriG",
    "N-Quads",
)


def service_description(endpoint: str, *, federation: bool, accept: str) -> QueryResult:
    """Return the description of the service at the IRI `endpoint`.

    Raises:
        NotAcceptable: No accepted format can hold it.
    """
    service, dataset, graph = BlankNode("service"), BlankNode("dataset"), BlankNode("graph")
    said: list[tuple[BlankNode, str, NamedNode | BlankNode]] = [
        (service, "endpoint", NamedNode(endpoint)),
        (service, "supportedLanguage", NamedNode(_SD + "SPARQL11Query")),
        (service, "supportedLanguage", NamedNode(_SD + "SPARQL11Update")),
        (service, "defaultDataset", dataset),
        (dataset, "defaultGraph", graph),
    ]
    if federation:
        said.append((service, "feature", NamedNode(_SD + "BasicFederatedQuery")))
        said.append((service, "feature", NamedNode(_SD + "DereferencesURIs")))
    said += [(service, "resultFormat", NamedNode(_FORMATS + name)) for name in _RESULT_FORMATS]
    said += [(service, "inputFormat", NamedNode(_FORMATS + name)) for name in _RESULT_FORMATS[4:]]
    kinds = [(service, "Service"), (dataset, "Dataset"), (graph, "Graph")]
    triples = [Triple(node, RDF_TYPE, NamedNode(_SD + kind)) for node, kind in kinds]
    triples += [Triple(node, NamedNode(_SD + term), value) for node, term, value in said]
    offer = choose(accept, GRAPHS)
    body = serialize(triples, format=offer.format, prefixes={"sd": _SD})
    assert body is not None
    return QueryResult(offer.media_type, body)

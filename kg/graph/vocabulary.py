"""The terms that the graph is written in: other people's vocabularies, and our own under the base IRI."""

from pyoxigraph import NamedNode

from kg.iris import WIKIDATA_DIRECT, Minter
from kg.records import AssertionStatus

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "http://schema.org/"

RDF_TYPE = NamedNode(RDF + "type")
RDF_REIFIES = NamedNode(RDF + "reifies")
RDF_STATEMENT = NamedNode(RDF + "Statement")
RDF_SUBJECT = NamedNode(RDF + "subject")
RDF_PREDICATE = NamedNode(RDF + "predicate")
RDF_OBJECT = NamedNode(RDF + "object")

RDFS_LABEL = NamedNode(RDFS + "label")
RDFS_COMMENT = NamedNode(RDFS + "comment")
OWL_OBJECT_PROPERTY = NamedNode(OWL + "ObjectProperty")
OWL_DATATYPE_PROPERTY = NamedNode(OWL + "DatatypeProperty")
OWL_SAME_AS = NamedNode(OWL + "sameAs")

DESCRIPTIONS = frozenset({RDF_TYPE, RDFS_LABEL, OWL_SAME_AS})
"""What a fact graph says of things that is no fact."""

XSD_STRING = NamedNode(XSD + "string")
XSD_INTEGER = NamedNode(XSD + "integer")
XSD_DECIMAL = NamedNode(XSD + "decimal")
XSD_DATE_TIME = NamedNode(XSD + "dateTime")

PROV_ENTITY = NamedNode(PROV + "Entity")
PROV_ACTIVITY = NamedNode(PROV + "Activity")
PROV_WAS_DERIVED_FROM = NamedNode(PROV + "wasDerivedFrom")
PROV_WAS_GENERATED_BY = NamedNode(PROV + "wasGeneratedBy")
PROV_PERSON = NamedNode(PROV + "Person")
PROV_WAS_ASSOCIATED_WITH = NamedNode(PROV + "wasAssociatedWith")
PROV_WAS_ATTRIBUTED_TO = NamedNode(PROV + "wasAttributedTo")
PROV_GENERATED_AT_TIME = NamedNode(PROV + "generatedAtTime")

OA_SPECIFIC_RESOURCE = NamedNode(OA + "SpecificResource")
OA_TEXT_QUOTE_SELECTOR = NamedNode(OA + "TextQuoteSelector")
OA_TEXT_POSITION_SELECTOR = NamedNode(OA + "TextPositionSelector")
OA_ANNOTATION = NamedNode(OA + "Annotation")
OA_HAS_TARGET = NamedNode(OA + "hasTarget")
OA_HAS_SOURCE = NamedNode(OA + "hasSource")
OA_HAS_SELECTOR = NamedNode(OA + "hasSelector")
OA_EXACT = NamedNode(OA + "exact")
OA_START = NamedNode(OA + "start")
OA_END = NamedNode(OA + "end")

DCTERMS_TITLE = NamedNode(DCTERMS + "title")
DCTERMS_SOURCE = NamedNode(DCTERMS + "source")
DCTERMS_LANGUAGE = NamedNode(DCTERMS + "language")
DCTERMS_IDENTIFIER = NamedNode(DCTERMS + "identifier")

SCHEMA_SHA256 = NamedNode(SCHEMA + "sha256")

ASSERTED = NamedNode("urn:kg:asserted")
"""Graph that notes which triples of the default graph users stated themselves besides documents."""

UNFINISHED = NamedNode("urn:kg:unfinished")
"""Graph that notes which documents' graphs are being written, in stores that cannot write all at once."""

EVIDENCE_SUFFIX = "/evidence"
"""What the name of a document's evidence graph adds to the document's own."""


class Vocabulary:
    """Our own terms and graph names under one base IRI.

    Attributes:
        confidence: Calibrated probability that a document says a fact, xsd:decimal.
        confidence_of: Function of queries (`kg.graph.weighing`).
        status: How a piece of evidence puts its statement, one of `status_of`.
        standing: Whether a knowledge base knows a fact: "known", "new" or "conflicting".
        subject_selector, object_selector: Where a piece of evidence names its fact's two ends.
        model, model_version: Which model read, of a run (a prov:Activity).
        ontology: Graph that describes the properties.
        derived: Graph of what follows by rules from what documents state. To the store it is one more
            graph of facts, so that the default graph follows it as well.
        genid: What the IRIs begin with that stand for blank nodes (RDF 1.1 Concepts §3.5).
    """

    def __init__(self, minter: Minter) -> None:
        own = minter.vocabulary
        self._documents = f"{minter.base}document/"
        self.prefixes = {
            "kg": own,
            "wdt": WIKIDATA_DIRECT,
            "rdf": RDF,
            "rdfs": RDFS,
            "owl": OWL,
            "xsd": XSD,
            "prov": PROV,
            "oa": OA,
            "dcterms": DCTERMS,
            "schema": SCHEMA,
        }
        self._own = own
        self.confidence = NamedNode(own + "confidence")
        self.confidence_of = NamedNode(own + "confidenceOf")
        self.status = NamedNode(own + "status")
        self.standing = NamedNode(own + "standing")
        self.subject_selector = NamedNode(own + "subjectSelector")
        self.object_selector = NamedNode(own + "objectSelector")
        self.model = NamedNode(own + "model")
        self.model_version = NamedNode(own + "modelVersion")
        self.genid = f"{minter.base}.well-known/genid/"
        self.ontology = NamedNode(f"{minter.base}graph/ontology")
        self.derived = NamedNode(f"{minter.base}graph/derived")

    def status_of(self, status: AssertionStatus) -> NamedNode:
        """Return the node for a status, for example `kg:denied`."""
        return NamedNode(self._own + status)

    def document_of(self, graph: str) -> str | None:
        """Return the IRI of the document that a graph belongs to, None if it is nobody's or a user's."""
        document = graph.removesuffix(EVIDENCE_SUFFIX)
        return document if self.holds_facts(document) else None

    def holds_evidence(self, graph: str) -> bool:
        """Return whether a graph holds the evidence for a document's facts."""
        return graph.endswith(EVIDENCE_SUFFIX) and self.document_of(graph) is not None

    def holds_facts(self, graph: str) -> bool:
        """Return whether a graph holds facts: its name is a document's own, or it holds what follows."""
        if graph == self.derived.value:
            return True
        return graph.startswith(self._documents) and "/" not in graph[len(self._documents) :]

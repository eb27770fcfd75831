"""What a document's findings look like in RDF: a graph of facts, and a graph of the evidence for them.

    <document/7>            :a wdt:P108 :b .  :a a kg:Person ; rdfs:label "Ada" .
    <document/7/evidence>   <evidence/…> rdf:reifies <<( :a wdt:P108 :b )>> ; kg:confidence 0.93 ;
                                kg:status kg:asserted ;
                                prov:wasDerivedFrom <document/7#char=120,164> ; …

Only what is asserted becomes a fact; of anything else there is the evidence alone. Reifiers are RDF
1.2, the passages' names RFC 5147, their selectors the Web Annotation Data Model's. Nothing depends on
the order of reading, and times are those that SQL has kept, so that a replay gives the same triples.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph import vocabulary as terms
from kg.graph.shared import Shared
from kg.graph.store import DocumentGraphs
from kg.graph.vocabulary import Vocabulary
from kg.iris import Minter
from kg.records import Entity, Iri, Statement
from kg.records import Literal as Value
from kg.times import iso

if TYPE_CHECKING:
    from kg.catalog.rows import DocumentRow, EvidenceRow, Projection

log = logging.getLogger(__name__)


class Statements:
    """Writes findings as RDF, with names under one base IRI."""

    def __init__(self, minter: Minter) -> None:
        self._minter = minter
        self._vocabulary = Vocabulary(minter)
        self._person = NamedNode(minter.person())

    def graphs(self, projection: "Projection") -> DocumentGraphs:
        """Return all that the graph is to say about a document; nothing at all if it is gone.

        A finding that RDF cannot hold (an IRI that is none) is left out with a warning: it must not
        keep the other findings, and the documents behind it, out of the graph.
        """
        document = projection.document
        facts: set[Triple] = set()
        evidence: set[Triple] = set()
        if not projection.gone:
            evidence.update(self._document(document))
            for entity in projection.entities:
                with _leaving_out(document.id):
                    facts.update(list(self._description(entity)))
            for canonical, minted in projection.merged:
                with _leaving_out(document.id):
                    facts.add(Triple(NamedNode(canonical), terms.OWL_SAME_AS, NamedNode(minted)))
            shared = Shared(document.id, self._minter, self._vocabulary)
            for row in projection.evidence:
                with _leaving_out(document.id):
                    fact = triple_of(row.statement)
                    evidence.update(list(self._evidence(row, fact)))
                    shared.take(row)
                    if row.status == "asserted":
                        facts.add(fact)
            evidence.update(shared.triples())
        return DocumentGraphs(
            facts=self._minter.document(document.id),
            evidence=self._minter.document_evidence(document.id),
            triples=frozenset(facts),
            evidence_triples=frozenset(evidence),
        )

    def _description(self, entity: Entity) -> Iterator[Triple]:
        if isinstance(entity.term, Iri):
            thing = NamedNode(entity.term.value)
            kind = NamedNode(self._minter.entity_class(entity.label))
            yield Triple(thing, terms.RDF_TYPE, kind)
            yield Triple(thing, terms.RDFS_LABEL, Literal(entity.name))

    def _document(self, row: "DocumentRow") -> Iterator[Triple]:
        document = NamedNode(self._minter.document(row.id))
        yield Triple(document, terms.RDF_TYPE, terms.PROV_ENTITY)
        yield Triple(document, terms.DCTERMS_IDENTIFIER, Literal(row.id))
        if row.title:
            yield Triple(document, terms.DCTERMS_TITLE, Literal(row.title))
        if row.language:
            yield Triple(document, terms.DCTERMS_LANGUAGE, Literal(row.language))
        if row.uri:
            yield Triple(document, terms.DCTERMS_SOURCE, _link(row.uri))
        if row.read_content:
            yield Triple(document, terms.SCHEMA_SHA256, Literal(row.read_content))
        if row.stated:
            yield Triple(document, terms.PROV_WAS_ATTRIBUTED_TO, self._person)
            yield Triple(self._person, terms.RDF_TYPE, terms.PROV_PERSON)

    def _evidence(self, row: "EvidenceRow", fact: Triple) -> Iterator[Triple]:
        evidence = NamedNode(self._minter.evidence(row.id))
        passage = NamedNode(self._minter.passage(row.document, row.sentence))
        run = NamedNode(self._minter.run(row.model, row.version))
        own = self._vocabulary
        yield Triple(evidence, terms.RDF_REIFIES, fact)
        yield Triple(evidence, terms.RDF_TYPE, terms.OA_ANNOTATION)
        yield Triple(evidence, own.confidence, decimal(row.confidence))
        yield Triple(evidence, own.status, own.status_of(row.status))
        for qualifier in row.qualifiers:
            yield Triple(evidence, NamedNode(qualifier.predicate), _literal(qualifier.value))
        if row.read_at:
            yield Triple(evidence, terms.PROV_GENERATED_AT_TIME, _time(row.read_at))
        if row.standing:
            yield Triple(evidence, own.standing, Literal(row.standing))
        yield Triple(evidence, terms.PROV_WAS_DERIVED_FROM, passage)
        yield Triple(evidence, terms.PROV_WAS_GENERATED_BY, run)
        yield Triple(evidence, terms.OA_HAS_TARGET, passage)
        for role, span in ((own.subject_selector, row.subject), (own.object_selector, row.object)):
            yield Triple(evidence, role, NamedNode(self._minter.selector(row.document, span)))


@contextmanager
def _leaving_out(document: str) -> Iterator[None]:
    try:
        yield
    except ValueError as err:
        log.warning("a finding of document %s is left out of the graph: %s", document, err)


def triple_of(statement: Statement) -> Triple:
    """Return a fact as a triple. Raises ValueError: RDF cannot hold it."""
    match statement.object:
        case Iri(value):
            end: NamedNode | Literal = NamedNode(value)
        case literal:
            end = _literal(literal)
    return Triple(NamedNode(statement.subject), NamedNode(statement.predicate), end)


def _literal(value: Value) -> Literal:
    return Literal(value.value, datatype=NamedNode(value.datatype))


def _time(milliseconds: int) -> Literal:
    return Literal(iso(milliseconds), datatype=terms.XSD_DATE_TIME)


def decimal(confidence: float) -> Literal:
    """Return a confidence as xsd:decimal: three decimals without trailing zeros: 0.93, 1."""
    text = f"{confidence:.3f}".rstrip("0").rstrip(".")
    return Literal(text, datatype=terms.XSD_DECIMAL)


def _link(uri: str) -> NamedNode | Literal:
    """A client's uri as a link; what is no IRI is kept as a string."""
    try:
        return NamedNode(uri)
    except ValueError:
        return Literal(uri)

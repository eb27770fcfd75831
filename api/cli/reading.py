"""Documents read in this process, for `kg extract`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import RdfFormat, Triple, serialize

from api.findings import projection
from api.schemas.extract import ExtractOut
from api.schemas.statements import StatementOut
from api.statement_views import statement_views
from kg.catalog.found import evidence_rows
from kg.extraction.extractor import Extractor
from kg.extraction.sought import sought_from
from kg.graph.reification import without_triple_terms
from kg.graph.statements import Statements
from kg.graph.vocabulary import Vocabulary
from kg.iris import Minter, document_id
from kg.records import Document, Extraction
from kg.settings import Settings
from kg.text.isolated import IsolatedParser
from kg.text.reading import read
from kg.text.records import ReadFailure, ReadLimits
from workers.choice import as_chosen
from workers.extractors import build_extractor


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and what was found in it."""

    document: Document
    extraction: Extraction


class Reader:
    """An extractor, and the forms in which its findings are written.

    Attributes:
        left_out: Teaching examples that could not be used, and why.
    """

    def __init__(self, settings: Settings) -> None:
        self._minter = Minter(settings.base_iri)
        sought = sought_from(settings.ontology, settings.teaching)
        self._predicates = sought.labels
        self.left_out = sought.left_out
        self._limits = ReadLimits(max_document_bytes=settings.max_document_bytes)
        self._extractor: Extractor = build_extractor(as_chosen(settings))

    def read_file(self, name: str, content: bytes) -> list[Reading]:
        """Read the documents of a file.

        Raises:
            InputError: One of them cannot be read.
            ModelError: The model fails on one.
        """
        documents = []
        with IsolatedParser(processes=1) as parser:
            for found in read(name, content, limits=self._limits, parse=parser.parse):
                if isinstance(found, ReadFailure):
                    raise found.error
                id = found.id or document_id(found.text)
                documents.append(Document(id, found.text, found.title, found.uri, found.language))
        return self._read(documents)

    def answers(self, documents: Sequence[Document]) -> list[dict[str, Any]]:
        """Return the statements of each document in the short form that a line has."""
        return [
            {"statements": [_short(one) for one in self._statements(reading) if _is_fact(one)]}
            for reading in self._read(documents)
        ]

    def json(self, readings: Sequence[Reading]) -> bytes:
        """Return what was found as `POST /extract` answers it."""
        model = self._extractor.model
        found = [one for reading in readings for one in self._statements(reading)]
        answer = ExtractOut(
            model=model.name,
            version=model.version,
            characters_read=sum(reading.extraction.characters_read for reading in readings),
            statements=[one for one in found if _is_fact(one)],
            not_asserted=[one for one in found if not _is_fact(one)],
        )
        return answer.model_dump_json(indent=2).encode() + b"\n"

    def turtle(self, readings: Sequence[Reading], *, evidence: bool) -> bytes:
        """Return what was found as Turtle; evidence needs RDF 1.2."""
        triples = self._triples(readings, evidence=evidence)
        prefixes = Vocabulary(self._minter).prefixes
        return serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b""

    def json_ld(self, readings: Sequence[Reading], *, evidence: bool) -> bytes:
        """Return what was found as JSON-LD; evidence is described by rdf:Statement."""
        triples = self._triples(readings, evidence=evidence)
        plain = {one for triple in triples for one in without_triple_terms(triple)}
        written = serialize(sorted(plain, key=str), format=RdfFormat.JSON_LD) or b"[]"
        return json.dumps(json.loads(written), ensure_ascii=False, indent=2).encode() + b"\n"

    def _read(self, documents: Sequence[Document]) -> list[Reading]:
        found = self._extractor.extract(documents)
        return [Reading(*pair) for pair in zip(documents, found, strict=True)]

    def _statements(self, reading: Reading) -> list[StatementOut]:
        rows = evidence_rows(reading.document, reading.extraction)
        return statement_views(rows, self._predicates)

    def _triples(self, readings: Sequence[Reading], *, evidence: bool) -> list[Triple]:
        triples: set[Triple] = set()
        for reading in readings:
            said = Statements(self._minter).graphs(projection(reading.document, reading.extraction))
            triples |= said.triples | (said.evidence_triples if evidence else frozenset())
        return sorted(triples, key=str)


def _is_fact(statement: StatementOut) -> bool:
    return statement.status == "asserted"


def _short(statement: StatementOut) -> dict[str, Any]:
    return {
        "subject": statement.subject.name,
        "predicate": statement.predicate.iri,
        "label": statement.predicate.label,
        "object": statement.object.name,
        "confidence": statement.confidence,
        "subject_span": statement.subject_span,
        "object_span": statement.object_span,
        "sentence": statement.sentence.text,
    }

"""How IRIs are made: always from content, never from a counter, so that a replay gives the same graph."""

import hashlib
import re
import unicodedata
import uuid
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from kg.records import Iri, Literal, Span, Statement

WIKIDATA_DIRECT = "http://www.wikidata.org/prop/direct/"
XSD = "http://www.w3.org/2001/XMLSchema#"

_NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # RFC 9562's namespace for URLs
_SPACES = re.compile(r"\s+")


def normal_name(name: str) -> str:
    """Return the form of a name under which two spellings of it are the same: NFKC, one space, case folded."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", name)).strip().casefold()


def document_id(text: str) -> str:
    """Return the id of a document that the client gave none: 128 bits of its content's SHA-256."""
    return content_hash(text)[:32]


def content_hash(text: str) -> str:
    """Return the SHA-256 of a document's text, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def statement_id(statement: Statement) -> str:
    """Return the id under which a fact is known in SQL, REST and RDF: the same fact has the same id everywhere."""
    match statement.object:
        case Iri(value):
            end = f"<{value}>"
        case Literal(value, datatype):
            end = f'"{value}"^^<{datatype}>'
    return str(uuid.uuid5(_NAMESPACE, f"<{statement.subject}> <{statement.predicate}> {end}"))


def evidence_id(document: str, statement: str, subject: Span, object: Span) -> str:
    """Return the id of one piece of evidence: one statement at one pair of places in one document."""
    spans = f"{subject.start},{subject.end} {object.start},{object.end}"
    return str(uuid.uuid5(_NAMESPACE, f"{document} {statement} {spans}"))


@lru_cache(maxsize=1_000)
def _quoted(id: str) -> str:
    """Quote what goes into IRIs by the hundred."""
    return quote(id, safe="")


@dataclass(frozen=True, slots=True)
class Minter:
    """Makes the project's own IRIs under one base, which ends in a slash."""

    base: str

    @property
    def vocabulary(self) -> str:
        """Namespace of the project's own classes and properties."""
        return f"{self.base}vocabulary#"

    def entity(self, name: str, label: str) -> str:
        """Return the IRI of the thing of type `label` that is called `name`."""
        slug = quote(normal_name(name).replace(" ", "_"), safe="")
        return f"{self.base}entity/{quote(label, safe='')}/{slug}"

    def entity_class(self, label: str) -> str:
        """Return the IRI of an entity type, for example `…vocabulary#Person`."""
        return self.vocabulary + "".join(part.capitalize() for part in label.split())

    def relation(self, id: str) -> str:
        """Return the IRI of a relation that was taught here."""
        return f"{self.base}relation/{quote(id, safe='')}"

    def document(self, id: str) -> str:
        """Return the IRI of a document, which is also the name of its fact graph."""
        return f"{self.base}document/{_quoted(id)}"

    def document_evidence(self, id: str) -> str:
        """Return the name of the graph that holds a document's evidence."""
        return f"{self.document(id)}/evidence"

    def passage(self, id: str, span: Span) -> str:
        """Return the IRI of a stretch of a document's text (RFC 5147 character fragment)."""
        return f"{self.document(id)}#char={span.start},{span.end}"

    def selector(self, id: str, span: Span) -> str:
        """Return the IRI of the Web Annotation selector that finds a stretch of a document's text."""
        return f"{self.document(id)}/selector/{span.start},{span.end}"

    def evidence(self, id: str) -> str:
        """Return the IRI of a piece of evidence: the RDF 1.2 reifier of its fact."""
        return f"{self.base}evidence/{id}"

    def person(self) -> str:
        """Return the IRI of whoever states facts here: people are not told apart."""
        return f"{self.base}agent/person"

    def run(self, model: str, version: str) -> str:
        """Return the IRI of the activity in which one model version reads documents."""
        return f"{self.base}run/{quote(model, safe='')}/{quote(version, safe='')}"

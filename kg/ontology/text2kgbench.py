"""The ontology JSON of Text2KGBench (arXiv 2308.02357) as triples: concepts and relations by id and label.

Ids of Wikidata become Wikidata's own IRIs, so that what was learnt of a property holds for it. Any other
id becomes an IRI under the ontology's own namespace, as in the benchmark's OWL files.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from kg.errors import InputError
from kg.iris import WIKIDATA_DIRECT
from kg.ontology import vocabulary as terms
from kg.ontology.triples import Triples

NAMESPACE = "https://cenguix.github.io/Text2KGBench/"
_WIKIDATA_ENTITY = "http://www.wikidata.org/entity/"
_FORM = (
    "An ontology in JSON has `concepts`, a list of {qid, label}, and `relations`, a list of "
    "{pid, label, domain, range}, as those of Text2KGBench; or it is JSON-LD, with an @context."
)


def json_object(data: bytes) -> Any:
    """Return what a JSON file holds.

    Raises:
        InputError: It is not JSON; the message names the line.
    """
    try:
        return json.loads(data)
    except json.JSONDecodeError as err:
        raise InputError(
            f"The ontology is not valid JSON: {err.msg} at line {err.lineno} column {err.colno}."
        ) from err
    except (ValueError, RecursionError) as err:
        raise InputError(f"The ontology is not valid JSON: {err}.") from err


def triples_from(ontology: Any) -> Triples:
    """Return an ontology of this form as the triples that say the same.

    Raises:
        InputError: It does not have this form.
    """
    if not isinstance(ontology, Mapping) or not isinstance(ontology.get("relations"), list):
        raise InputError(_FORM)
    try:
        return Triples(_triples(ontology))
    except ValueError as err:
        raise InputError("A text of the ontology holds half of a surrogate pair.") from err


def _triples(ontology: Mapping[str, Any]) -> Iterator[ox.Triple]:
    base = NAMESPACE + quote(str(ontology.get("id") or "ontology"), safe="")
    for place, row in enumerate(_rows(ontology, "concepts"), start=1):
        concept = _class_iri(base, _text(row, "qid", f"Concept {place}"))
        yield ox.Triple(concept, ox.NamedNode(terms.RDF_TYPE), ox.NamedNode(terms.OWL + "Class"))
        yield from _label(concept, row)
    for place, row in enumerate(_rows(ontology, "relations"), start=1):
        relation = _relation_iri(base, _text(row, "pid", f"Relation {place}"))
        yield ox.Triple(
            relation, ox.NamedNode(terms.RDF_TYPE), ox.NamedNode(terms.RDF + "Property")
        )
        yield from _label(relation, row)
        for key, predicate in (("domain", terms.DOMAIN[0]), ("range", terms.RANGE[0])):
            if id := str(row.get(key) or "").strip():
                yield ox.Triple(relation, ox.NamedNode(predicate), _class_iri(base, id))


def _rows(ontology: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    rows = ontology.get(key) or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise InputError(_FORM)
    return rows


def _text(row: Mapping[str, Any], key: str, which: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{which} has no `{key}`. {_FORM}")
    return value.strip()


def _label(node: ox.NamedNode, row: Mapping[str, Any]) -> Iterator[ox.Triple]:
    for key, predicate in (("label", terms.LABEL[0]), ("description", terms.DESCRIPTION[0])):
        if text := str(row.get(key) or "").strip():
            yield ox.Triple(node, ox.NamedNode(predicate), ox.Literal(text))


def _relation_iri(base: str, id: str) -> ox.NamedNode:
    if _numbered(id, "P"):
        return ox.NamedNode(WIKIDATA_DIRECT + id)
    return ox.NamedNode(f"{base}/relations#{quote(id, safe='/')}")


def _class_iri(base: str, id: str) -> ox.NamedNode:
    if _numbered(id, "Q"):
        return ox.NamedNode(_WIKIDATA_ENTITY + id)
    return ox.NamedNode(f"{base}/concepts#{quote(id, safe='/')}")


def _numbered(id: str, letter: str) -> bool:
    return id[:1] == letter and id[1:].isascii() and id[1:].isdigit()

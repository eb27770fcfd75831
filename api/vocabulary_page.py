"""The project's own terms as a page for people."""

from collections.abc import Iterable
from html import escape
from urllib.parse import urldefrag

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.vocabulary import OWL, RDF_TYPE, RDFS, RDFS_COMMENT

_DOMAIN, _RANGE = NamedNode(RDFS + "domain"), NamedNode(RDFS + "range")
_KINDS = {
    OWL + "Ontology": "vocabulary",
    OWL + "Class": "class",
    OWL + "DatatypeProperty": "property",
    OWL + "ObjectProperty": "property",
}
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Vocabulary</title></head>
<body><h1>Vocabulary</h1>
<p>{comment}</p>
<p>Namespace: <code>{namespace}</code>. As RDF: ask this address for <code>text/turtle</code>, <code>application/ld+json</code> or <code>application/rdf+xml</code>.</p>
<table><thead><tr><th>term</th><th>kind</th><th>meaning</th><th>of</th><th>value</th></tr></thead>
<tbody>
{rows}
</tbody></table></body></html>
"""


def vocabulary_page(triples: Iterable[Triple], namespace: str) -> str:
    """Return HTML with an anchor for each term, so that its IRI leads to its row."""
    said: dict[str, dict[NamedNode, str]] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            said.setdefault(triple.subject.value, {})[triple.predicate] = triple.object.value
    whole = said.pop(urldefrag(namespace).url)
    return _PAGE.format(
        comment=escape(whole[RDFS_COMMENT]),
        namespace=escape(namespace),
        rows="\n".join(_row(iri, facts) for iri, facts in said.items()),
    )


def _row(iri: str, facts: dict[NamedNode, str]) -> str:
    name = escape(urldefrag(iri).fragment)
    cells = (
        f"<code>{name}</code>",
        _KINDS.get(facts[RDF_TYPE]) or escape(urldefrag(facts[RDF_TYPE]).fragment),
        escape(facts[RDFS_COMMENT]),
        _short(facts.get(_DOMAIN)),
        _short(facts.get(_RANGE)),
    )
    return f'<tr id="{name}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _short(iri: str | None) -> str:
    if iri is None:
        return ""
    return escape(urldefrag(iri).fragment or iri.rpartition("/")[2])

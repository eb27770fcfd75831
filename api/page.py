"""The page at `/` as HTML: no script, nothing loaded from elsewhere, everything escaped."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlencode

from api.schemas.statements import StatementOut
from kg.catalog.rows import DocumentRow

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
       color: #222; background: #fff }
table { border-collapse: collapse } td, th { text-align: left; padding: .2rem 1rem .2rem 0 }
textarea { width: 100%; min-height: 6rem; font: inherit } q { color: #555 }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #181818 } a { color: #8bf }
       q { color: #aaa } textarea { color: inherit; background: #222 } }
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy: only the page's own style."""

_QUERIES = {
    "Who is said to be related to what": """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?subject ?relation ?object WHERE {
  ?s ?relation ?o . ?s rdfs:label ?subject . ?o rdfs:label ?object } LIMIT 50""",
    "Each fact with the sentences that speak of it": """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
SELECT ?s ?p ?o ?sentence WHERE { ?s ?p ?o . GRAPH ?g {
  ?evidence rdf:reifies <<( ?s ?p ?o )>> ; oa:hasTarget/oa:hasSelector/oa:exact ?sentence } } LIMIT 50""",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows.

    Attributes:
        counts: Documents by status.
        documents: Some of them.
        text: What stands in the form.
        found: What the text states; None if it was not read.
        error: Why it could not be read.
    """

    counts: Mapping[str, int]
    documents: Sequence[DocumentRow]
    text: str
    found: Sequence[StatementOut] | None = None
    error: str | None = None


def page(shown: Shown) -> str:
    """Return the page."""
    states = ", ".join(f"{number:,} {escape(status)}" for status, number in shown.counts.items())
    queries = "".join(
        f'<li><a href="/sparql?{escape(urlencode({"query": query}))}">{escape(title)}</a>'
        for title, query in _QUERIES.items()
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>kg</title><style>{_STYLE}</style></head><body>
<h1>kg</h1>
<p>Documents in, a knowledge graph out, and each fact with its sentence.
<a href="/docs">Interface</a> · <a href="/entities">things</a> · <a href="/jobs">jobs</a> ·
<a href="/export?format=turtle">the graph as Turtle</a></p>
<h2>Read a text</h2>
<form method="post" action="/"><label for="text">It is not stored.</label>
<textarea id="text" name="text">{escape(shown.text)}</textarea><p><button>Read</button></p></form>
{_outcome(shown)}
<h2>Ask</h2><ul>{queries}</ul>
<h2>Documents</h2><p>{states or "None yet: <code>kg ingest FILE</code> puts some in."}</p>
<table>{"".join(map(_document, shown.documents))}</table>
</body></html>"""


def _document(row: DocumentRow) -> str:
    return (
        f'<tr><td><a href="/documents/{quote(row.id, safe="")}/statements">'
        f"{escape(row.title or row.id)}</a><td>{escape(row.status)}<td>{row.characters:,} characters"
    )


def _outcome(shown: Shown) -> str:
    if shown.error is not None:
        return f"<p><strong>{escape(shown.error)}</strong></p>"
    if shown.found is None:
        return ""
    head = "<tr><th>subject<th>relation<th>object<th>confidence<th>sentence"
    rows = "".join(map(_fact, shown.found))
    return f"<table>{head}{rows}</table>" if rows else "<p>No facts were found in it.</p>"


def _fact(fact: StatementOut) -> str:
    return (
        f"<tr><td>{escape(fact.subject.name)}<td>{escape(fact.predicate.label)}"
        f"<td>{escape(fact.object.name)}<td>{fact.confidence:.2f}<td><q>{escape(fact.sentence.text)}</q>"
    )

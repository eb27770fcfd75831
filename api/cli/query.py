"""`kg query`: SPARQL against a running service."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_table, write

_RESULTS_JSON = "application/sparql-results+json"
_ACCEPT = {
    "table": f"{_RESULTS_JSON}, text/turtle;q=0.9",
    "json": f"{_RESULTS_JSON}, application/ld+json;q=0.9",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "json-ld": "application/ld+json",
}


def query(
    sparql: Annotated[str, typer.Argument(help="A query, @FILE, or - for stdin.")],
    format: Annotated[str, typer.Option(help=", ".join(_ACCEPT))] = "table",
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Run a SPARQL query and print what it finds."""
    chosen = "json" if as_json else format
    if chosen not in _ACCEPT:
        raise typer.BadParameter(f"{format} is not one of {', '.join(_ACCEPT)}.")
    with client(server) as service:
        body, media_type = service.query(_text(sparql), accept=_ACCEPT[chosen])
    if chosen == "table" and media_type == _RESULTS_JSON:
        _print(json.loads(body))
    else:
        write(body)


def _text(sparql: str) -> str:
    if sparql == "-":
        return sys.stdin.read()
    if not sparql.startswith("@"):
        return sparql
    try:
        return Path(sparql[1:]).read_text("utf-8")
    except OSError as err:
        raise typer.BadParameter(f"cannot read {sparql[1:]}: {err.strerror}") from err


def _print(result: Mapping[str, Any]) -> None:
    if "boolean" in result:
        typer.echo("yes" if result["boolean"] else "no")
        return
    head = result["head"]["vars"]
    rows = result["results"]["bindings"]
    print_table(head, [[_cell(row.get(name)) for name in head] for row in rows])


def _cell(term: Mapping[str, Any] | None) -> str:
    if term is None:
        return ""
    if term["type"] == "triple":
        parts = (_cell(term["value"][role]) for role in ("subject", "predicate", "object"))
        return f"<<( {' '.join(parts)} )>>"
    return f"<{term['value']}>" if term["type"] == "uri" else str(term["value"])

"""Results of queries in a form in which two of them can be compared, blank nodes and all.

Numbers and dates compare by value, as the store keeps them by value: "01" and "1" are one integer.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from kg.graph.canonical import stored_form

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_P = NamedNode("urn:result:")

Term = NamedNode | BlankNode | Literal | Triple
Rows = list[Mapping[str, Term]]


def graph(body: bytes, format: RdfFormat, base: str) -> Dataset:
    """Return a graph in canonical form."""
    return canonical(Quad(*_kept(quad.triple)) for quad in parse(body, format, base_iri=base))


def canonical(quads: Iterable[Quad]) -> Dataset:
    """Return quads in a form in which isomorphic datasets are equal."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def by_value(quads: Iterable[Quad]) -> Dataset:
    """Return quads in canonical form, literals by value."""
    return canonical(Quad(*_kept(quad.triple), quad.graph_name) for quad in quads)


def comparable(rows: Rows, *, ordered: bool) -> object:
    """Return the rows of a SELECT as something that is equal if they say the same."""
    if ordered and not any(isinstance(term, BlankNode) for row in rows for term in row.values()):
        return [{name: str(_value(term)) for name, term in row.items()} for row in rows]
    quads = []
    for number, row in enumerate(rows):
        solution = BlankNode(f"row{number}")
        quads.append(Quad(solution, _P, _P))
        quads += [Quad(solution, NamedNode(_P.value + name), _value(t)) for name, t in row.items()]
    return canonical(quads)


def solutions(body: bytes, format: QueryResultsFormat) -> Rows | bool:
    """Read what a service answers to SELECT or ASK."""
    found = parse_query_results(body, format)
    if isinstance(found, QueryBoolean):
        return bool(found)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in found]


def expected(file: Path) -> Rows | bool:
    """Read what a suite says that SELECT or ASK has to answer."""
    body = file.read_bytes()
    match file.suffix:
        case ".srx":
            return solutions(body, QueryResultsFormat.XML)
        case ".srj":
            return solutions(body, QueryResultsFormat.JSON)
        case ".tsv":
            return solutions(body, QueryResultsFormat.TSV)
    return _from_rdf(body)


def table(body: bytes) -> list[list[tuple[str, str]]]:
    """Read CSV: rows and columns in any order, as SELECT * leaves them, blank nodes all alike."""
    rows = csv.DictReader(io.StringIO(body.decode(), newline=""))
    return sorted(
        sorted((name, re.sub(r"^_:.*", "_:", cell)) for name, cell in row.items()) for row in rows
    )


def _from_rdf(body: bytes) -> Rows | bool:
    store = Store()
    store.load(body, RdfFormat.TURTLE, base_iri="http://w3c.example/")
    boolean = store.query(f"SELECT ?b {{ ?r <{RS}boolean> ?b }}")
    assert isinstance(boolean, QuerySolutions)
    for answer in boolean:
        return answer["b"] == Literal(True)
    found = store.query(
        f"SELECT ?s ?name ?value {{ ?r <{RS}solution> ?s OPTIONAL {{ ?s <{RS}binding> ?b . "
        f"?b <{RS}variable> ?name ; <{RS}value> ?value }} OPTIONAL {{ ?s <{RS}index> ?i }} }} ORDER BY ?i"
    )
    assert isinstance(found, QuerySolutions)
    rows: dict[str, dict[str, Term]] = {}
    for one in found:
        row = rows.setdefault(str(one["s"]), {})
        if isinstance(one["name"], Literal) and one["value"] is not None:
            row[one["name"].value] = one["value"]
    return list(rows.values())


def _kept(triple: Triple) -> Triple:
    return stored_form(triple)


def _value(term: Term) -> Term:
    return stored_form(Triple(_P, _P, term)).object

"""Facts as CSV files for `neo4j-admin database import`: things and values are nodes, facts are relationships.

The header fields are those of Neo4j's operations manual, "Import": `:ID`, `:LABEL`, `:START_ID`, `:END_ID`,
`:TYPE`; labels and arrays are separated by semicolons.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from zipfile import ZIP_DEFLATED, ZipFile

from pyoxigraph import Literal, NamedNode

from kg.graph.facts import Fact, Facts, Node, node_id
from kg.graph.selection import Selection
from kg.graph.tray import Tray

NODES = ("id:ID", "name", "iri", "datatype", "language", ":LABEL")
RELATIONSHIPS = (":START_ID", ":END_ID", ":TYPE", "iri", "confidence:double", "documents:string[]")

_LINES_A_PIECE = 1_000
_SEPARATORS = re.compile(r"[;\s]+")
_NOT_IN_TYPES = re.compile(r"\W+")


def neo4j(selection: Selection) -> Iterator[bytes]:
    """Yield a zip of `nodes.csv` and `relationships.csv`, as it is written."""
    facts = Facts(selection)
    tray = Tray()
    with ZipFile(tray, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, rows in (
            ("nodes.csv", _nodes(facts)),
            ("relationships.csv", _relationships(facts)),
        ):
            with archive.open(name, "w", force_zip64=True) as file:
                while some := list(islice(rows, _LINES_A_PIECE)):
                    file.write(_lines(some))
                    yield tray.take()
    yield tray.take()


def _nodes(facts: Facts) -> Iterator[Iterable[str]]:
    yield NODES
    for thing, stated in facts.things():
        yield _node(thing, facts)
        for fact in stated:
            if facts.names_first(fact):
                yield _node(fact.object, facts)


def _relationships(facts: Facts) -> Iterator[Iterable[str]]:
    yield RELATIONSHIPS
    for fact in (fact for _, stated in facts.things() for fact in stated):
        yield (
            node_id(fact.subject),
            node_id(fact.object),
            _type(fact, facts),
            fact.predicate.value,
            "" if fact.confidence is None else f"{fact.confidence:g}",
            ";".join(fact.documents),
        )


def _node(node: Node, facts: Facts) -> tuple[str, ...]:
    name = " ".join(facts.label(node).splitlines())  # a line of the file is a node
    if isinstance(node, Literal):
        return node_id(node), name, "", node.datatype.value, node.language or "", "Value"
    iri = node.value if isinstance(node, NamedNode) else ""
    labels = ["Thing", _SEPARATORS.sub("_", facts.kind(node))]
    return node_id(node), name, iri, "", "", ";".join(filter(None, labels))


def _type(fact: Fact, facts: Facts) -> str:
    """The label of a property in the letters that Cypher needs no backticks for."""
    return _NOT_IN_TYPES.sub("_", facts.label(fact.predicate)).strip("_").upper() or "RELATED"


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()

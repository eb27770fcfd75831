"""Facts as a Parquet file (parquet.apache.org): one row a fact, with names, types, documents and confidence."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import InputError
from kg.graph.facts import Fact, Facts, Node
from kg.graph.selection import Selection
from kg.graph.tray import Tray

ROWS_A_GROUP = 10_000
"""Rows that are in memory at a time; a reader, too, can take one group after the other."""

_TEXTS = (
    "subject",
    "subject_label",
    "subject_type",
    "predicate",
    "predicate_label",
    "object",
    "object_label",
    "object_type",
    "object_kind",
    "datatype",
    "language",
)


def parquet(selection: Selection) -> Iterator[bytes]:
    """Yield the file as it is written, a group of rows at a time.

    Raises:
        InputError: pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow.parquet import ParquetWriter
    except ImportError as err:
        raise InputError(
            "pyarrow is not installed where the graph is. `pip install 'kg[parquet]'` adds it there."
        ) from err
    schema = pyarrow.schema(
        [(name, pyarrow.string()) for name in _TEXTS]
        + [("documents", pyarrow.list_(pyarrow.string())), ("confidence", pyarrow.float64())]
    )
    facts = Facts(selection)
    rows = (_row(fact, facts) for _, stated in facts.things() for fact in stated)
    tray = Tray()
    with ParquetWriter(pyarrow.PythonFile(tray, "w"), schema, compression="zstd") as writer:
        while some := list(islice(rows, ROWS_A_GROUP)):
            writer.write_table(pyarrow.Table.from_pylist(some, schema=schema))
            yield tray.take()
    yield tray.take()


def _row(fact: Fact, facts: Facts) -> dict[str, Any]:
    value = fact.object if isinstance(fact.object, Literal) else None
    return {
        "subject": _text(fact.subject),
        "subject_label": facts.label(fact.subject),
        "subject_type": facts.kind(fact.subject),
        "predicate": fact.predicate.value,
        "predicate_label": facts.label(fact.predicate),
        "object": _text(fact.object),
        "object_label": facts.label(fact.object),
        "object_type": facts.kind(fact.object),
        "object_kind": _kind(fact.object),
        "datatype": value and value.datatype.value,
        "language": value and value.language,
        "documents": list(fact.documents),
        "confidence": fact.confidence,
    }


def _text(node: Node) -> str:
    return node.value if isinstance(node, NamedNode | Literal) else str(node)


def _kind(node: Node) -> str:
    match node:
        case NamedNode():
            return "iri"
        case Literal():
            return "literal"
        case BlankNode():
            return "blank node"
    return "triple term"

"""Facts as a table (CSV, RFC 4180): one row a fact, with names, documents and confidence."""

import csv
import io
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.graph.facts import Facts, Node

COLUMNS = (
    "subject",
    "subject_label",
    "predicate",
    "predicate_label",
    "object",
    "object_label",
    "documents",
    "confidence",
)


def fact_table(facts: Facts) -> Iterator[str]:
    """Yield the lines of the table, its head first; several documents are separated by a space."""
    yield _line(COLUMNS)
    for fact in (fact for _, stated in facts.things() for fact in stated):
        yield _line(
            (
                _text(fact.subject),
                facts.label(fact.subject),
                fact.predicate.value,
                facts.label(fact.predicate),
                _text(fact.object),
                facts.label(fact.object),
                " ".join(fact.documents),
                "" if fact.confidence is None else f"{fact.confidence:g}",
            )
        )


def _text(node: Node) -> str:
    return node.value if isinstance(node, NamedNode | Literal) else str(node)


def _line(cells: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()

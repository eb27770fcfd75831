"""Rows of a SPARQL query: for code, for pandas and for notebooks."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from kg.errors import InputError

if TYPE_CHECKING:
    from pandas import DataFrame
    from rdflib.term import Identifier

ROWS_SHOWN = 100
"""Rows that a notebook shows; `frame()` has all."""


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """What a SELECT query found.

    Attributes:
        variables: The names of the columns, without question marks.
        rows: One rdflib term a column, None where nothing is bound.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple["Identifier | None", ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple["Identifier | None", ...]]:
        return iter(self.rows)

    def __repr__(self) -> str:
        return f"<Rows: {len(self.rows):,} of {', '.join(self.variables)}>"

    def frame(self) -> "DataFrame":
        """Return a pandas frame; numbers and dates as Python has them, IRIs as strings.

        Raises:
            InputError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as err:
            raise InputError("pandas is not installed. `pip install kg[frames]` adds it.") from err
        values = [[None if term is None else _python(term) for term in row] for row in self.rows]
        return pandas.DataFrame(values, columns=list(self.variables))

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.variables)
        body = "".join(f"<tr>{_cells(row)}</tr>" for row in self.rows[:ROWS_SHOWN])
        more = len(self.rows) - ROWS_SHOWN
        note = f"<p>{more} more rows; frame() has all.</p>" if more > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"


def read_rows(body: bytes) -> Rows | None:
    """Return the rows of a SPARQL 1.1 JSON result, or None if it is a yes or no."""
    from rdflib import Variable
    from rdflib.query import Result

    result = Result.parse(io.BytesIO(body), format="json")
    if result.type != "SELECT":
        return None
    variables = tuple(str(name) for name in result.vars or ())
    rows = tuple(
        tuple(binding.get(Variable(name)) for name in variables) for binding in result.bindings
    )
    return Rows(variables, rows)


def _python(term: "Identifier") -> object:
    from rdflib import Literal

    return term.toPython() if isinstance(term, Literal) else str(term)


def _cells(row: tuple["Identifier | None", ...]) -> str:
    return "".join(f"<td>{'' if term is None else escape(str(term))}</td>" for term in row)

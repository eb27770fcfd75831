"""The tests that a rule may put to bound values."""

import operator
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from kg.iris import XSD
from kg.reasoning.logic.rules import Term
from kg.records import Literal

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TIMES = frozenset(XSD + name for name in ("date", "gYear", "gYearMonth", "dateTime"))
_WHOLE = frozenset(
    XSD + name
    for name in (
        *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong"),
    )
)


def holds(test: str, left: Term, right: Term) -> bool:
    """Return whether a test of two values succeeds; values that cannot be compared fail every order."""
    match test:
        case "!=":
            return left != right
        case "before":
            return left != right and order_key(left) < order_key(right)
        case "literal":
            return isinstance(left, Literal)
        case "thing":
            return not isinstance(left, Literal)
        case "not-datatype":
            assert isinstance(right, tuple)
            return not isinstance(left, Literal) or not _is_one(left.datatype, right)
    one, other = _value(left), _value(right)
    if one is None or other is None or type(one) is not type(other):
        return False
    return _ORDER[test](one, other)


def order_key(term: Term) -> tuple[str, str]:
    """Return what terms are put in order by, the same in every process."""
    if isinstance(term, Literal):
        return (f'"{term.value}"', term.datatype)
    return (str(term), "")


def _is_one(datatype: str, wanted: tuple[Term, ...]) -> bool:
    return datatype in wanted or (
        datatype in _WHOLE and (XSD + "integer" in wanted or XSD + "decimal" in wanted)
    )


def _value(term: Term) -> Decimal | date | None:
    """A number as a number; a time as the first day that it may be."""
    if not isinstance(term, Literal):
        return None
    if term.datatype in _TIMES:
        parts = [*term.value[:10].split("-"), "1", "1"][:3]
        try:
            return date(*map(int, parts))
        except ValueError:
            return None
    try:
        number = Decimal(term.value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None

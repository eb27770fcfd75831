"""Which ranges are values, and what the model may have marked where such a value stands.

Datatypes of XML Schema 1.1 and of schema.org. A `schema:Date` is a date of whatever precision, from a
year to a day; a `schema:Number` any number; `rdfs:Literal` any value.
"""

from collections.abc import Iterable, Sequence

from kg.iris import XSD
from kg.ontology import vocabulary as terms

DATE = terms.SCHEMA + "Date"
NUMBER = terms.SCHEMA + "Number"
ANY_VALUE = terms.RDF_LITERAL_CLASS

TIMES = frozenset(
    {XSD + name for name in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth")}
    | {DATE, terms.SCHEMA + "DateTime"}
)
WHOLE = frozenset(
    XSD + name
    for name in (
        *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("nonPositiveInteger", "negativeInteger"),
        *("unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
) | {terms.SCHEMA + "Integer"}
NUMBERS = (
    WHOLE
    | {XSD + name for name in ("decimal", "double", "float")}
    | {NUMBER, terms.SCHEMA + "Float"}
    | {"http://www.w3.org/2002/07/owl#real", "http://www.w3.org/2002/07/owl#rational"}
)
_OTHER = frozenset(
    {ANY_VALUE, terms.SCHEMA + "Text", terms.SCHEMA + "Boolean", terms.SCHEMA + "URL"}
)
_STRINGS = frozenset({terms.RDF + "langString", terms.RDF + "PlainLiteral", terms.RDF + "HTML"})
_BY_NAME = {
    **dict.fromkeys(("date", "calendar date"), DATE),
    **dict.fromkeys(("number", "quantity", "amount"), NUMBER),
    "string": XSD + "string",
    "text": XSD + "string",
    "year": XSD + "gYear",
    "integer": XSD + "integer",
    "boolean": XSD + "boolean",
    "literal": ANY_VALUE,
}


def datatype_of(iri: str, label: str) -> str | None:
    """Return the datatype that a range is; None where it is a class of things.

    Ontologies without datatypes have classes called "date" or "number" in their place, as the
    Text2KGBench ones do: those go by their label.
    """
    iri = iri.replace(terms.OLD_SCHEMA, terms.SCHEMA)
    if iri in _STRINGS:
        return XSD + "string"
    if iri.startswith(XSD) or iri in NUMBERS or iri in TIMES or iri in _OTHER:
        return iri
    return _BY_NAME.get(label.casefold())


def common(datatypes: Iterable[str]) -> str | None:
    """Return the one datatype that holds the values of all of these; None for none."""
    found = frozenset(datatypes)
    if len(found) < 2:
        return next(iter(found), None)
    if found <= TIMES:
        return DATE
    return NUMBER if found <= NUMBERS else ANY_VALUE


def mention_types(datatypes: Sequence[str]) -> tuple[str, ...]:
    """Return what the model marks where a value of these datatypes may stand; empty: anything."""
    found = frozenset(datatypes)
    if not found <= TIMES | NUMBERS:
        return ()
    kinds = {"time": TIMES, "number": NUMBERS}
    # a year is a number to one reader and a time to another
    return tuple(
        sorted(
            kind
            for kind, members in kinds.items()
            if found & members or (kind == "number" and XSD + "gYear" in found)
        )
    )


def mention_values(types: Iterable[str]) -> tuple[str, ...]:
    """Return what the model marks where a value of these mention types stands; empty: they are no values.

    A year may be marked as a number.
    """
    found = frozenset(types)
    if not found or not found <= {"time", "number"}:
        return ()
    return tuple(sorted(found | {"number"}))

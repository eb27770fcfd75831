"""What a text says at one place to a typed literal (XML Schema 1.1 part 2): the value, or nothing.

A value that cannot be of the datatype that an ontology declares is no value. Dropping precision is sound
("12 May 2001" happened in the year 2001), adding it is not.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial

from kg.extraction.chinese_numerals import chinese_amount
from kg.extraction.chinese_spans import HAN
from kg.extraction.clock import read_clock, read_moment
from kg.extraction.date_ranges import read_range
from kg.extraction.dates import read_date
from kg.extraction.durations import read_duration
from kg.extraction.numbers import Quantity, read_quantity
from kg.iris import XSD
from kg.ontology.records import Property
from kg.records import Literal

STRING = XSD + "string"
_SCHEMA = "https://schema.org/"
_ANY = "http://www.w3.org/2000/01/rdf-schema#Literal"
_PLAIN_NUMBER = re.compile(r"[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_URI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_TRUTH = {"true": "true", "yes": "true", "false": "false", "no": "false"}
_SIGNED = {"long": 63, "int": 31, "short": 15, "byte": 7}
_UNSIGNED = {"unsignedLong": 64, "unsignedInt": 32, "unsignedShort": 16, "unsignedByte": 8}
_BOUNDS: Mapping[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    **{name: (-(2**bits), 2**bits - 1) for name, bits in _SIGNED.items()},
    **{name: (0, 2**bits - 1) for name, bits in _UNSIGNED.items()},
}


def time_literal(text: str) -> Literal:
    """Return an xsd:date, xsd:gYearMonth or xsd:gYear; a plain string for any other wording."""
    return _any_date(text) or Literal(text)


def number_literal(text: str) -> Literal:
    """Return an xsd:integer or xsd:decimal where the whole text is one number; else a plain string."""
    amount = chinese_amount(text) if HAN.search(text) else None
    if amount and not amount[1]:
        return _literal_of(Quantity(*amount))
    if not _PLAIN_NUMBER.fullmatch(text.strip()):
        return Literal(text)
    digits = text.strip().replace(",", "").replace("−", "-")
    return Literal(digits, XSD + ("decimal" if "." in digits else "integer"))


def typed_literal(text: str, datatype: str) -> Literal | None:
    """Return what `text` says as a value of a datatype, by IRI; None where it says no such value.

    The literal has the datatype itself. Where that leaves the precision open (`schema:Date`,
    `schema:Number`, `rdfs:Literal`), it has the XML Schema datatype of what the text says.
    """
    text = " ".join(text.split())
    read = _READERS.get(datatype)
    return read(text) if read and text else None


def value_reader(property: Property) -> Callable[[str], Literal | None] | None:
    """Return what reads the values of a property from a text; None where its objects are things."""
    if property.datatype is None:
        return None
    if property.datatype == _ANY and "time" in property.range:
        return _time_or_value
    return partial(typed_literal, datatype=property.datatype)


def _time_or_value(text: str) -> Literal | None:
    """Read a bare "1995" as a year; what is no time is whatever else it can be."""
    time = time_literal(text)
    return time if time.datatype != XSD + "string" else typed_literal(text, _ANY)


def date_range(text: str) -> tuple[Literal, Literal] | None:
    """Return begin and end of a range of dates, such as "1998–2003", each with its own precision."""
    found = read_range(text)
    return None if found is None else (found[0].literal(), found[1].literal())


def _any_date(text: str) -> Literal | None:
    date = read_date(text)
    return date.literal() if date else None


def _date(text: str) -> Literal | None:
    date = read_date(text)
    return date.literal() if date and date.day else None


def _year_month(text: str) -> Literal | None:
    date = read_date(text)
    return (
        Literal(date.literal().value[:-3] if date.day else date.literal().value, XSD + "gYearMonth")
        if date and date.month
        else None
    )


def _year(text: str) -> Literal | None:
    date = read_date(text)
    return type(date)(date.year).literal() if date else None


def _moment(text: str) -> Literal | None:
    moment = read_moment(text)
    return Literal(moment, XSD + "dateTime") if moment else None


def _stamp(text: str) -> Literal | None:
    moment = read_moment(text)
    has_zone = moment is not None and (moment.endswith("Z") or moment[-6] in "+-")
    return Literal(moment, XSD + "dateTimeStamp") if moment and has_zone else None


def _clock(text: str) -> Literal | None:
    clock = read_clock(text)
    return Literal(clock, XSD + "time") if clock else None


def _whole(name: str) -> Callable[[str], Literal | None]:
    least, most = _BOUNDS[name]

    def read(text: str) -> Literal | None:
        quantity = read_quantity(text)
        if quantity is None or not quantity.is_whole:
            return None
        value = int(quantity.value)
        fits = (least is None or value >= least) and (most is None or value <= most)
        return Literal(str(value), XSD + name) if fits else None

    return read


def _real(name: str) -> Callable[[str], Literal | None]:
    def read(text: str) -> Literal | None:
        quantity = read_quantity(text)
        return Literal(quantity.digits(), XSD + name) if quantity else None

    return read


def _number(text: str) -> Literal | None:
    quantity = read_quantity(text)
    return _literal_of(quantity) if quantity else None


def _literal_of(quantity: Quantity) -> Literal:
    name = "decimal" if "." in quantity.digits() else "integer"
    return Literal(quantity.digits(), XSD + name)


def _boolean(text: str) -> Literal | None:
    truth = _TRUTH.get(text.casefold())
    return Literal(truth, XSD + "boolean") if truth else None


def _uri(text: str) -> Literal | None:
    return Literal(text, XSD + "anyURI") if _URI.fullmatch(text) else None


def _string(text: str) -> Literal | None:
    return Literal(text, STRING)


def _any(text: str) -> Literal | None:
    date = None if text.isdigit() else _any_date(text)
    return date or (number_literal(text) if text[-1:].isdigit() else Literal(text))


def _duration(name: str) -> Callable[[str], Literal | None]:
    def read(text: str) -> Literal | None:
        duration = read_duration(text)
        months = duration is not None and any(part in duration.split("T")[0] for part in "YM")
        days = duration is not None and ("T" in duration or "D" in duration)
        wrong = {"yearMonthDuration": days, "dayTimeDuration": months}.get(name, False)
        return Literal(duration, XSD + name) if duration and not wrong else None

    return read


_READERS: Mapping[str, Callable[[str], Literal | None]] = {
    XSD + "date": _date,
    XSD + "gYear": _year,
    XSD + "gYearMonth": _year_month,
    XSD + "dateTime": _moment,
    XSD + "dateTimeStamp": _stamp,
    XSD + "time": _clock,
    **{XSD + name: _whole(name) for name in _BOUNDS},
    **{XSD + name: _real(name) for name in ("decimal", "double", "float")},
    **{
        XSD + name: _duration(name) for name in ("duration", "yearMonthDuration", "dayTimeDuration")
    },
    XSD + "boolean": _boolean,
    XSD + "anyURI": _uri,
    **{XSD + name: _string for name in ("string", "normalizedString", "token")},
    _SCHEMA + "Date": _any_date,
    _SCHEMA + "DateTime": lambda text: _moment(text) or _any_date(text),
    _SCHEMA + "Number": _number,
    _SCHEMA + "Float": _real("double"),
    _SCHEMA + "Integer": _whole("integer"),
    _SCHEMA + "Boolean": _boolean,
    _SCHEMA + "URL": _uri,
    _SCHEMA + "Text": _string,
    **{f"http://www.w3.org/2002/07/owl#{name}": _number for name in ("real", "rational")},
    _ANY: _any,
}
"""Datatype IRI to what reads it; any other datatype has values that we cannot check."""

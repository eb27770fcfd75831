"""How Text2KGBench writes values: what a knowledge base's dump has, not what the sentence says.

Wikidata-TekGen has dates as "01 January 2010" (a year is its first day), DBpedia-WebNLG as "2010-01-01";
numbers may be decimal ("2702.0") and may have a unit ("120.0 (inches)", "18.0 g"), and plain strings may
stand in quotes. Which of these a property uses is read off its values in the train sentences.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.extraction.literals import time_literal
from kg.extraction.numbers import read_quantity
from kg.iris import XSD
from kg.training.corpora.text2kg import Triple

_LONG_DATE = re.compile(r"\d{2} [A-Z][a-z]+ \d{4}")
_ISO_DATE = re.compile(r"-?\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d+(?P<decimal>\.\d+)?(?P<unit> +\([^)]+\)| [^\W\d]\S*)?")
_MONTHS = (
    "January February March April May June July August September October November December".split()
)


@dataclass(frozen=True, slots=True)
class Form:
    """How the values of a property are written.

    Attributes:
        kind: "long date", "ISO date", "number", "text", or "name" for the name of a thing.
        quoted: Whether they stand in quotes.
        decimal: Whether whole numbers have a decimal point.
        unit: What follows a number.
    """

    kind: str = "name"
    quoted: bool = False
    decimal: bool = False
    unit: str = ""


def form_of(value: str) -> Form:
    """Return the form of one value."""
    bare = value.strip()
    quoted = len(bare) > 1 and bare[0] == bare[-1] == '"'
    bare = bare.strip('"')
    if _LONG_DATE.fullmatch(bare):
        return Form("long date", quoted)
    if _ISO_DATE.fullmatch(bare):
        return Form("ISO date", quoted)
    if number := _NUMBER.fullmatch(bare):
        return Form("number", quoted, bool(number["decimal"]), number["unit"] or "")
    return Form("text" if quoted else "name", quoted)


def forms(triples: Iterable[Triple]) -> dict[str, Form]:
    """Return the form that most values of each relation have."""
    seen: dict[str, Counter[Form]] = {}
    for triple in triples:
        seen.setdefault(triple.relation, Counter())[form_of(triple.object)] += 1
    return {relation: counter.most_common(1)[0][0] for relation, counter in seen.items()}


def written(value: str, form: Form) -> str:
    """Return a value of the sentence as the benchmark would write it; as it is where nothing else is known."""
    match form.kind:
        case "long date" | "ISO date":
            plain = _date(value, form.kind)
        case "number":
            plain = _number(value, form)
        case _:
            plain = value
    return f'"{plain}"' if form.quoted else plain


def default_forms(relations: Iterable[str], known: Mapping[str, Form]) -> dict[str, Form]:
    """Add relations of which no value is known: what is called a date is written as other dates are."""
    dates = [form for form in known.values() if "date" in form.kind]
    date = Counter(dates).most_common(1)[0][0] if dates else Form("long date")
    return {
        relation: known.get(relation, date if relation.lower().endswith("date") else Form())
        for relation in relations
    }


def _date(value: str, kind: str) -> str:
    literal = time_literal(value)
    if literal.datatype not in {XSD + "date", XSD + "gYearMonth", XSD + "gYear"}:
        return value
    if literal.value.startswith("-"):
        return value  # the benchmark has no years before Christ
    year, month, day = [*literal.value.split("-"), "01", "01"][:3]
    if kind == "ISO date":
        return f"{year}-{month}-{day}"
    return f"{day} {_MONTHS[int(month) - 1]} {year}"


def _number(value: str, form: Form) -> str:
    quantity = read_quantity(value)
    if quantity is None:
        # "1998" is a number there, and "May 1998" the year 1998
        literal = time_literal(value)
        return literal.value[:4] if literal.datatype.startswith(XSD + "gYear") else value
    number = quantity.digits()
    if form.decimal and "." not in number:
        number += ".0"
    return number + form.unit

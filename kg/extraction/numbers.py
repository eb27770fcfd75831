"""Numbers as people write them in English and Chinese: counts, money, percentages, measures, in digits or words."""

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext

from kg.extraction.chinese_numerals import chinese_amount
from kg.extraction.numerals import read_words
from kg.extraction.units import CURRENCIES, CURRENCY_NAMES, MONEY_SCALES, SCALES, UNITS

LONGEST = 100
"""Characters; a longer text is no number that anybody reads."""

_GROUP = "[,\u00a0\u202f\u2009]"
DIGITS = rf"\d{{1,3}}(?:{_GROUP}\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?"
_LEADING = re.compile(rf"(?P<sign>[-−])?(?P<digits>{DIGITS})(?!\d)")
_SIGNS = tuple(sorted(CURRENCIES, key=len, reverse=True))
_WORD = re.compile(r"[a-z]{3,}")
_NO_UNIT = frozenset(
    "dozen score out per and half third thirds quarter quarters times plus odd".split()
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and what it counts: an ISO 4217 code, "%", a unit's symbol, a noun, or nothing ("")."""

    value: Decimal
    unit: str = ""

    @property
    def is_whole(self) -> bool:
        return self.value == self.value.to_integral_value()

    def digits(self) -> str:
        """Return the number as XML Schema writes a decimal: without exponent and without separators."""
        return format(self.value, "f")


def read_quantity(text: str) -> Quantity | None:
    """Return the quantity that the whole of `text` says; None where it says none, or not exactly.

    "12,5" is none, since a comma parts thousands here and decimals elsewhere; nor are "over 500" and "10–20".
    """
    text = " ".join(text.split(" ")).strip()
    if not text or len(text) > LONGEST:
        return None
    if amount := chinese_amount(text):
        return Quantity(*amount)
    currency, rest = _currency(text)
    found = _in_digits(rest) or read_words(rest)
    if found is None:
        return None
    value, after = found
    value, after = _scaled(value, after, money=bool(currency))
    if currency:
        return Quantity(value, currency) if not after else None
    unit = _unit(after)
    return None if unit is None else Quantity(value, unit)


def _currency(text: str) -> tuple[str, str]:
    for sign in _SIGNS:
        if text.startswith(sign):
            rest = text[len(sign) :]
            if not sign.isalpha() or not rest[:1].isalpha():
                return CURRENCIES[sign], rest.lstrip()
    return "", text


def _in_digits(text: str) -> tuple[Decimal, str] | None:
    match = _LEADING.match(text)
    if match is None:
        return None
    digits = re.sub(_GROUP, "", match["digits"])
    return Decimal(("-" if match["sign"] else "") + digits), text[match.end() :]


def _scaled(value: Decimal, after: str, *, money: bool) -> tuple[Decimal, str]:
    word, _, rest = after.strip().partition(" ")
    scale = SCALES.get(word.casefold()) or (MONEY_SCALES.get(word.casefold()) if money else None)
    if scale is None:
        return value, after.strip()
    with localcontext(prec=2 * LONGEST):
        product = value * scale
        is_whole = product == product.to_integral_value()
        return (product.quantize(Decimal(1)) if is_whole else product), rest


def _unit(after: str) -> str | None:
    """Return the unit in what follows the number; None where it is something else than a unit."""
    name = after.strip().lstrip("-").casefold()
    if not name:
        return ""
    if name.upper() in CURRENCIES:
        return CURRENCIES[name.upper()]
    unit = UNITS.get(name) or CURRENCY_NAMES.get(name)
    if unit is None and _WORD.fullmatch(after.strip()) and name not in _NO_UNIT:
        return name
    return unit

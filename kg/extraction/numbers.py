"""Numbers as people write them in English: counts, money, percentages and measures, in digits or in words."""

import re
from dataclasses import dataclass
from decimal import Decimal

LONGEST = 100
"""Characters; a longer text is no number that anybody reads."""

_CURRENCIES = {
    **{"US$": "USD", "C$": "CAD", "A$": "AUD", "NZ$": "NZD", "HK$": "HKD", "R$": "BRL", "$": "USD"},
    **{"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB"},
    **{code: code for code in "USD EUR GBP JPY CHF CNY INR CAD AUD SEK NOK DKK PLN RUB BRL".split()},
}
_CURRENCY_NAMES = {
    **{"dollar": "USD", "dollars": "USD", "us dollars": "USD", "euro": "EUR", "euros": "EUR"},
    **{"pounds sterling": "GBP", "yen": "JPY", "rupees": "INR", "yuan": "CNY", "swiss francs": "CHF"},
}
_SCALES = {
    **{"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    **{"mn": 10**6, "bn": 10**9, "tn": 10**12},
}
_MONEY_SCALES = {"k": 1_000, "m": 10**6, "b": 10**9}
_UNITS = {
    "%": "%, percent, per cent",
    "m": "m, metre, metres, meter, meters",
    "km": "km, kilometre, kilometres, kilometer, kilometers",
    "cm": "cm, centimetre, centimetres, centimeter, centimeters",
    "mm": "mm, millimetre, millimetres, millimeter, millimeters",
    "ft": "ft, foot, feet",
    "in": "in, inch, inches",
    "mi": "mi, mile, miles",
    "km2": "km², km2, sq km, square kilometres, square kilometers",
    "mi2": "sq mi, square miles",
    "m2": "m², m2, sq m, square metres, square meters",
    "ha": "ha, hectare, hectares",
    "kg": "kg, kilogram, kilograms, kilogramme, kilogrammes",
    "g": "g, gram, grams, gramme, grammes",
    "lb": "lb, lbs, pound, pounds",
    "t": "t, tonne, tonnes",
    "L": "l, litre, litres, liter, liters",
    "km/h": "km/h, kph",
    "mph": "mph",
    "°C": "°c",
    "°F": "°f",
    "kW": "kw, kilowatt, kilowatts",
    "MW": "mw, megawatt, megawatts",
    "s": "s, second, seconds",
    "min": "min, minute, minutes",
    "h": "h, hour, hours",
    "d": "day, days",
    "wk": "week, weeks",
    "mo": "month, months",
    "a": "year, years",
}
_UNIT_OF = {name: unit for unit, names in _UNITS.items() for name in names.split(", ")}
_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_GROUP = "[,\u00a0\u202f\u2009]"
DIGITS = rf"\d{{1,3}}(?:{_GROUP}\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?"
_LEADING = re.compile(rf"(?P<sign>[-−])?(?P<digits>{DIGITS})(?!\d)")
_SIGNS = tuple(sorted(_CURRENCIES, key=len, reverse=True))
_WORD = re.compile(r"[a-z]{3,}")
_NO_UNIT = frozenset("dozen score out per and half third thirds quarter quarters times plus odd".split())


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
    currency, rest = _currency(text)
    found = _in_digits(rest) or _in_words(rest)
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
                return _CURRENCIES[sign], rest.lstrip()
    return "", text


def _in_digits(text: str) -> tuple[Decimal, str] | None:
    match = _LEADING.match(text)
    if match is None:
        return None
    digits = re.sub(_GROUP, "", match["digits"])
    return Decimal(("-" if match["sign"] else "") + digits), text[match.end() :]


def _in_words(text: str) -> tuple[Decimal, str] | None:
    """Read "twenty-five", "one hundred and twenty", "a million"; a scale of the whole is left over."""
    words = text.casefold().replace("-", " ").split()
    total, used, last = 0, 0, 0
    for place, word in enumerate(words):
        if word in _SMALL and (place == 0 or 20 <= last < 100 or last == 100):
            value = last = _SMALL[word]
            total += value
        elif word in _TENS and (place == 0 or last == 100):
            last = _TENS[word] * 10
            total += last
        elif word in {"a", "an"} and place == 0:
            total = last = 1
        elif word == "hundred" and 0 < last < 20 and total < 100:
            total, last = total * 100, 100
        elif word == "and" and last == 100 and words[place + 1 : place + 2]:
            continue
        else:
            break
        used = place + 1
    after = " ".join(words[used:])
    if not used or (words[0] in {"a", "an"} and used == 1 and after.split(" ")[0] not in _SCALES):
        return None
    return Decimal(total), after


def _scaled(value: Decimal, after: str, *, money: bool) -> tuple[Decimal, str]:
    word, _, rest = after.strip().partition(" ")
    scale = _SCALES.get(word.casefold()) or (_MONEY_SCALES.get(word.casefold()) if money else None)
    if scale is None:
        return value, after.strip()
    product = value * scale
    return (product.quantize(1) if product == product.to_integral_value() else product), rest


def _unit(after: str) -> str | None:
    """Return the unit in what follows the number; None where it is something else than a unit."""
    name = after.strip().lstrip("-").casefold()
    if not name:
        return ""
    if name.upper() in _CURRENCIES:
        return _CURRENCIES[name.upper()]
    unit = _UNIT_OF.get(name) or _CURRENCY_NAMES.get(name)
    if unit is None and _WORD.fullmatch(after.strip()) and name not in _NO_UNIT:
        return name
    return unit

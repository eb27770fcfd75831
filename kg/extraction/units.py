"""What people count in: currencies (ISO 4217), scales of number, units of measure."""

_CODES = "USD EUR GBP JPY CHF CNY INR CAD AUD SEK NOK DKK PLN RUB BRL"
CURRENCIES = {
    "US$": "USD",
    "C$": "CAD",
    "A$": "AUD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "R$": "BRL",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₽": "RUB",
    **{code: code for code in _CODES.split()},
}
"""Signs and codes that stand before an amount, or codes that stand after it."""

CURRENCY_NAMES = {
    "dollar": "USD",
    "dollars": "USD",
    "us dollars": "USD",
    "euro": "EUR",
    "euros": "EUR",
    "pounds sterling": "GBP",
    "yen": "JPY",
    "rupees": "INR",
    "yuan": "CNY",
    "swiss francs": "CHF",
}
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
MONEY_SCALES = {"k": 1_000, "m": 10**6, "b": 10**9}
"""Letters that scale an amount of money; behind any other number "m" is a metre."""

_NAMES = {
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
UNITS = {name: unit for unit, names in _NAMES.items() for name in names.split(", ")}
"""Name of a unit, in lower case, to its symbol."""

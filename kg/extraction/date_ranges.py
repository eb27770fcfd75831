"""Two dates joined by a dash or a word: "1998–2003", "from May to June 2004" without its "from"."""

import re

from kg.extraction.dates import DAY, MONTH, MONTHS, Date, month_number, read_date, valid_date

_PARTIAL = re.compile(
    rf"(?:{DAY} {MONTH}|{MONTH.replace('month', 'm2')} {DAY.replace('day', 'd2')})", re.IGNORECASE
)
_DASH = re.compile(r"\s*[–—‒−-]\s*|\s+(?:to|until|till|through)\s+", re.IGNORECASE)


def read_range(text: str) -> tuple[Date, Date] | None:
    """Return begin and end of a range such as "1998–2003", "1998–99", "May–June 2004" or "3 to 5 May 2010"."""
    text = " ".join(text.split())
    if read_date(text) is not None:
        return None
    for dash in _DASH.finditer(text):
        end = read_date(text[dash.end() :])
        begin = read_date(text[: dash.start()])
        if begin and not end:
            end = _short_year(begin, text[dash.end() :], dash[0])
        if end and not begin:
            begin = _completed(text[: dash.start()], end)
        if begin and end and _order(begin) <= _order(end):
            return begin, end
    return None


def _short_year(begin: Date, text: str, dash: str) -> Date | None:
    """Read the end of "1998–99", which shares the begin's century; "1998-05" may be a month."""
    short = text.strip()
    is_year = (
        len(short) == 2 and short.isascii() and short.isdigit() and (dash != "-" or short > "12")
    )
    if is_year and begin.month is None and begin.year >= 1000:
        return Date(begin.year // 100 * 100 + int(short))
    return None


def _completed(text: str, end: Date) -> Date | None:
    """Read the begin of "May–June 2004", "3–5 May 2010" or "28 May – 2 June 2010", which lacks its year."""
    words = text.strip().casefold().rstrip(".")
    if words in MONTHS and end.month and end.day is None:
        return valid_date(end.year, MONTHS[words], None)
    if words.isascii() and words.isdigit() and len(words) <= 2 and end.day:
        return valid_date(end.year, end.month, int(words))
    if (match := _PARTIAL.fullmatch(text.strip())) and end.day:
        month, day = match["month"] or match["m2"], match["day"] or match["d2"]
        return valid_date(end.year, month_number(month), int(day))
    return None


def _order(date: Date) -> tuple[int, int, int]:
    return date.year, date.month or 0, date.day or 0

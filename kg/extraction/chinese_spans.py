"""Where values stand in a Chinese text, by their form alone: dates, amounts, percentages, counts."""

import re

from kg.extraction.chinese_numerals import NUMERALS, UNIT
from kg.records import Span

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
"""A Chinese character."""

_YEAR = r"(?:公元前?(?:\d{1,4}|[零〇○一二三四五六七八九十百千]{1,6})|\d{4}|[零〇○一二三四五六七八九]{4})[ ]?年"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])[ ]?月"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])[ ]?[日号]"
_COUNT = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:[百千万亿]{{1,2}})?|[{NUMERALS}]{{1,16}}(?:点[零〇一二三四五六七八九]{{1,6}})?"
_MONEY = "人民币|美元|欧元|港元|港币|日元|英镑|元"
_VALUE = re.compile(
    rf"""
    (?<![\d.,第{NUMERALS}])(?:
        (?P<date>{_YEAR}(?:\ ?{_MONTH}(?:\ ?{_DAY})?)?)
      | (?P<money>人民币\ ?(?:{_COUNT})\ ?元?|(?:{_COUNT})\ ?(?:{_MONEY})(?!素))
      | (?P<percentage>百分之(?:{_COUNT})|(?:\d+(?:\.\d+)?)[%％])
      | (?P<measure>(?:{_COUNT})\ ?(?:{UNIT})(?![{NUMERALS}]))
      | (?P<number>(?:\d+(?:\.\d+)?)[百千万亿]{{1,2}}|[{NUMERALS}]{{1,12}}[百千万亿])(?![{NUMERALS}分])
    )
    """,
    re.VERBOSE,
)
_IDLE = re.compile(
    r"[一两十百千万]{1,2}(?:个|次|项|名|件|条|家|所|日|年|天|周|倍|张|人|户|座|米|克|升)|[百千万亿]{1,2}"
)
"""What holds a numeral and mostly counts nothing: 一个, 一次, 万一."""


def chinese_spans(text: str) -> list[tuple[Span, str]]:
    """Return the values in `text` in their order, none inside another; kinds as `literal_spans` has them."""
    if not HAN.search(text):
        return []
    return [
        (Span(match.start(), match.end()), match.lastgroup or "")
        for match in _VALUE.finditer(text)
        if not _IDLE.fullmatch(match.group())
    ]

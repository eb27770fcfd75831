"""Numbers in Chinese, in numerals or in digits: 三千万元, 一百零五人, 3.5亿, 百分之五, 二〇二一."""

import re
from decimal import Decimal, localcontext

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
}
_ONE = "一二两三四五六七八九"
NUMERALS = "零〇○一二两三四五六七八九十百千万亿"
"""Signs that numbers are written in."""

LONGEST = 40
"""Signs; no number that anybody reads has more."""

_LONGEST_AMOUNT = 100

_LARGE = (("亿", 10**8), ("万", 10**4))
_SECTION = re.compile(
    rf"(?:(?P<thousands>[{_ONE}])千)?"
    rf"(?:(?P<gap1>[零〇])?(?P<hundreds>[{_ONE}])百)?"
    rf"(?:(?P<gap2>[零〇])?(?P<ten>[{_ONE}])?(?P<tens>十))?"
    rf"(?:(?P<gap3>[零〇])?(?P<ones>[{_ONE}]))?"
)
_CURRENCIES = {
    "人民币": "CNY",
    "元": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "港元": "HKD",
    "港币": "HKD",
    "日元": "JPY",
    "英镑": "GBP",
}
_MEASURES = {
    "%": "%", "％": "%", "米": "m", "公里": "km", "千米": "km", "厘米": "cm", "毫米": "mm",
    "平方米": "m2", "平方公里": "km2", "公顷": "ha", "公斤": "kg", "千克": "kg", "克": "g",
    "吨": "t", "升": "L", "小时": "h", "分钟": "min", "秒": "s", "天": "d", "日": "d",
    "周": "wk", "个工作日": "working day", "个月": "mo", "年": "a",
}  # fmt: skip
_COUNTED = "人 名 个 件 项 户 家 所 台 辆 张 岁 次 倍 亩 座 条".split()
UNITS = {**_CURRENCIES, **_MEASURES, **{noun: noun for noun in _COUNTED}}
"""How a unit or counted noun is written, to an ISO 4217 code, a symbol, or the noun itself."""

UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<money>人民币)?(?P<share>百分之)?"
    rf"(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>[十百千万亿]{{1,2}})?"
    rf"|(?P<words>[{NUMERALS}]+)(?:点(?P<point>[零〇一二三四五六七八九]+))?)"
    rf" ?(?P<unit>{UNIT})?"
)


def chinese_integer(text: str) -> int | None:
    """Return the whole number that the whole of `text` says, in digits or numerals; None for any other text.

    A number with a place left unsaid ("三百五", 350 to some) is none.
    """
    if len(text) > LONGEST:
        return None
    if text.isdecimal():
        return int(text)
    if text and all(sign in _DIGITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))  # 一九四九: digit by digit
    for sign, value in _LARGE:
        head, mark, tail = text.rpartition(sign)
        if mark:
            return _joined(chinese_integer(head), value, tail)
    return _section(text)


def chinese_amount(text: str) -> tuple[Decimal, str] | None:
    """Return the number and unit ("" for none) that the whole of `text` says in Chinese; else None."""
    match = _AMOUNT.fullmatch(text) if len(text) <= _LONGEST_AMOUNT else None
    if match is None:
        return None
    value = _in_digits(match) if match["digits"] else _in_words(match)
    unit = "CNY" if match["money"] else "%" if match["share"] else ""
    named = UNITS.get(match["unit"] or "", "")
    if value is None or (unit and named not in ("", unit)):
        return None
    return value, unit or named


def _joined(head: int | None, value: int, tail: str) -> int | None:
    rest = tail.lstrip("零〇")
    low = 0 if not rest else chinese_integer(rest)
    # "三万五" may be 35,000, and is said so by no rule
    unsaid = len(rest) == 1 and rest == tail and rest != "十"
    if not head or low is None or low >= value or unsaid:
        return None
    return head * value + low


def _section(text: str) -> int | None:
    match = _SECTION.fullmatch(text)
    if match is None or not text:
        return None
    above = match["thousands"] or match["hundreds"]
    if match["ones"] and above and not match["tens"] and not match["gap3"]:
        return None
    tens = _DIGITS.get(match["ten"] or "一", 1) if match["tens"] else 0
    return (
        _DIGITS.get(match["thousands"] or "零", 0) * 1000
        + _DIGITS.get(match["hundreds"] or "零", 0) * 100
        + tens * 10
        + _DIGITS.get(match["ones"] or "零", 0)
    )


def _in_digits(match: re.Match[str]) -> Decimal | None:
    with localcontext(prec=4 * _LONGEST_AMOUNT):
        value = Decimal(match["digits"].replace(",", ""))
        for sign in match["scale"] or "":
            value *= {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[sign]
        return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _in_words(match: re.Match[str]) -> Decimal | None:
    whole = chinese_integer(match["words"])
    if whole is None or not match["point"]:
        return None if whole is None else Decimal(whole)
    return Decimal(f"{whole}.{''.join(str(_DIGITS[sign]) for sign in match['point'])}")

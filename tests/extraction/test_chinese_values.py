"""Dates, amounts, titles and articles in Chinese, by their form."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.chinese_numerals import chinese_integer
from kg.extraction.examples import occurrences
from kg.extraction.literal_spans import literal_spans
from kg.extraction.literals import number_literal, time_literal, typed_literal
from kg.extraction.statutes import own_statute, references
from kg.iris import XSD
from kg.text.sentences import sentences

LAW = (
    "# 海湾市公园条例\n\n第一条 根据《中华人民共和国城乡规划法》第三条、第十二条和《绿化规定》，制定本条例。\n\n"
    "第二条 违反本条例第九条第二款的，处罚款。他按照第七条办理。\n"
)
SIGNS = "零〇一二三四五六七八九十百千万亿两点年月日元百分之第条《》0123456789.，。"


def in_chinese(number: int) -> str:
    """Write a number below 10,000 as a textbook does."""
    digits = "零一二三四五六七八九"
    written, gap = "", False
    for place, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            written += ("零" if gap and written else "") + digits[digit] + sign
        gap = not digit
    return written or "零"


@pytest.mark.parametrize(
    ("text", "value", "datatype"),
    [
        ("2021年3月5日", "2021-03-05", "date"),
        ("2021 年 3 月 5 日", "2021-03-05", "date"),
        ("２０２１年３月５日", "2021-03-05", "date"),
        ("一九四九年十月一日", "1949-10-01", "date"),
        ("二〇二一年十二月三十一日", "2021-12-31", "date"),
        ("二○二一年三月", "2021-03", "gYearMonth"),
        ("1949年", "1949", "gYear"),
        ("公元前221年", "-0220", "gYear"),
        ("公元前二百二十一年", "-0220", "gYear"),
    ],
)
def test_a_date_is_read_in_digits_and_in_numerals(text, value, datatype):
    read = time_literal(text)

    assert (read.value, read.datatype) == (value, XSD + datatype)


@pytest.mark.parametrize(
    "text", ["三十年", "300年", "2021年13月5日", "二〇二〇年二月三十日", "三月五日"]
)
def test_what_is_no_date_stays_a_string(text):
    assert time_literal(text).datatype == XSD + "string"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三千万", "30000000"),
        ("三千万元", "30000000"),
        ("3.5亿", "350000000"),
        ("一亿零五百", "100000500"),
        ("三万亿", "3000000000000"),
        ("两千", "2000"),
        ("一百零五", "105"),
        ("人民币1,200元", "1200"),
        ("百分之零点五", "0.5"),
        ("二百五十平方公里", "250"),
        ("五百人", "500"),
    ],
)
def test_an_amount_is_read_with_its_scale_and_without_its_unit(text, value):
    read = typed_literal(text, XSD + "decimal")

    assert read is not None
    assert read.value == value


@pytest.mark.parametrize("text", ["三百五", "三万五", "万", "人民币五美元", "十十", "元"])
def test_an_amount_that_is_not_exact_or_none_at_all_is_not_read(text):
    assert typed_literal(text, XSD + "decimal") is None


def test_a_number_of_very_many_digits_is_read_or_left_and_breaks_nothing():
    many = typed_literal("9" * 50 + "万亿", XSD + "decimal")

    assert many is not None
    assert many.value == "9" * 50 + "0" * 12
    assert typed_literal("9" * 5_000 + "万", XSD + "decimal") is None
    assert number_literal("9" * 5_000 + "万").datatype == XSD + "string"


def test_a_number_without_a_unit_is_a_number_and_with_one_stays_as_written():
    assert number_literal("三千万").value == "30000000"
    assert number_literal("三千万元").datatype == XSD + "string"


@given(st.integers(0, 9999), st.integers(1, 9999))
def test_every_number_is_read_as_it_is_written(low, high):
    assert chinese_integer(in_chinese(low)) == low
    assert chinese_integer(f"{in_chinese(high)}万零{in_chinese(low)}") == high * 10_000 + low


def test_values_are_found_in_a_sentence_and_what_only_looks_like_one_is_not():
    text = "2021年3月5日，王小明投资3.5亿元，占百分之三十，雇了200人。第十二条：一个国家，万一十分一般，每年三月。"

    found = [(span.of(text), kind) for span, kind in literal_spans(text)]

    assert found == [
        ("2021年3月5日", "date"),
        ("3.5亿元", "money"),
        ("百分之三十", "percentage"),
        ("200人", "measure"),
    ]


@given(st.text(SIGNS, max_size=60))
def test_values_lie_apart_in_any_text(text):
    spans = [span for span, _ in literal_spans(text)]

    assert all(one.end <= other.start for one, other in pairwise(spans))
    for span in spans:
        typed_literal(span.of(text), XSD + "decimal")
        time_literal(span.of(text))


def test_long_rows_of_signs_take_no_time():
    start = time.monotonic()

    for sign in ("一", "万", "亿", "年", "《", "第一条", "百分之", "1"):
        list(literal_spans(sign * 20_000))
        list(references(sign * 20_000))
        typed_literal(sign * 20_000, XSD + "decimal")

    assert time.monotonic() - start < 20


def test_an_article_is_of_the_title_before_it_or_of_the_document_itself():
    named = {(one.span.of(LAW), one.name) for one in references(LAW)}

    assert named == {
        ("海湾市公园条例", "海湾市公园条例"),
        ("第一条", "海湾市公园条例第一条"),
        ("中华人民共和国城乡规划法", "中华人民共和国城乡规划法"),
        ("第三条", "中华人民共和国城乡规划法第三条"),
        ("第十二条", "中华人民共和国城乡规划法第十二条"),
        ("绿化规定", "绿化规定"),
        ("本条例", "海湾市公园条例"),
        ("第二条", "海湾市公园条例第二条"),
        ("第九条第二款", "海湾市公园条例第九条第二款"),
    }


def test_an_article_that_nothing_says_the_statute_of_names_nothing():
    assert [one.name for one in references("他按照第七条办理，本法第三条另有规定。")] == []


def test_only_a_first_line_that_is_a_title_makes_a_document_a_statute():
    own = own_statute(LAW)

    assert own is not None
    assert own.of(LAW) == "海湾市公园条例"
    assert own_statute("他学习了宪法。\n第一条 起床。") is None


def test_a_semicolon_ends_a_sentence_and_offsets_are_code_points():
    text = "𠮷田来了；一是学习；二是工作。\n《法》第三条：“好。”完！"

    found = [span.of(text) for span in sentences(text)]

    assert found == ["𠮷田来了；", "一是学习；", "二是工作。", "《法》第三条：“好。”", "完！"]


def test_an_example_names_its_ends_without_spaces_around_them():
    text = "青山科技有限公司由Ada创办，Adam不是。"

    assert [one.of(text) for one in occurrences(text, "青山科技有限公司")] == ["青山科技有限公司"]
    assert [one.start for one in occurrences(text, "Ada")] == [text.index("Ada")]

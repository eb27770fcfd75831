"""The shipped, English model before a text in Chinese: what form shows is found, and nothing is out of place."""

from pathlib import Path

import pytest

from kg.extraction.neural import NeuralExtractor
from kg.extraction.sought import sought_from
from kg.records import Document, Iri, Literal
from kg.settings import Settings

EXAMPLE = Path(__file__).parents[2] / "docs/tutorials/chinese"
PART_OF = "http://purl.org/dc/terms/isPartOf"


@pytest.fixture(scope="module")
def extractor():
    shipped = NeuralExtractor.load(Settings())
    return shipped.looking_for(sought_from(EXAMPLE / "law.ttl", None))


@pytest.fixture(scope="module")
def text():
    return (EXAMPLE / "garden.txt").read_text("utf-8")


def parts(extraction):
    """Who is part of what, by name."""
    names = {one.term.value: one.name for one in extraction.entities}
    return {
        (names[one.statement.subject], names[one.statement.object.value])
        for one in extraction.evidence
        if one.statement.predicate == PART_OF and one.confidence > 0.9
    }


def test_titles_articles_dates_and_amounts_are_found_where_they_stand(extractor, text):
    (found,) = extractor.extract([Document("1", text)])

    named = {one.span.of(text): found.entities[one.entity] for one in found.mentions}
    assert named["2021年5月1日"].term == Literal(
        "2021-05-01", "http://www.w3.org/2001/XMLSchema#date"
    )
    assert named["一九九八年十月一日"].term.value == "1998-10-01"
    assert named["三千万元"].label == "number"
    assert named["第十二条"].name == "中华人民共和国城乡规划法第十二条"
    assert named["第二条第二款"].name == "海湾市公园条例第二条第二款"
    assert named["本条例"].name == "海湾市公园条例"
    assert isinstance(named["海湾市公园管理办法"].term, Iri)


def test_a_year_in_the_title_of_a_statute_is_a_part_of_the_title(extractor):
    (found,) = extractor.extract([Document("1", "根据《2021年海湾市规划条例》第三条的规定。")])

    assert parts(found) == {("2021年海湾市规划条例第三条", "2021年海湾市规划条例")}


def test_an_article_is_part_of_its_statute(extractor, text):
    (found,) = extractor.extract([Document("1", text)])

    assert parts(found) == {
        ("中华人民共和国城乡规划法第三条", "中华人民共和国城乡规划法"),
        ("中华人民共和国城乡规划法第十二条", "中华人民共和国城乡规划法"),
        ("海湾市公园条例第一条", "海湾市公园条例"),
        ("海湾市公园条例第二条", "海湾市公园条例"),
        ("海湾市公园条例第二条第二款", "海湾市公园条例"),
        ("海湾市公园条例第三条", "海湾市公园条例"),
        ("海湾市公园条例第四条", "海湾市公园条例"),
    }


def test_offsets_hold_in_a_text_of_many_windows_with_characters_of_every_plane(extractor, text):
    long = "\n\n".join(f"𠮷田{number}。{text}" for number in range(8))

    (found,) = extractor.extract([Document("1", long)])

    by_form = [one for one in found.mentions if found.entities[one.entity].label == "time"]
    assert sum(one.span.of(long) == "2021年5月1日" for one in by_form) == 8
    assert found.characters_read == len(long)
    assert all(one.span.of(long).strip() == one.span.of(long) for one in found.mentions)


def test_a_text_in_english_is_read_as_if_there_were_no_chinese(extractor):
    (found,) = extractor.extract(
        [Document("1", "The Park Order of 5 March 2021 costs $3 million.")]
    )

    assert parts(found) == set()

import pytest

from kg.extraction.articles import with_articles
from tests.extraction.windowed import marked, window


def named(text: str, *names: tuple[str, str]) -> list[str]:
    found = with_articles(marked(text, *names), window(text), text)
    return [mention.span.of(text) for mention in found]


@pytest.mark.parametrize(
    ("text", "tagged", "name"),
    [
        ("He once played with The Wildweeds.", "Wildweeds", "The Wildweeds"),
        ("He once played with The Wildweeds.", "The Wildweeds", "The Wildweeds"),
        ("The Ariane 5 was launched from Kourou.", "The Ariane 5", "Ariane 5"),
        ("The Ariane 5 was launched from Kourou.", "Ariane 5", "Ariane 5"),
        ("He lives in the Hague.", "Hague", "Hague"),
        ("Their hit was Bathe The Sun.", "Sun", "The Sun"),
    ],
)
def test_a_capital_in_the_midst_of_a_sentence_makes_the_article_part_of_a_name(text, tagged, name):
    assert named(text, (tagged, "organisation")) == [name]


def test_a_name_that_keeps_its_article_within_keeps_it_at_the_beginning_too():
    text = "The Hague is a city. He was born in The Hague."

    assert named(text, ("The Hague", "place")) == ["The Hague"]


def test_a_time_has_no_article():
    assert named("It was, said The 1920s, over.", ("1920s", "time")) == ["1920s"]

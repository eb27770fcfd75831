import pytest

from kg.extraction.pronouns import with_pronouns
from tests.extraction.windowed import marked, window


def pronouns(text: str) -> list[str]:
    found = with_pronouns(marked(text), window(text), text)
    return [mention.span.of(text) for mention in found]


def test_pronouns_are_mentions():
    assert pronouns("She sold it to a firm that he owns.") == ["She", "it", "that", "he"]


@pytest.mark.parametrize("saying", ["Results suggest", "Ann announced", "It is known", "He said"])
def test_that_stands_for_nothing_where_something_is_said(saying):
    assert "that" not in pronouns(f"{saying} that Rome fell.")

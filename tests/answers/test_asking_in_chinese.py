"""Questions in Chinese: names are found without knowing where words end."""

import pytest

from bench.answers import open_asker
from kg.answers.linking import link
from kg.answers.records import Named
from kg.answers.words import tokens
from kg.iris import normal_name

LAW, ARTICLE = "中华人民共和国城乡规划法", "中华人民共和国城乡规划法第十二条"


class Known:
    """Implements `Names`: things whose IRI is their name."""

    def __init__(self, *names):
        self._names = names

    def exact(self, keys):
        return [Named(one, one, "thing", 1) for one in self._names if normal_name(one) in keys]

    def holding(self, key, limit):
        return [Named(one, one, "thing", 1) for one in self._names if key in normal_name(one)]

    def spelt(self, texts, limit):
        return []


@pytest.fixture(scope="module")
def asker():
    with open_asker(None) as opened:
        yield opened


def linked(question, *names):
    words = tokens(question)
    return [one.best.iri for one in link(question, words, Known(*names), frozenset())]


def test_the_longest_name_in_a_question_is_the_one_that_is_meant():
    assert linked(f"{ARTICLE}属于哪部法律？", LAW, ARTICLE, "法律") == [ARTICLE, "法律"]
    assert linked(f"{LAW}何时通过？", LAW, ARTICLE) == [LAW]


def test_characters_are_words_and_everything_else_is_as_in_english():
    assert [one.text for one in tokens("Ann-Marie的GPT-4，２０２１年 Anna's")] == [
        "Ann-Marie",
        "的",
        "GPT-4",
        "２０２１",
        "年",
        "Anna",
        "'s",
    ]


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("Ada Lovelace出生于哪里？", {"London"}),
        ("Ada Lovelace是什么时候去世的？", {"27 November 1852"}),
        ("Marie Curie的配偶是谁？", {"Pierre Curie"}),
    ],
)
def test_who_when_and_where_are_understood_in_chinese(asker, question, answers):
    assert {one.label for one in asker.ask(question).answers} == answers


def test_what_the_graph_lacks_is_said_to_be_lacking(asker):
    assert asker.ask("Ada Lovelace的总部在哪里？").abstained

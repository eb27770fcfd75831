"""Passages by a grammar: what a sentence says is labelled, and nothing else is."""

import random
from itertools import pairwise

import pytest

from kg.errors import InputError
from kg.training.args import Source
from kg.training.corpora.written.grammar import read_grammar
from kg.training.corpora.written.inventing import read_words
from kg.training.corpora.written.passages import read_written, shipped_grammar, written
from kg.training.data import read_source

P = "http://www.wikidata.org/prop/direct/"


@pytest.fixture(scope="module")
def corpus():
    return read_written(shipped_grammar())


@pytest.fixture
def by():
    """Write one passage by a small grammar about people."""
    words = read_words(shipped_grammar().with_name("names.txt").read_text("utf-8").splitlines())

    def passage(*lines, seed=1):
        grammar = read_grammar(["## person opening", *lines, "## person", *lines])
        every = dict.fromkeys(("company", "film", "book", "album", "team", "place"), grammar["person"])  # fmt: skip
        return written(grammar | every, words, random.Random(seed))

    return passage


def names(text):
    return {m.entity: m.span.of(text.text) for m in reversed(text.mentions)}


def test_the_same_passages_are_written_each_time(corpus):
    assert read_written(shipped_grammar()) == corpus


def test_every_mention_stands_where_it_says(corpus):
    for text in corpus.texts[:300]:
        assert "{" not in text.text
        assert "[" not in text.text
        assert "  " not in text.text
        spans = sorted(mention.span for mention in text.mentions)
        assert all(one.end <= other.start for one, other in pairwise(spans))


def test_what_is_said_both_ways_is_labelled_both_ways(by):
    page = by("{M} married {ps}. => M P26 ps")
    text = page.labelled("x", frozenset({"P26"}))

    assert text.relations
    assert {(o, r, s) for s, r, o in text.relations} == text.relations


def test_a_child_has_a_father_or_a_mother(by):
    text = by("{M} has a son, {pm}. => M P40 pm").labelled("x", frozenset({"P40"}))

    parents = {(s, o) for s, r, o in text.relations if r in (P + "P22", P + "P25")}
    assert parents == {(o, s) for s, r, o in text.relations if r == P + "P40"}
    assert parents


def test_a_fact_whose_thing_was_not_drawn_falls_away(by):
    found = [
        by("{M} was born[ in {c}|]. => M P19 c", seed=seed).labelled("x", frozenset({"P19"}))
        for seed in range(20)
    ]

    for text in found:
        assert len(text.relations) == text.text.count("born in ")


def test_a_pair_of_which_nothing_is_known_is_not_looked_at(by):
    text = by("{M} thanked {px}. => M ~ px").labelled("x", frozenset({"P26"}))

    assert len(names(text)) == 2
    assert text.pairs == ()


def test_a_grammar_that_cannot_be_read_is_refused_with_its_line(tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text("## person\n{M} sleeps.\n", "utf-8")
    path.with_name("names.txt").write_text("h: poet", "utf-8")

    with pytest.raises(InputError, match=r"\{M\} sleeps"):
        read_source(Source("written", path))

"""Passages: one story, several after each other, or several told in turns."""

import random
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from kg.training.corpora.records import Corpus
from kg.training.corpora.written.grammar import Section, properties_of, read_grammar
from kg.training.corpora.written.inventing import Inventor, Words, read_words
from kg.training.corpora.written.page import Page
from kg.training.corpora.written.story import KINDS, Story

PASSAGES = 4_000
SEED = 13
_KINDS = (
    ("person",) * 8 + ("company",) * 4 + ("film",) * 2 + ("book", "album", "team", "team", "place")
)
"""What passages are about, each kind as often as it stands here."""


def read_written(path: Path) -> Corpus:
    """Write passages by the grammar in a file, with the words of `names.txt` beside it; the same ones each time.

    Raises:
        ValueError: A line of the grammar cannot be read.
    """
    grammar = read_grammar(path.read_text(encoding="utf-8").splitlines())
    words = read_words(path.with_name("names.txt").read_text(encoding="utf-8").splitlines())
    draw = random.Random(SEED)
    told = properties_of(grammar)
    return Corpus(
        tuple(written(grammar, words, draw).labelled(f"written:{n}", told) for n in range(PASSAGES))
    )


def shipped_grammar() -> Path:
    """Return the grammar that comes with the package."""
    return Path(str(files("kg.training.corpora.written").joinpath("sentences.txt")))


def written(grammar: Mapping[str, Section], words: Words, draw: random.Random) -> Page:
    """Write one passage."""
    page, invent = Page(), Inventor(words, draw)
    mode = draw.random()
    count = 1 if mode < 0.35 else draw.choice((2, 2, 3))
    stories = [_story(grammar, page, invent, draw) for _ in range(count)]
    if mode > 0.75:
        for story in stories:
            story.opening()
        turns = [story for story in stories for _ in range(draw.randint(1, 2))]
        draw.shuffle(turns)
    else:
        turns = []
        for story in stories:
            story.opening()
            for _ in range(draw.randint(1, 5 - count)):
                story.further(follows=True)
    before = None
    for story in turns:
        story.further(follows=story is before)
        before = story
    return page


def _story(
    grammar: Mapping[str, Section], page: Page, invent: Inventor, draw: random.Random
) -> Story:
    kind = draw.choice(_KINDS)
    main = invent.person() if kind == "person" else invent.thing(KINDS[kind])
    return Story(page, invent, draw, grammar[kind], page.thing(main))

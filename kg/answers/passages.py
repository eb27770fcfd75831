"""Where a text may say what the graph does not: the sentences nearest to the question, of a few documents.

The documents are those that name what the question names, by index; without any, those that hold most of
its words. Sentences are ranked by the question's words, rare ones counting more (BM25's inverse document
frequency, Robertson and Zaragoza 2009), and the best of these by sentence embeddings as well.
"""

import math
from collections import Counter
from collections.abc import Sequence

from kg.answers.question import Asked
from kg.answers.records import Passage
from kg.answers.relations import Space
from kg.answers.sources import Sources
from kg.answers.words import SMALL, stem, tokens
from kg.text.sentences import sentences

SHOWN = 3
_DOCUMENTS = 12
_CHARACTERS = 60_000
"""Of one document; a longer one is read so far."""

_EMBEDDED = 24
_SHORTEST = 4
"""Words; a heading answers nothing."""

_LEAST = 0.3


def passages(asked: Asked, sources: Sources, space: Space | None) -> tuple[Passage, ...]:
    """Return the passages that may answer, best first; none where no sentence is near."""
    iris = {named.iri for link in asked.links for named, _ in link.candidates}
    words = [
        token.lower for token in asked.tokens if token.lower not in SMALL and token.lower != "'s"
    ]
    said = {token.stem for n, token in enumerate(asked.tokens) if n in asked.content | asked.noun}
    # the documents are chosen by the names already
    wanted = said or {stem(word) for word in words}
    if not wanted:
        return ()
    found = [
        Passage(id, span.start, span.end, span.of(text), 0.0)
        for id, text in sources.documents(iris, words, _DOCUMENTS)
        for span in sentences(text[:_CHARACTERS])
    ]
    ranked = _by_words(found, wanted)[:_EMBEDDED]
    return tuple(one for one in _by_meaning(asked.text, ranked, space) if one.score >= _LEAST)[
        :SHOWN
    ]


def _by_words(found: Sequence[Passage], wanted: set[str]) -> list[Passage]:
    held = [{token.stem for token in tokens(one.text)} & wanted for one in found]
    counts = Counter(word for some in held for word in some)
    rarity = {word: math.log(1 + len(found) / (1 + counts[word])) for word in wanted}
    total = sum(rarity.values()) or 1.0
    scored = [
        Passage(
            one.document, one.start, one.end, one.text, sum(rarity[word] for word in some) / total
        )
        for one, some in zip(found, held, strict=True)
        if some and len(tokens(one.text)) >= _SHORTEST
    ]
    return sorted(scored, key=lambda one: (-one.score, one.document, one.start))


def _by_meaning(question: str, found: Sequence[Passage], space: Space | None) -> list[Passage]:
    if space is None or not found:
        return [_scored(one, one.score) for one in found]
    vectors = space.vectors([question, *(one.text for one in found)])
    cosines = vectors[1:] @ vectors[0]
    both = [
        _scored(one, 0.5 * one.score + 0.5 * float(near))
        for one, near in zip(found, cosines, strict=True)
    ]
    return sorted(both, key=lambda one: (-one.score, one.document, one.start))


def _scored(one: Passage, score: float) -> Passage:
    return Passage(one.document, one.start, one.end, one.text, round(max(min(score, 1.0), 0.0), 3))

"""Pairs of word forms: inflections by LemmInflect, derivations by affix where WordNet knows both words."""

import importlib
from collections.abc import Iterator
from typing import Any

from kg.errors import InputError
from kg.training.analogy.pairs import RelatedPair
from kg.training.analogy.wordnet import WordNet

_FORMS = {  # part of speech of WordNet: pairs of Penn tags, each a relation
    "n": (("NN", "NNS"),),
    "a": (("JJ", "JJR"), ("JJ", "JJS"), ("JJR", "JJS")),
    "v": (
        ("VB", "VBD"),
        ("VB", "VBG"),
        ("VB", "VBZ"),
        ("VBG", "VBD"),
        ("VBG", "VBZ"),
        ("VBD", "VBZ"),
        ("VB", "VBN"),
    ),
}
_SUFFIXES = (  # part of the stem, suffix, part of the whole
    ("n", "less", "a"),
    ("n", "ful", "a"),
    ("n", "y", "a"),
    ("n", "ish", "a"),
    ("n", "al", "a"),
    ("n", "ous", "a"),
    ("n", "ist", "n"),
    ("n", "ship", "n"),
    ("n", "hood", "n"),
    ("a", "ly", "r"),
    ("a", "ness", "n"),
    ("a", "ity", "n"),
    ("a", "ism", "n"),
    ("a", "en", "v"),
    ("a", "ize", "v"),
    ("v", "able", "a"),
    ("v", "er", "n"),
    ("v", "or", "n"),
    ("v", "ation", "n"),
    ("v", "ion", "n"),
    ("v", "ment", "n"),
    ("v", "ance", "n"),
    ("v", "ive", "a"),
    ("v", "al", "n"),
)
_PREFIXES = (
    ("a", "un", "a"),
    ("a", "in", "a"),
    ("a", "im", "a"),
    ("a", "ir", "a"),
    ("a", "dis", "a"),
    ("a", "non", "a"),
    ("a", "over", "a"),
    ("v", "re", "v"),
    ("v", "un", "v"),
    ("v", "dis", "v"),
    ("v", "mis", "v"),
    ("v", "over", "v"),
    ("v", "out", "v"),
    ("v", "under", "v"),
    ("n", "sub", "n"),
    ("n", "anti", "n"),
)


def inflections(wordnet: WordNet, most: int = 3000) -> Iterator[RelatedPair]:
    """Yield forms of the `most` most frequent words of each part of speech.

    Raises:
        InputError: LemmInflect is not installed.
    """
    try:
        lemminflect: Any = importlib.import_module("lemminflect")
    except ImportError as err:
        raise InputError("Inflections need LemmInflect: pip install 'kg[training]'.") from err
    for part, relations in _FORMS.items():
        words = [w for w in wordnet.words(part) if w.isalpha() and w.islower() and len(w) > 2]
        words.sort(key=lambda word: (-wordnet.frequency[word], word))
        for word in words[:most]:
            for first, second in relations:
                forms = [_form(lemminflect, word, tag) for tag in (first, second)]
                if forms[0] and forms[1]:
                    yield RelatedPair(f"inflection {first}-{second}", forms[0], forms[1])


def _form(lemminflect: Any, word: str, tag: str) -> str | None:
    if tag in ("NN", "VB", "JJ"):
        return word
    found = lemminflect.getInflection(word, tag, inflect_oov=False)
    return found[0] if found else None


def derivations(wordnet: WordNet) -> Iterator[RelatedPair]:
    """Yield a word and what an affix makes of it, spelt by the usual rules."""
    known = {part: {w for w in wordnet.words(part) if w.isalpha()} for part in "nvar"}
    for part, suffix, whole in _SUFFIXES:
        for stem in sorted(known[part]):
            for word in _with(stem, suffix):
                if len(stem) > 2 and word in known[whole]:
                    yield RelatedPair(f"affix -{suffix}/{part}{whole}", stem, word)
    for part, prefix, whole in _PREFIXES:
        for stem in sorted(known[part]):
            if len(stem) > 2 and prefix + stem in known[whole]:
                yield RelatedPair(f"affix {prefix}-/{part}{whole}", stem, prefix + stem)


def _with(stem: str, suffix: str) -> Iterator[str]:
    yield stem + suffix
    if suffix[0] in "aeioy":
        if stem.endswith("e"):
            yield stem[:-1] + suffix
        yield stem + stem[-1] + suffix
    if stem.endswith("y"):
        yield stem[:-1] + "i" + suffix
    if suffix == "ly" and stem.endswith("le"):
        yield stem[:-1] + "y"
    if suffix == "ation" and stem.endswith("fy"):
        yield stem[:-1] + "ication"

"""Text2KGBench's measures of one sentence (Mihindukulasooriya et al., arXiv 2308.02357, and its run_eval).

Triples are compared as strings without case, spaces and underscores. The official figures first drop each
system triple whose relation is not among the sentence's own; the strict ones drop none. A subject or object
is hallucinated when it, stemmed, is neither in the sentence nor among the ontology's concepts.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import snowballstemmer

from kg.training.corpora.text2kg import Triple
from kg.training.report import Averages
from kg.training.scores import harmonic_mean

_PORTER = snowballstemmer.stemmer("porter")
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """Figures of one sentence, each 0 to 1."""

    official: Averages
    strict: Averages
    conformance: float
    subject_hallucination: float
    object_hallucination: float


def score(
    found: Sequence[Triple],
    gold: Sequence[Triple],
    sentence: str,
    relations: Collection[str],
    concepts: Sequence[str],
) -> SentenceScores:
    """Compare what a system found with what is marked; `relations` and `concepts` are the ontology's labels."""
    named = {triple.relation for triple in gold}
    expected = {key(triple) for triple in gold}
    source = _stemmed(" ".join([sentence, *concepts]))
    conforming = [triple.relation in relations for triple in found]
    return SentenceScores(
        official=_ratios({key(t) for t in found if t.relation in named}, expected),
        strict=_ratios({key(triple) for triple in found}, expected),
        conformance=_share(conforming) if found else 1.0,
        subject_hallucination=_share([_stemmed(t.subject) not in source for t in found]),
        object_hallucination=_share([_stemmed(t.object) not in source for t in found]),
    )


def key(triple: Triple) -> str:
    """Return the form in which triples are compared."""
    joined = f"{triple.subject}\n{triple.relation}\n{triple.object}"
    return re.sub(r"[_ \t\r\f\v]+", "", joined).lower()


def mean(ratios: Sequence[Averages]) -> Averages:
    """Return the mean of each of the three; all nought where there are none."""
    count = max(1, len(ratios))
    return Averages(
        sum(one.precision for one in ratios) / count,
        sum(one.recall for one in ratios) / count,
        sum(one.f1 for one in ratios) / count,
    )


def _ratios(found: set[str], expected: set[str]) -> Averages:
    right = len(found & expected)
    precision = right / len(found) if found else 0.0
    recall = right / len(expected) if expected and found else 0.0
    return Averages(precision, recall, harmonic_mean(precision, recall))


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def _stemmed(text: str) -> str:
    words = _WORD.findall(text.replace("_", " ").lower())
    # a year is written as its first day, which no sentence says
    return "".join(_PORTER.stemWord(word) for word in words).replace("01januari", "")

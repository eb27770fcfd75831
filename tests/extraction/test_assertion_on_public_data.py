"""Statements that public data sets say their sentences make: hardly any of them may be withheld."""

import gzip
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.extraction.assertion import assertion_status
from kg.records import Span
from kg.text.sentences import sentences

SHARED = Path(os.environ.get("KG_SHARED", "missing")) / "data"

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="KG_SHARED names no folder of data sets"
)


def text2kgbench() -> Iterator[tuple[str, str, str]]:
    """Yield text, subject and object of each statement of the training parts."""
    for file in sorted(SHARED.glob("text2kgbench_*/train/*.jsonl")):
        for row in map(json.loads, file.read_text().splitlines()):
            triples = row.get("triples") or [{"sub": row["sub_label"], "obj": row["obj_label"]}]
            for triple in triples:
                yield (
                    row["sent"],
                    *(triple[end].replace("_", " ").strip('"') for end in ("sub", "obj")),
                )


def test_true_statements_of_text2kgbench_are_asserted():
    counts = Counter()
    for text, *names in text2kgbench():
        places = [(text.find(name), name) for name in names]
        one, other = sorted(Span(start, start + len(name)) for start, name in places)
        if one.start < 0 or one.end > other.start:
            continue
        around = [
            each for each in sentences(text) if each.end > one.start and each.start < other.end
        ]
        counts[assertion_status(text, Span(around[0].start, around[-1].end), one, other)] += 1

    assert counts.total() > 4_500
    assert counts["asserted"] / counts.total() >= 0.99, counts


def redocred(documents: int) -> Iterator[tuple[str, Span, Span]]:
    """Yield a sentence and two of its mentions for each relation that is marked within one."""
    with gzip.open(SHARED / "re-docred" / "dev_revised.json.gz") as file:
        for document in json.load(file)[:documents]:
            for label in document["labels"]:
                yield from within(document, *(document["vertexSet"][label[end]] for end in "ht"))


def within(document, heads, tails) -> Iterator[tuple[str, Span, Span]]:
    for head in heads:
        for tail in tails:
            if head["sent_id"] == tail["sent_id"]:
                words = document["sents"][head["sent_id"]]
                starts = [sum(len(word) + 1 for word in words[:i]) for i in range(len(words) + 1)]
                spans = [Span(starts[m["pos"][0]], starts[m["pos"][1]] - 1) for m in (head, tail)]
                yield " ".join(words), *spans
                break


def test_most_pairs_that_redocred_relates_are_asserted():
    counts = Counter(
        assertion_status(sentence, Span(0, len(sentence)), *sorted(spans))
        for sentence, *spans in redocred(200)
    )

    assert counts.total() > 3_000
    assert counts["asserted"] / counts.total() >= 0.98, counts

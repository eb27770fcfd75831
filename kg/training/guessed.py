"""Labels that nobody has looked over: a model's own, or those that a knowledge base suggests.

Both are rows of our JSONL format with the pairs that were looked at; of other pairs of marked things they say nothing.

- A model labels texts itself, and learns from what it is surest of: self-training (Yarowsky, ACL 1995).
- A sentence that names two things of which a base knows a relation is taken to say so: distant supervision
  (Mintz et al., ACL 2009). Often it does not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from kg.records import Extraction, Span
from kg.text.sentences import sentences

SURE = 0.8
"""Confidence from which what a model finds counts as true, unless somebody asks for another."""
UNSURE = 0.1
"""Confidence from which it does not count as untrue."""
PASSAGE = 1_500
"""Characters of the passages that texts are cut into, unless a sentence is longer."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """A mention, and the thing that it names."""

    span: Span
    type: str
    thing: str


def passages(text: str) -> Iterator[str]:
    """Yield a text in pieces of whole sentences, no longer than `PASSAGE` if that can be."""
    start = end = 0
    for sentence in sentences(text):
        if end > start and sentence.end - start > PASSAGE:
            yield text[start:end].strip()
            start = sentence.start
        end = sentence.end
    if text[start:end].strip():
        yield text[start:end].strip()


def by_itself(text: str, found: Extraction, sure: float = SURE) -> Row | None:
    """Return what a model says of a text as labels for one: what it is sure of, and which pairs it is sure are unrelated.

    Args:
        found: All that it found with a confidence of `UNSURE` and more.
        sure: Confidence of facts, and score of mentions, that count.

    Returns:
        None where it is sure of nothing.
    """
    mentions = [mention for mention in found.mentions if mention.score >= sure and mention.label]
    certain = {mention.span for mention in mentions}
    entity = {mention.span: mention.entity for mention in found.mentions}
    facts: set[tuple[int, str, int]] = set()
    doubtful: set[tuple[int, int]] = set()
    for one in found.evidence:
        subject, object_ = entity.get(one.subject), entity.get(one.object)
        if subject is None or object_ is None or subject == object_:
            continue
        plain = one.status == "asserted" and {one.subject, one.object} <= certain
        if plain and one.confidence >= sure:
            facts.add((subject, one.statement.predicate, object_))
        else:
            doubtful.add((subject, object_))
    if not facts:
        return None
    told = {(subject, object_) for subject, _, object_ in facts}
    things = sorted({mention.entity for mention in mentions})
    pairs = told | set(permutations(things, 2)) - doubtful
    marked = [(mention.span, mention.label, mention.entity) for mention in mentions]
    return _row(text, marked, facts, pairs)


def by_base(
    text: str, named: Sequence[Named], facts: Mapping[tuple[str, str], frozenset[str]]
) -> Iterator[Row]:
    """Yield, for each sentence that names two things of which a base knows a relation, its labels.

    Args:
        named: What the text names, things of the base only.
        facts: The relations' IRIs by (subject, object).
    """
    for sentence in sentences(text):
        inside = [
            one
            for one in named
            if sentence.start <= one.span.start and one.span.end <= sentence.end
        ]
        number = {
            thing: place for place, thing in enumerate(dict.fromkeys(n.thing for n in inside))
        }
        known = {
            (number[subject], relation, number[object_])
            for subject, object_ in permutations(number, 2)
            for relation in facts.get((subject, object_), ())
        }
        if known:
            marked = [
                (
                    Span(n.span.start - sentence.start, n.span.end - sentence.start),
                    n.type,
                    number[n.thing],
                )
                for n in inside
            ]
            pairs = set(permutations(range(len(number)), 2))
            yield _row(sentence.of(text), marked, known, pairs)


def _row(
    text: str,
    mentions: Sequence[tuple[Span, str, int]],
    facts: set[tuple[int, str, int]],
    pairs: set[tuple[int, int]],
) -> Row:
    return {
        "text": text,
        "mentions": [
            {"start": span.start, "end": span.end, "type": type, "entity": entity}
            for span, type, entity in mentions
        ],
        "relations": [
            {"subject": subject, "relation": relation, "object": object_}
            for subject, relation, object_ in sorted(facts)
        ],
        "pairs": [list(pair) for pair in sorted(pairs)],
        "complete": False,
    }

"""Multiple-choice questions made from related pairs, and how many of them vectors answer."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from torch import Tensor

from kg.training.analogy.pairs import RelatedPair

Pair = tuple[str, str]
Embed = Callable[[Sequence[Pair]], Tensor]
"""Unit vectors of pairs, float (pairs, hidden)."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which of `choice` is related as `stem` is: the one at `answer`."""

    stem: Pair
    choice: tuple[Pair, ...]
    answer: int


def other_relations(
    pairs: Sequence[RelatedPair], most: int, seed: int, *, choices: int = 5
) -> list[Question]:
    """Make questions whose wrong choices are truly related, but in other ways (as in SAT)."""
    chance = random.Random(seed)
    of = _by_parent(pairs)
    names = sorted(name for name, found in of.items() if len(found) >= 2)
    made: list[Question] = []
    for _ in range(most):
        name = chance.choice(names)
        stem, right = chance.sample(of[name], 2)
        wrong = [
            chance.choice(of[n])
            for n in chance.sample([n for n in names if n != name], choices - 1)
        ]
        made.append(_shuffled(stem, right, [(p.head, p.tail) for p in wrong], chance))
    return made


def mixed_words(pairs: Sequence[RelatedPair], of_each: int, seed: int) -> list[Question]:
    """Make questions whose wrong choices are the right one reversed, mixed, and of another relation."""
    chance = random.Random(seed)
    of = _by_parent(pairs)
    names = sorted(name for name, found in of.items() if len(found) >= 3)
    made: list[Question] = []
    for name in names:
        for _ in range(of_each):
            stem, right, third = chance.sample(of[name], 3)
            other = chance.choice(of[chance.choice([n for n in names if n != name])])
            wrong = [
                (right.tail, right.head),
                (right.head, third.tail),
                (other.head, other.tail),
            ]
            made.append(_shuffled(stem, right, wrong, chance))
    return made


def accuracy(questions: Sequence[Question], embed: Embed) -> float:
    """Return the share of questions whose right choice is closest to the stem."""
    needed = list({pair: None for q in questions for pair in (q.stem, *q.choice)})
    place = {pair: i for i, pair in enumerate(needed)}
    vectors = embed(needed)
    right = 0
    for question in questions:
        choice = vectors[[place[pair] for pair in question.choice]]
        right += int((choice @ vectors[place[question.stem]]).argmax()) == question.answer
    return right / max(1, len(questions))


def _by_parent(pairs: Sequence[RelatedPair]) -> dict[str, list[RelatedPair]]:
    of: dict[str, list[RelatedPair]] = defaultdict(list)
    for pair in pairs:
        of[pair.parent].append(pair)
    return of


def _shuffled(
    stem: RelatedPair, right: RelatedPair, wrong: list[Pair], chance: random.Random
) -> Question:
    choice = [(right.head, right.tail), *wrong]
    chance.shuffle(choice)
    return Question((stem.head, stem.tail), tuple(choice), choice.index((right.head, right.tail)))

"""Horn rules mined from facts: chains up to length 3 in the body, and rules with constants.

Chains are sampled from facts bottom up, as AnyBURL does (Meilicke et al., IJCAI 2019), then counted in
sparse matrices; confidence under partial completeness is AMIE's (Galárraga et al., WWW 2013).
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kg.iris import content_hash
from kg.reasoning.constants import ConstantRules, mine_constants
from kg.reasoning.paths import Body, Steps, chain
from kg.reasoning.triples import Numbers, Triples
from kg.records import Progress, ignore_progress

Edges = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class MiningConfig:
    """How far mining goes.

    Attributes:
        sample: Facts of each relation from which chains are drawn.
        bodies: Chains counted for each relation, the most frequent in the sample.
        subjects: Entities among which a chain is counted; all of them, if there are no more.
        fanout: Edges followed from each end of a fact.
        least_support, least_confidence: What is kept.
    """

    sample: int = 200
    bodies: int = 60
    subjects: int = 3000
    fanout: int = 30
    least_support: int = 2
    least_confidence: float = 0.01
    seed: int = 0


@dataclass(frozen=True, slots=True)
class PathRule:
    """head(x, y) ⇐ a chain from x to y.

    Attributes:
        support: Pairs that the body connects and the head holds for, among the entities counted.
        confidence: Share of connected pairs for which the head holds (standard confidence).
        pca_confidence: The same among pairs whose x has some value of the head.
    """

    head: int
    body: Body
    support: int
    confidence: float
    pca_confidence: float

    @property
    def pairs(self) -> int:
        """Pairs that the body connects, among the entities counted."""
        return round(self.support / self.confidence)

    def text(self, relations: tuple[str, ...]) -> str:
        """Return the rule as `<head>(x, y) <= <body>(x, y)`."""
        return f"{chain((self.head,), relations)} <= {chain(self.body, relations)}"

    def id(self, relations: tuple[str, ...]) -> str:
        """Return the rule's id, the same whenever it is mined; `relations` are IRIs."""
        return content_hash(self.text(relations))[:16]


@dataclass(frozen=True, slots=True)
class Mined:
    """All rules found: chains, and those with constants."""

    paths: tuple[PathRule, ...]
    constants: ConstantRules


def mine(
    triples: Triples,
    config: MiningConfig | None = None,
    *,
    on_progress: Progress = ignore_progress,
) -> Mined:
    """Return the rules that hold often enough; the same facts and seed give the same rules."""
    config = config or MiningConfig()
    paths = mine_paths(triples, config, on_progress=on_progress)
    return Mined(paths, mine_constants(triples, config.least_support, config.seed))


def mine_paths(
    triples: Triples, config: MiningConfig, *, on_progress: Progress = ignore_progress
) -> tuple[PathRule, ...]:
    """Return the chains among them, by head, the surest first."""
    steps = Steps.of(triples)
    chosen = random.Random(config.seed)
    around = _neighbours(triples)
    heads: dict[Body, list[int]] = defaultdict(list)
    for head in range(len(triples.relations)):
        facts = triples.facts[triples.facts[:, 1] == head].tolist()
        drawn = chosen.sample(facts, min(config.sample, len(facts)))
        for body in _frequent(drawn, around, config, steps.relations, chosen):
            heads[body].append(head)
        on_progress("sample", head + 1, len(triples.relations))
    subjects = _subjects(steps.entities, config)
    rules: list[PathRule] = []
    for done, (body, some) in enumerate(sorted(heads.items()), 1):
        rules += _counted(body, some, steps, subjects, config)
        on_progress("count", done, len(heads))
    rules.sort(key=lambda rule: (rule.head, -rule.confidence, rule.body))
    return tuple(rules)


def _neighbours(triples: Triples) -> list[Edges]:
    found: list[Edges] = [[] for _ in triples.entities]
    for s, r, o in triples.facts.tolist():
        if s != o:
            found[s].append((r, o))
            found[o].append((r + len(triples.relations), s))
    return found


def _frequent(
    facts: list[list[int]],
    around: list[Edges],
    config: MiningConfig,
    relations: int,
    chosen: random.Random,
) -> list[Body]:
    counted: Counter[Body] = Counter()
    for s, r, o in facts:
        counted.update(set(_bodies(s, r, o, around, config.fanout, relations, chosen)))
    often = [body for body, n in counted.most_common() if n >= min(2, len(facts))]
    return often[: config.bodies]


def _bodies(
    s: int, r: int, o: int, around: list[Edges], fanout: int, relations: int, chosen: random.Random
) -> Iterator[Body]:
    """Yield chains that lead from s to o, without the fact itself."""
    out, back = around[s], around[o]
    out = out if len(out) <= fanout else chosen.sample(out, fanout)
    back = back if len(back) <= fanout else chosen.sample(back, fanout)
    into: dict[int, list[int]] = defaultdict(list)
    for b, z in back:
        into[z].append((b + relations) % (2 * relations))
    for b in into.get(s, ()):
        if b != r:
            yield (b,)
    for first, z in out:
        if z == o:
            continue
        for last in into.get(z, ()):
            yield first, last
        on = around[z]
        for middle, w in on if len(on) <= fanout else chosen.sample(on, fanout):
            if w not in (s, o):
                for last in into.get(w, ()):
                    yield first, middle, last


def _subjects(entities: int, config: MiningConfig) -> Numbers:
    if entities <= config.subjects:
        return np.arange(entities)
    drawn = np.random.default_rng(config.seed).choice(entities, config.subjects, replace=False)
    return np.sort(drawn)


def _counted(
    body: Body, heads: list[int], steps: Steps, subjects: Numbers, config: MiningConfig
) -> Iterator[PathRule]:
    reached = steps.connected(body, subjects)
    pairs = np.diff(reached.indptr)
    if not pairs.sum():
        return
    for head in heads:
        holds = steps.steps[head][subjects]
        support = int(reached.multiply(holds).sum())
        confidence = support / int(pairs.sum())
        if support >= config.least_support and confidence >= config.least_confidence:
            known = int(pairs[np.diff(holds.indptr) > 0].sum())
            yield PathRule(head, body, support, confidence, support / known)

"""How likely two things are one: features of the pair, weighed by a logistic regression.

The weights were fitted on fold 1 of KnowledgeNet (`python -m bench.identity --fit`), never on others.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.identity.counts import Counted, Counts
from kg.identity.names import KINDS, NameForm, likeness, numbers_differ
from kg.identity.nodes import Node
from kg.identity.rules import Rules
from kg.identity.weights import MERGING

_MOST_SHARED = 3.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is seen of a pair.

    Attributes:
        kind: The likeness of their names, one of `kg.identity.names.KINDS`.
        shared: Facts' other ends in common, the rarer the more.
        company: Things named in documents of both, the rarer the more.
        crowd: Logarithm of how many pairs of nodes have the rarest word that both have.
        same_type: Whether they are of one entity type.
        contradiction: Weight of values that one thing cannot have together.
        closeness: Cosine of their context vectors, 0 where either has none.
        unique: Whether they share the value of an inverse functional property.
    """

    kind: str
    shared: float
    company: float
    crowd: float
    same_type: bool
    contradiction: int
    closeness: float
    unique: bool

    def features(self) -> dict[str, float]:
        """Return what is weighed, by name."""
        alike = self.kind not in ("overlap", "none")
        loose = self.kind in (
            "headed",
            "part",
            "extended",
            "overlap",
            "initials",
            "acronym",
            "none",
        )
        return {
            "bias": 1.0,
            **{kind: float(kind == self.kind) for kind in KINDS},
            "shared": self.shared if alike else 0.0,
            "shared by others": 0.0 if alike else self.shared,
            "company": self.company,
            "crowd": self.crowd if loose else 0.0,
            "other type": float(not self.same_type),
            "contradiction": float(self.contradiction),
            "closeness": self.closeness,
            "unique": float(self.unique),
        }

    def reasons(self) -> dict[str, float]:
        """Return what was seen, for people; what was not is left out."""
        features = self.features()
        return {k: round(v, 3) for k, v in features.items() if v and k not in ("bias", "crowd")}

    def probability(self, weights: Mapping[str, float] = MERGING) -> float:
        """Return the probability that the two are one, three decimals."""
        return logistic(weights, self.features())


class Comparer:
    """Compares nodes of one world.

    Args:
        counts: How common the words, neighbours and company of its nodes are.
    """

    def __init__(self, counts: Counts, rules: Rules) -> None:
        self._counts = counts
        self._rules = rules
        self._different = rules.different

    def promising(self, one: Node, other: Node) -> bool:
        """Return whether it is worth to compare two nodes: most that meet share a word and nothing else."""
        if not one.neighbours.isdisjoint(other.neighbours):
            return True
        return _closest(one, other)[0] not in ("overlap", "none")

    def compare(self, one: Node, other: Node) -> Comparison:
        """Return what is seen of two nodes."""
        kind, first, second = _closest(one, other)
        common = set(first.words) & set(second.words)
        own = {form.key for node in (one, other) for form in node.forms}
        return Comparison(
            kind=kind,
            shared=_sum(self._counts.neighbours, (one.neighbours & other.neighbours) - own),
            company=_sum(self._counts.company, (one.company & other.company) - own),
            crowd=self._crowd(common),
            same_type=one.label == other.label,
            contradiction=self._rules.contradiction(one.values, other.values),
            closeness=sum(a * b for a, b in zip(one.vector, other.vector, strict=False)),
            unique=self._rules.sharing(one.values, other.values),
        )

    def _crowd(self, common: set[str]) -> float:
        rarest = min((self._counts.words.common(word) or 2 for word in common), default=2)
        return math.log(max(rarest, 2) / 2)

    def fit(self, one: Node, other: Node) -> bool:
        """Return whether the two may be one because of a third that is like both."""
        if self.forbidden(one, other):
            return False
        if self._rules.contradiction(one.values, other.values):
            return False
        return one.label != "person" or _closest(one, other)[0] not in ("overlap", "none")

    def forbidden(self, one: Node, other: Node) -> bool:
        """Return whether the two cannot be one, whatever speaks for it."""
        return (
            numbers_differ(one.forms[0], other.forms[0])
            or (one.label != other.label and self._rules.disjoint_types(one.label, other.label))
            or (bool(self._different) and frozenset((one.iri, other.iri)) in self._different)
        )


def logistic(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Return the probability that weighed features come to, three decimals."""
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return round(1 / (1 + math.exp(-total)), 3)


def _closest(one: Node, other: Node) -> tuple[str, NameForm, NameForm]:
    label = one.label if one.label == other.label else "person"  # no acronyms across types
    best = (len(KINDS), one.forms[0], other.forms[0])
    for first in one.forms:
        for second in other.forms:
            rank = KINDS.index(likeness(first, second, label))
            if rank < best[0]:
                best = (rank, first, second)
            if rank == 0:
                return KINDS[0], first, second
    return KINDS[best[0]], best[1], best[2]


def _sum(counted: Counted, keys: set[str] | frozenset[str]) -> float:
    # the exact sum, whatever the order
    return round(min(math.fsum(_rarity(counted.common(key)) for key in keys), _MOST_SHARED), 4)


@lru_cache(maxsize=1000)
def _rarity(count: int) -> float:
    """1 for what two nodes have, less for what more have."""
    return 1 / math.log2(count) if count > 1 else 0.0

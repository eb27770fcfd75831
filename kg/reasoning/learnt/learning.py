"""Learns from the facts of a graph: vectors, the map between relations, and how far to trust either.

To learn the last, a tenth of the facts is hidden, everything is learnt from the others, and guesses are
held against what was hidden. Then everything is learnt again from all facts. A guess that is right but
that no document states counts as wrong.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np

from kg.errors import InputError
from kg.ontology.records import Property
from kg.reasoning.allowed import Allowed
from kg.reasoning.embedding.config import EmbeddingConfig
from kg.reasoning.embedding.vectors import Vectors
from kg.reasoning.learnt.guesses import Guesses, by_map, by_vectors
from kg.reasoning.learnt.learnt import About, Learnt
from kg.reasoning.learnt.relation_map import MapConfig, RelationMap, fit
from kg.reasoning.learnt.scales import Scale, scale
from kg.reasoning.learnt.walks import Walks
from kg.reasoning.triples import Numbers, Triple, Triples
from kg.records import Progress, ignore_progress

LEAST_FACTS = 200
"""Facts below which nothing is learnt: vectors would be noise."""
EACH = 10
"""Objects that vectors guess for each relation."""


@dataclass(frozen=True, slots=True)
class LearningConfig:
    """How a graph is learnt.

    Attributes:
        hidden: Share of the facts that is hidden for the scales.
        judged: Entities whose guesses make the scales.
    """

    embedding: EmbeddingConfig = field(
        default_factory=lambda: EmbeddingConfig(rank=64, batch=200, relation_weight=0.25)
    )
    mapping: MapConfig = field(default_factory=MapConfig)
    hidden: float = 0.1
    judged: int = 400
    seed: int = 0


def learn(
    facts: Sequence[Triple],
    labels: Mapping[str, str],
    properties: Sequence[Property],
    revision: str,
    config: LearningConfig | None = None,
    *,
    on_progress: Progress = ignore_progress,
) -> Learnt:
    """Learn from facts between things.

    Args:
        facts: By IRI.
        labels: Entity type of each thing.
        revision: The state of the facts.

    Raises:
        InputError: There are too few facts.
    """
    from kg.reasoning.embedding.training import train

    config = config or LearningConfig()
    triples = Triples.of(facts)
    if len(triples.facts) < LEAST_FACTS:
        raise InputError(
            f"There are {len(triples.facts)} facts between things; vectors need {LEAST_FACTS}. Read more "
            "documents first; mined rules make suggestions meanwhile."
        )
    hidden = _hidden(triples, config)
    rest = triples.with_facts(triples.facts[~hidden])
    vectors = train(rest, config.embedding, on_progress=on_progress)
    mapped = fit(rest, vectors.relation, config.mapping)
    allowed = Allowed(rest.named(), labels, properties)
    scales = _scales(rest, vectors, mapped, triples.facts[hidden], allowed, config)
    vectors = train(triples, config.embedding, on_progress=on_progress)
    mapped = fit(triples, vectors.relation, config.mapping)
    about = About(revision, len(triples.facts), datetime.now(UTC).isoformat(timespec="seconds"))
    return Learnt(about, vectors, mapped, *scales)


def _hidden(
    triples: Triples, config: LearningConfig
) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Return which facts to hide; whatever they are about keeps some other fact."""
    s, r, o = triples.facts.T
    ends = np.bincount(np.concatenate([s, o]), minlength=len(triples.entities))
    often = np.bincount(r, minlength=len(triples.relations))
    hidden = np.zeros(len(s), bool)
    wanted = round(config.hidden * len(s))
    for fact in np.random.default_rng(config.seed).permutation(len(s)).tolist():
        if hidden.sum() >= wanted:
            break
        if min(ends[s[fact]], ends[o[fact]], often[r[fact]]) > 1:
            hidden[fact] = True
            ends[s[fact]] -= 1
            ends[o[fact]] -= 1
            often[r[fact]] -= 1
    return hidden


def _scales(
    rest: Triples,
    vectors: Vectors,
    mapped: RelationMap,
    hidden: Numbers,
    allowed: Allowed,
    config: LearningConfig,
) -> tuple[Scale, Scale]:
    walks, right = Walks(rest), set(map(tuple, hidden.tolist()))
    some = [x for x in range(walks.entities) if len(walks.facts(x)[0])]
    chosen = np.random.default_rng(config.seed).permutation(some)[: config.judged]
    found: tuple[list[tuple[float, bool]], ...] = ([], [])
    for x in chosen.tolist():
        relations = usual(rest, x, allowed)
        if not len(relations):
            continue
        ways = by_vectors(vectors, x, relations, EACH), by_map(mapped, walks, x, relations)[0]
        for guesses, noted in zip(ways, found, strict=True):
            noted += _judged(rest, x, guesses, right, allowed)
    by = [np.array(noted, np.float32).reshape(-1, 2) for noted in found]
    return scale(by[0][:, 0], by[0][:, 1] > 0), scale(by[1][:, 0], by[1][:, 1] > 0)


def _judged(
    rest: Triples, x: int, guesses: Guesses, right: set[tuple[int, ...]], allowed: Allowed
) -> list[tuple[float, bool]]:
    names, called = rest.entities, rest.relations
    rows = zip(
        guesses.relations.tolist(), guesses.objects.tolist(), guesses.scores.tolist(), strict=True
    )
    return [
        (score, (x, r, o) in right)
        for r, o, score in rows
        if allowed.usual(names[x], called[r], names[o])
        and allowed.may(names[x], called[r], names[o])
    ]


def usual(triples: Triples, x: int, allowed: Allowed) -> Numbers:
    """Return the relations that things of an entity's type have been seen to have, int64 (relations,)."""
    name = triples.entities[x]
    seen = [r for r, iri in enumerate(triples.relations) if allowed.usual(name, iri)]
    return np.array(seen, np.int64)

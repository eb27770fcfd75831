"""Trains ComplEx with reciprocal relations: 1-N scoring, nuclear 3-norm, Adagrad.

Trouillon et al., Complex embeddings for simple link prediction, ICML 2016; Lacroix et al., ICML 2018;
guessing relations besides: Chen et al., Relation prediction as an auxiliary training objective, AKBC 2021.
Queries with the same subject and relation are scored once a pass; the sum of gradients is the same.
"""

import logging
import time
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from kg.errors import InputError
from kg.reasoning.embedding.config import EmbeddingConfig
from kg.reasoning.embedding.loss import OneToMany
from kg.reasoning.embedding.vectors import Vectors
from kg.reasoning.triples import Numbers, Triples, both_ways
from kg.records import Progress, ignore_progress

log = logging.getLogger(__name__)


def train(
    triples: Triples, config: EmbeddingConfig, *, on_progress: Progress = ignore_progress
) -> Vectors:
    """Return a vector for each entity and relation.

    Raises:
        InputError: There are no facts to learn from.
    """
    if not len(triples.facts):
        raise InputError("There are no facts to learn from. Read some documents first.")
    start = time.monotonic()
    run = _Run(triples, config)
    for epoch in range(config.epochs):
        loss = run.epoch()
        on_progress("train", epoch + 1, config.epochs)
        log.info("epoch %d: loss %.4f, %.0f s", epoch + 1, loss, time.monotonic() - start)
        if config.minutes and time.monotonic() - start > config.minutes * 60:
            break
    return run.vectors()


class _Run:
    def __init__(self, triples: Triples, config: EmbeddingConfig) -> None:
        self._config = config
        self._random = torch.Generator().manual_seed(config.seed)
        self._entities, self._relations = len(triples.entities), len(triples.relations)
        self._triples = triples
        facts = both_ways(triples.facts, self._relations)
        self._grouped = _Grouped(facts, 2 * self._relations)
        often = np.bincount(facts[:, 2], minlength=self._entities) / len(facts)
        self._often = torch.from_numpy(often).float()
        self.entity = self._parameter(self._entities)
        self.relation = self._parameter(2 * self._relations)
        self._step = torch.optim.Adagrad([self.entity, self.relation], lr=config.rate)
        self._half = bool(torch.cpu.get_capabilities().get("avx512_bf16"))

    def _parameter(self, rows: int) -> torch.nn.Parameter:
        values = torch.randn(rows, 2 * self._config.rank, generator=self._random)
        return torch.nn.Parameter(values * self._config.init)

    def epoch(self) -> float:
        """Pass over all queries once; return the mean loss of a fact."""
        order = torch.randperm(self._grouped.queries, generator=self._random).numpy()
        total, seen = 0.0, 0
        for rows, batch in self._grouped.batches(order, self._config.batch):
            loss, answers = self._loss(rows, torch.from_numpy(batch))
            self._step.zero_grad(set_to_none=True)
            (loss / answers).backward()  # type: ignore[no-untyped-call]
            self._step.step()
            total, seen = total + float(loss.detach()), seen + answers
        return total / seen

    def _loss(self, rows: Numbers, batch: Tensor) -> tuple[Tensor, int]:
        """Return the loss of all facts of a batch, summed. `batch` is long (facts, 3), `rows` its queries."""
        row = torch.from_numpy(rows)
        first = torch.from_numpy(np.flatnonzero(np.diff(rows, prepend=-1)))
        subject, relation = self.entity[batch[first, 0]], self.relation[batch[first, 1]]
        candidates, columns, offset = self._candidates(batch[:, 2])
        query = product(subject, relation)
        args = (query, candidates, row, columns, offset, self._half)
        loss: Tensor = OneToMany.apply(*args)  # type: ignore[no-untyped-call]
        answer = self.entity[batch[:, 2]]
        counts = torch.bincount(row, minlength=len(first)).float()
        norms = cubes(subject) @ counts + cubes(relation) @ counts + cubes(answer).sum()
        loss = loss + self._config.decay * norms
        if self._config.relation_weight:
            # Re(s·r·conj(o)) = Re(r·(s·conj(o))): the pair is a query for the relation
            pair = product(conjugate(self.entity[batch[:, 0]]), answer)
            scores = pair @ self.relation.T
            guessed = torch.nn.functional.cross_entropy(scores, batch[:, 1], reduction="sum")
            loss = loss + self._config.relation_weight * guessed
        return loss, len(batch)

    def _candidates(self, answers: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the candidates' vectors, each answer's place among them, and their offsets."""
        drawn = self._config.negatives
        if not drawn or drawn >= self._entities:
            return self.entity, answers, torch.zeros(self._entities)
        others = torch.randint(self._entities, (drawn,), generator=self._random)
        chosen, places = torch.unique(torch.cat([answers, others]), return_inverse=True)
        missed = (1 - 1 / self._entities) ** drawn * torch.exp(-len(answers) * self._often[chosen])
        offset = -torch.log1p(-missed)
        return self.entity[chosen], places[: len(answers)], offset

    def vectors(self) -> Vectors:
        """Return what has been learnt so far."""
        return Vectors(
            self._triples.entities,
            self._triples.relations,
            self.entity.detach().numpy().copy(),
            self.relation.detach().numpy().copy(),
        )


class _Grouped:
    """Facts in the order of their queries (subject, relation)."""

    def __init__(self, facts: Numbers, relations: int) -> None:
        query = facts[:, 0] * relations + facts[:, 1]
        order = np.argsort(query, kind="stable")
        self._facts = facts[order]
        _, self._starts, self._counts = np.unique(
            query[order], return_index=True, return_counts=True
        )
        self.queries = len(self._starts)

    def batches(self, order: Numbers, size: int) -> Iterator[tuple[Numbers, Numbers]]:
        """Yield the facts of so many queries at a time, int64 (facts, 3), with each fact's query, (facts,)."""
        for start in range(0, len(order), size):
            chosen = order[start : start + size]
            counts = self._counts[chosen]
            rows = np.repeat(np.arange(len(chosen)), counts)
            within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
            yield rows, self._facts[np.repeat(self._starts[chosen], counts) + within]


def product(left: Tensor, right: Tensor) -> Tensor:
    """Return the products of complex vectors, float (rows, 2 × rank): real parts, then imaginary ones."""
    (a, b), (c, d) = left.chunk(2, -1), right.chunk(2, -1)
    return torch.cat([a * c - b * d, a * d + b * c], -1)


def conjugate(vectors: Tensor) -> Tensor:
    """Return complex conjugates, in the same shape."""
    real, imaginary = vectors.chunk(2, -1)
    return torch.cat([real, -imaginary], -1)


def cubes(vectors: Tensor) -> Tensor:
    """Return the sum of cubed moduli of each complex vector, float (rows,)."""
    real, imaginary = vectors.chunk(2, -1)
    return (real.square() + imaginary.square()).clamp_min(1e-12).pow(1.5).sum(-1)

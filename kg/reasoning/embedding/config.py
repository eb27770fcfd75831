"""How an embedding is trained."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EmbeddingConfig:
    """Settings of one training run.

    Attributes:
        rank: Complex numbers in each vector.
        batch: Distinct queries (subject, relation, ?) in a step.
        negatives: Entities drawn for a step as wrong answers; 0 takes all entities.
        rate: Learning rate of Adagrad.
        decay: Weight of the nuclear 3-norm.
        relation_weight: Weight of guessing the relation from the two ends.
        init: Standard deviation of the first values.
        minutes: When to stop, if the epochs are not over before; 0: never.
    """

    rank: int = 128
    epochs: int = 30
    batch: int = 500
    negatives: int = 0
    rate: float = 0.1
    decay: float = 0.01
    relation_weight: float = 0.0
    init: float = 1e-3
    seed: int = 0
    minutes: float = 0.0

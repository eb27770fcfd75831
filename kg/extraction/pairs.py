"""Which pairs of entities are worth a relation vector: those that some property may hold between."""

from collections.abc import Sequence

import torch
from torch import Tensor

from kg.model.layout import all_pairs
from kg.ontology.records import VALUES, Property


class PairFilter:
    """Domains and ranges as look-up tables over the model's types and relations.

    A thing whose type nobody knows, the last row and column, may be an end of any property.
    """

    def __init__(self, labels: Sequence[str], properties: Sequence[Property]) -> None:
        values = {labels.index(value) for value in VALUES & set(labels)}
        domain = _table(labels, [property.domain for property in properties])
        domain[sorted(values)] = (
            False  # a value says nothing of its own, whatever the ontology forgot
        )
        range_ = _table(labels, [property.range for property in properties])
        self.relations = domain[:, None] & range_[None]
        """Bool (subject label, object label, relation)."""
        self.any = self.relations.any(-1)
        """Bool (subject label, object label)."""

    def pairs(self, labels: Tensor, home: Tensor) -> Tensor:
        """Return the ordered pairs of different entities of one window that may be related, long (pairs, 2).

        Args:
            labels: Type of each entity, long (entities,).
            home: Window of each entity, ascending, long (entities,).
        """
        pairs = all_pairs(home)
        return pairs[self.any[labels[pairs[:, 0]], labels[pairs[:, 1]]]]


def _table(labels: Sequence[str], allowed: Sequence[tuple[str, ...]]) -> Tensor:
    rows = [[not types or label in types for types in allowed] for label in labels]
    return torch.tensor([*rows, [True] * len(allowed)], dtype=torch.bool)

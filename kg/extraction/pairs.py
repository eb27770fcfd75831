"""Which pairs of entities are worth a relation vector: those that some property may hold between."""

from collections.abc import Sequence

import torch
from torch import Tensor

from kg.ontology.records import Property


class PairFilter:
    """Domains and ranges as look-up tables over the model's types and relations."""

    def __init__(self, labels: Sequence[str], properties: Sequence[Property]) -> None:
        allowed = torch.zeros(len(labels), len(labels), len(properties), dtype=torch.bool)
        for row, subject in enumerate(labels):
            for column, object_ in enumerate(labels):
                allowed[row, column] = torch.tensor(
                    [p.allows(subject, object_) for p in properties]
                )
        # a literal says nothing of its own, whatever the ontology forgot to rule out
        for value in {"time", "number"} & set(labels):
            allowed[labels.index(value)] = False
        self.relations = allowed
        """Bool (subject label, object label, relation)."""
        self.any = allowed.any(-1)
        """Bool (subject label, object label)."""

    def pairs(self, labels: Tensor) -> Tensor:
        """Return the ordered pairs of different entities that may be related, long (pairs, 2).

        Args:
            labels: Type of each entity, long (entities,).
        """
        possible = self.any[labels][:, labels]
        possible.fill_diagonal_(False)
        return possible.nonzero()

"""Relations as points: a relation type is a direction in the space of relation vectors.

A prototype comes from what the relation is called and how it is described, from examples of it, or from
both. Scoring a vector against prototypes is at once classification, labelling by an ontology that was
never seen in training, and teaching by example (Snell et al., arXiv 1703.05175; Chen & Li, ZS-BERT, arXiv
2104.04697).
"""

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

VARIANTS = 2
"""A relation's texts: its name alone, and its name with its description."""


class Prototypes(nn.Module):
    """Prototypes of the relations of training, and the way from a relation's texts to a prototype.

    Attributes:
        meaning: Sentence embeddings of the texts of each trained relation, float (relations, VARIANTS, s).
        correction: What training learnt of each relation beyond its texts, float (relations, width).
        threshold: Prototype of "no relation", which every relation has to beat (ATLOP §3.2).
        scale: Logarithm of the factor from cosines to logits.
    """

    def __init__(self, relations: int, meaning: int, width: int) -> None:
        super().__init__()
        self.meaning = nn.Parameter(torch.zeros(relations, VARIANTS, meaning), requires_grad=False)
        self.describe = nn.Sequential(
            nn.Linear(meaning, 2 * width), nn.GELU(), nn.Linear(2 * width, width)
        )
        self.correction = nn.Parameter(torch.zeros(relations, width))
        self.threshold = nn.Parameter(torch.randn(width) * width**-0.5)
        self.scale = nn.Parameter(torch.tensor(16.0).log())

    def described(self, meaning: Tensor) -> Tensor:
        """Return prototypes from texts alone, unit length, (relations, width); meaning (relations, V, s)."""
        return normalize(self.describe(meaning).float().mean(1), dim=-1)

    def trained(self) -> Tensor:
        """Return the prototypes of the trained relations, unit length, float (relations, width)."""
        return normalize(self.described(self.meaning) + self.correction.float(), dim=-1)

    def sampled(self, generator: torch.Generator | None = None) -> Tensor:
        """Return prototypes for one training step: one text of each relation, half of them uncorrected.

        A relation whose correction is missing has to be found by its texts alone, as an unseen one will.
        """
        count, device = len(self.meaning), self.meaning.device
        variant = torch.randint(VARIANTS, (count,), generator=generator).to(device)
        chosen = self.meaning[torch.arange(count, device=device), variant].unsqueeze(1)
        kept = (torch.rand(count, 1, generator=generator) < 0.5).float().to(device)
        return normalize(self.described(chosen) + kept * self.correction.float(), dim=-1)

    def score(self, vectors: Tensor, prototypes: Tensor) -> Tensor:
        """Return logits, float (pairs, 1 + relations); column 0 is the threshold.

        Args:
            vectors: Relation vectors, float (pairs, width).
            prototypes: Unit vectors, float (relations, width).
        """
        bar = normalize(self.threshold.float(), dim=-1).unsqueeze(0)
        points = torch.cat([bar, prototypes.float()])
        return self.scale.exp() * (normalize(vectors.float(), dim=-1) @ points.T)

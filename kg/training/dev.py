"""How a network does on the dev texts after an epoch: quickly, with the mentions given."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from kg.model.network import ExtractionNetwork
from kg.training.batches import Batch, batches, collate
from kg.training.device import mixed
from kg.training.examples import Example
from kg.training.scores import Scores


@dataclass(frozen=True, slots=True)
class DevScores:
    """Relations between the entities that the corpus marks, and tags of tokens that it marks."""

    relations: Scores
    tags: Scores

    @property
    def score(self) -> float:
        """Return the mean F1 of what the texts can judge, 0 to 1: what early stopping goes by."""
        judged = [one.f1 for one in (self.relations, self.tags) if one.expected]
        return sum(judged) / max(1, len(judged))

    def values(self) -> dict[str, float]:
        """Return the figures by name, for trackers."""
        return {
            "dev/relations": self.relations.f1,
            "dev/tags": self.tags.f1,
            "dev/score": self.score,
        }


def dev_scores(
    network: ExtractionNetwork, examples: Sequence[Example], tokenizer: Any, precision: str
) -> DevScores:
    """Score a network, which is left in evaluation mode."""
    network.eval()
    device = network.prototypes.meaning.device
    missed = sum(len(e.source.relations) - int(e.gold.sum()) for e in examples)  # past the window
    relations, tags = Scores(0, 0, missed), Scores()
    for group in batches(examples, 4096):
        batch = collate(group, tokenizer).to(device)
        with torch.inference_mode(), mixed(device, precision):
            encoded = network.encode(batch.padded.tokens, batch.padded.shapes, batch.padded.mask)
            tags += _tags(network.tags(encoded), batch)
            if len(batch.pairs):
                vectors = network.vectors(encoded, batch.mentions, batch.pairs)
                relations += _relations(network, vectors, batch)
    return DevScores(relations, tags)


def _tags(logits: torch.Tensor, batch: Batch) -> Scores:
    told = batch.tags.amin(-1) < 1
    right, chosen = batch.tags[told], logits[told].argmax(-1)
    hit = right.gather(1, chosen[:, None]).squeeze(1) > 0.5
    inside, named = right[:, 0] == 0, chosen != 0
    return Scores(int((hit & inside & named).sum()), int(named.sum()), int(inside.sum()))


def _relations(network: ExtractionNetwork, vectors: torch.Tensor, batch: Batch) -> Scores:
    logits = network.prototypes.score(vectors, network.prototypes.trained())
    chosen = (logits[:, 1:] > logits[:, :1]) & batch.judged
    return Scores(int((chosen & batch.gold).sum()), int(chosen.sum()), int(batch.gold.sum()))

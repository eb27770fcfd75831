"""What one batch costs the network: its mention tags, coreference, and relations together."""

from dataclasses import replace

import torch
from torch import Tensor, nn

from kg.model.layout import Mentions
from kg.model.network import Encoded, ExtractionNetwork
from kg.training.args import TrainArgs
from kg.training.batches import Batch
from kg.training.device import mixed
from kg.training.losses import coreference_loss, likeness_loss, relation_loss, tag_loss

HIDDEN_TYPES = 0.15
"""Share of mentions whose type the pair head is not told in training."""


def objective(network: ExtractionNetwork, batch: Batch, args: TrainArgs) -> Tensor:
    """Return the loss of a batch, which lies on the network's device."""
    with mixed(batch.tags.device, args.precision):
        encoded = network.encode(batch.padded.tokens, batch.padded.shapes, batch.padded.mask)
        loss = args.tag_weight * tag_loss(network.tags(encoded), batch.tags)
        loss = loss + args.coreference_weight * _coreference(network, encoded, batch)
        if not len(batch.pairs):
            return loss
        vectors = network.vectors(encoded, _forgetful(batch.mentions, network), batch.pairs)
    heads = network.prototypes
    dropped = nn.functional.dropout(vectors.float(), args.dropout, training=network.training)
    logits = heads.score(dropped, heads.sampled())
    loss = loss + relation_loss(logits, batch.gold, batch.judged, batch.weights)
    return loss + args.likeness_weight * likeness_loss(vectors, batch.gold, heads.scale.exp())


def _coreference(network: ExtractionNetwork, encoded: Encoded, batch: Batch) -> Tensor:
    device = encoded.states.device
    losses = [
        coreference_loss(
            network.coreference(encoded, item, rows[:, :3], example.likeness.to(device)), rows[:, 3]
        )
        for item, example in enumerate(batch.examples)
        if example.source.clustered and len(example.mentions) > 1
        for rows in [torch.tensor(example.mentions, device=device)]
    ]
    return torch.stack(losses).mean() if losses else encoded.states.sum() * 0.0


def _forgetful(mentions: Mentions, network: ExtractionNetwork) -> Mentions:
    """Hide the type of some mentions: a user's sentence may come without."""
    hidden = torch.rand(len(mentions.label), device=mentions.label.device) < HIDDEN_TYPES
    return replace(mentions, label=mentions.label.masked_fill(hidden, len(network.config.labels)))

"""The training loop: one pass over all corpora an epoch, weights averaged at the end."""

import logging
import random
from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor, nn

from kg.model.checkpoint import save
from kg.model.encoder import load_tokenizer
from kg.model.layout import Mentions
from kg.model.network import Encoded, ExtractionNetwork
from kg.records import Progress, ignore_progress
from kg.training.args import TrainArgs
from kg.training.averaging import AveragedWeights
from kg.training.batches import Batch, batches, collate
from kg.training.data import load_data
from kg.training.evaluation import gold_entity_scores
from kg.training.examples import Example, build_examples
from kg.training.losses import coreference_loss, likeness_loss, relation_loss, tag_loss
from kg.training.optimizer import build_optimizer, linear_schedule
from kg.training.start import build_network

HIDDEN_TYPES = 0.15
"""Share of mentions whose type the pair head is not told in training."""

log = logging.getLogger(__name__)


def train(args: TrainArgs, *, on_progress: Progress = ignore_progress) -> ExtractionNetwork:
    """Train a network as `args` say, write its checkpoint, and return it.

    `on_progress` hears of steps. After each epoch the dev set, if there is one, is measured and logged.
    """
    torch.manual_seed(args.seed)
    shuffle = random.Random(args.seed)
    data = load_data(args)
    network = build_network(args, data.relations)
    tokenizer = load_tokenizer(args.encoder)
    corpora = [
        (share, build_examples(texts, tokenizer, network.config)) for share, texts in data.train
    ]
    dev = build_examples(data.dev, tokenizer, network.config)

    steps = len(_epoch(corpora, args, random.Random(args.seed))) * args.epochs
    optimizer = build_optimizer(network, args)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, linear_schedule(steps, args.warmup))
    average = AveragedWeights(network, start=int(steps * (1 - args.average)))
    done = 0
    for epoch in range(1, args.epochs + 1):
        network.train()
        total = 0.0
        for batch in _epoch(corpora, args, shuffle):
            loss = _loss(network, collate(batch, tokenizer), args)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            total += float(loss.detach())
            done += 1
            average.update(done)
            on_progress("train", done, max(steps, done))
        with average.applied():
            scores = gold_entity_scores(network, dev, tokenizer) if dev else None
        log.info("epoch %d: loss %.4f, dev %s", epoch, total * args.epochs / steps, scores)
    average.copy_to_network()
    network.eval()
    save(network, args.out)
    return network


def _epoch(
    corpora: Sequence[tuple[float, list[Example]]], args: TrainArgs, shuffle: random.Random
) -> list[list[Example]]:
    groups: list[list[Example]] = []
    for share, examples in corpora:
        drawn = shuffle.sample(examples, int(len(examples) * share))
        groups.extend(batches(drawn, args.batch_tokens))
    shuffle.shuffle(groups)
    return groups


def _loss(network: ExtractionNetwork, batch: Batch, args: TrainArgs) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16, enabled=args.bf16):
        encoded = network.encode(batch.padded.tokens, batch.padded.shapes, batch.padded.mask)
        loss = tag_loss(network.tags(encoded), batch.tags)
        loss = loss + args.coreference_weight * _coreference(network, encoded, batch)
        if not len(batch.pairs):
            return loss
        vectors = network.vectors(encoded, _forgetful(batch.mentions, args), batch.pairs)
    heads = network.prototypes
    dropped = nn.functional.dropout(vectors.float(), 0.1, training=network.training)
    logits = heads.score(dropped, heads.sampled())
    loss = loss + relation_loss(logits, batch.gold, batch.judged)
    return loss + args.likeness_weight * likeness_loss(vectors, batch.gold, heads.scale.exp())


def _coreference(network: ExtractionNetwork, encoded: Encoded, batch: Batch) -> Tensor:
    losses = [
        coreference_loss(
            network.coreference(encoded, item, rows[:, :3], example.likeness), rows[:, 3]
        )
        for item, example in enumerate(batch.examples)
        if example.source.clustered and len(example.mentions) > 1
        for rows in [torch.tensor(example.mentions)]
    ]
    return torch.stack(losses).mean() if losses else encoded.states.sum() * 0.0


def _forgetful(mentions: Mentions, args: TrainArgs) -> Mentions:
    """Hide the type of some mentions: a user's sentence may come without."""
    hidden = torch.rand(len(mentions.label)) < HIDDEN_TYPES
    return replace(mentions, label=mentions.label.masked_fill(hidden, len(args.labels)))

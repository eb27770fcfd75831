"""The training loop: one pass over all corpora an epoch, weights averaged at the end."""

import logging
import random
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from kg.model.checkpoint import save
from kg.model.encoder import load_tokenizer
from kg.model.network import ExtractionNetwork
from kg.model.tokens import pad
from kg.records import Progress, ignore_progress
from kg.training.args import TrainArgs
from kg.training.averaging import AveragedWeights
from kg.training.data import load_data
from kg.training.evaluation import gold_entity_scores
from kg.training.examples import IGNORED, Example, batches, build_examples
from kg.training.losses import relation_loss, tag_loss
from kg.training.optimizer import build_optimizer, linear_schedule
from kg.training.start import build_network

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
            loss = _loss(network, batch, tokenizer, args.bf16)
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


def _loss(
    network: ExtractionNetwork, batch: Sequence[Example], tokenizer: object, bf16: bool
) -> Tensor:
    padded = pad([example.tokens for example in batch], tokenizer)
    with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
        encoded = network.encode(padded.tokens, padded.shapes, padded.mask)
        tags = network.tags(encoded)
        scored = [
            (network.relations(encoded, item, example.mentions, example.pairs), example)
            for item, example in enumerate(batch)
            if example.mentions is not None and len(example.pairs)
        ]
    loss = tag_loss(tags, _targets(batch, tags.shape[1]))
    if scored:
        logits = torch.cat([logits for logits, _ in scored])
        gold = torch.cat([example.gold for _, example in scored])
        judged = torch.cat([example.judged.expand_as(example.gold) for _, example in scored])
        loss = loss + relation_loss(logits, gold, judged)
    return loss


def _targets(batch: Sequence[Example], width: int) -> Tensor:
    targets = torch.full((len(batch), width), IGNORED)
    for row, example in enumerate(batch):
        targets[row, 1 : 1 + len(example.tags)] = example.tags
    return targets

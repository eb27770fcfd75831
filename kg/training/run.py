"""One run under way: everything that moves while a network is trained, and its state between epochs."""

import random
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from kg.model.checkpoint import load
from kg.model.encoder import load_tokenizer
from kg.model.network import ExtractionNetwork
from kg.ontology.records import Property
from kg.records import Progress
from kg.training.adapters import adapt
from kg.training.adversarial import backward
from kg.training.args import TrainArgs
from kg.training.averaging import AveragedWeights
from kg.training.batches import batches, collate
from kg.training.data import Portion, load_data
from kg.training.device import best_device
from kg.training.examples import Example, build_examples
from kg.training.objective import objective
from kg.training.optimizer import build_optimizer, linear_schedule
from kg.training.settled import settled, tokens_of
from kg.training.start import build_network
from kg.training.tracking import Tracker

Group = list[Example]


class Run:
    """A run as it stands after some epochs; `args` are settled, no setting of them is None that matters."""

    def __init__(self, args: TrainArgs) -> None:
        torch.manual_seed(args.seed)
        self._shuffle = random.Random(args.seed)
        data = load_data(args)
        network = build_network(args, data.relations, data.labels, data.marked)
        self.network = network.to(best_device())
        config = self.network.config
        self.tokenizer = load_tokenizer(config.encoder)
        before = load(args.init).to(best_device()) if args.init is not None else None
        self._corpora = [
            (one.share, self._examples(one, before, data.relations)) for one in data.train
        ]
        self.dev = build_examples(data.dev, self.tokenizer, config)
        lengths = [(share, sum(len(e.tokens) + 2 for e in all)) for share, all in self._corpora]
        self.args = settled(args, tokens_of(lengths))
        self._start()

    def _examples(
        self,
        portion: Portion,
        before: ExtractionNetwork | None,
        properties: Sequence[Property],
    ) -> list[Example]:
        return build_examples(
            portion.texts,
            self.tokenizer,
            self.network.config,
            presuming=True,
            before=before,
            properties=properties,
        )

    def _start(self) -> None:
        args = self.args
        assert args.epochs is not None
        a_pass = len(_steps(self._corpora, args, random.Random(args.seed)))
        self.steps = a_pass * args.epochs
        self._adapter = adapt(self.network, args, self.steps)
        self.network.to(best_device())  # an adapter brings weights of its own
        self._optimizer = build_optimizer(self.network, args)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, linear_schedule(self.steps, args.warmup)
        )
        self.average = AveragedWeights(self.network, start=int(self.steps * (1 - args.average)))
        self.epochs_done = self.steps_done = self._stale = 0
        self._best: dict[str, Tensor] = {}
        self._best_score = -1.0

    @property
    def over(self) -> bool:
        """Whether all epochs are done, or too many of them without a better dev score."""
        assert self.args.epochs is not None
        tired = self.args.patience is not None and self._stale >= self.args.patience
        return tired or self.epochs_done >= self.args.epochs

    def epoch(self, on_progress: Progress, tracker: Tracker) -> float:
        """Go through the data once; return the mean loss of a step."""
        self.network.train()
        total = 0.0
        steps = _steps(self._corpora, self.args, self._shuffle)
        for groups in steps:
            loss = self._step(groups)
            total += loss
            rate = float(self._schedule.get_last_lr()[0])
            tracker.record({"train/loss": loss, "train/rate": rate}, self.steps_done)
            on_progress("train", self.steps_done, max(self.steps, self.steps_done))
        self.epochs_done += 1
        return total / max(1, len(steps))

    def _step(self, groups: Sequence[Group]) -> float:
        device = self.network.prototypes.meaning.device
        total = 0.0
        for group in groups:
            batch = collate(group, self.tokenizer).to(device)

            def loss_of(batch: Any = batch) -> Tensor:
                loss = objective(self.network, batch, self.args) + self._adapter.penalty()
                return loss / len(groups)

            total += backward(self.network, loss_of, batch.padded, self.args)
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimizer.step()
        self._schedule.step()
        self.steps_done += 1
        self._adapter.after_step(self.steps_done)
        self._optimizer.zero_grad()
        self.average.update(self.steps_done)
        return total

    def keep_if_best(self, score: float | None) -> None:
        """Remember the weights as they would now be saved, if no dev score was as high before."""
        if score is None or self.args.patience is None:
            return
        self._stale += 1
        if score > self._best_score:
            self._best_score, self._stale = score, 0
            with self.average.applied():
                self._best = _copied(self.network)

    def finish(self) -> ExtractionNetwork:
        """Put the best weights, or else the average, into the network for good."""
        if self._best:
            _write(self.network, self._best)
        else:
            self.average.copy_to_network()
        self._adapter.finish()
        return self.network.eval()

    def state(self) -> dict[str, Any]:
        """Return everything that the rest of the run depends on."""
        version, internal, gauss = self._shuffle.getstate()
        return {
            "weights": _copied(self.network),
            "optimizer": self._optimizer.state_dict(),
            "schedule": {"last_epoch": self._schedule.last_epoch},
            "average": self.average.state(),
            "adapter": self._adapter.state(),
            "shuffle": [version, list(internal), gauss],
            "random": torch.get_rng_state(),
            "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
            "done": [self.epochs_done, self.steps_done, self._stale],
            "best": [self._best_score, self._best],
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` returned."""
        _write(self.network, state["weights"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._schedule.last_epoch = state["schedule"]["last_epoch"]
        self.average.restore(state["average"])
        self._adapter.restore(state["adapter"])
        version, internal, gauss = state["shuffle"]
        self._shuffle.setstate((version, tuple(internal), gauss))
        torch.set_rng_state(state["random"])
        if state["cuda"] and torch.cuda.is_available():
            torch.cuda.set_rng_state_all(state["cuda"])
        self.epochs_done, self.steps_done, self._stale = state["done"]
        self._best_score, self._best = state["best"]


def _steps(
    corpora: Sequence[tuple[float, list[Example]]], args: TrainArgs, shuffle: random.Random
) -> list[list[Group]]:
    """Return the batches of one epoch, in the groups whose gradients make one step."""
    assert args.batch_tokens is not None
    groups: list[Group] = []
    for share, examples in corpora:
        drawn = shuffle.sample(examples, int(len(examples) * share))
        groups.extend(batches(drawn, args.batch_tokens))
    shuffle.shuffle(groups)
    size = args.accumulate
    return [groups[start : start + size] for start in range(0, len(groups), size)]


def _copied(network: ExtractionNetwork) -> dict[str, Tensor]:
    moving = ((n, p) for n, p in network.named_parameters() if p.requires_grad)
    return {name: parameter.detach().clone() for name, parameter in moving}


def _write(network: ExtractionNetwork, values: dict[str, Tensor]) -> None:
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if name in values:
                parameter.copy_(values[name])

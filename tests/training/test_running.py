"""Runs that are cut off, and the ways in which weights can move."""

import multiprocessing
import os
import signal
from dataclasses import replace

import pytest
import torch
from encoders import save_tiny_encoder
from small_corpus import small_args

from kg.errors import InputError
from kg.model.checkpoint import load
from kg.training.loop import train
from kg.training.settings_file import SETTINGS
from kg.training.state import STATE


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    return save_tiny_encoder(tmp_path_factory.mktemp("encoder"))


class Losses:
    def __init__(self):
        self.epochs = []

    def record(self, values, step):
        if "epoch/loss" in values:
            self.epochs.append(values["epoch/loss"])

    def close(self):
        pass


def train_until_killed(args):
    torch.set_num_threads(1)

    def kill(stage, done, total):
        if done > total / 2 and (args.out / STATE).exists():
            os.kill(os.getpid(), signal.SIGKILL)

    train(args, on_progress=kill)


def weights(network):
    return {name: value.detach() for name, value in network.named_parameters()}


@pytest.mark.parametrize("method", ["full", pytest.param("adalora", marks=pytest.mark.long)])
def test_a_run_that_was_killed_goes_on_to_the_weights_of_one_that_was_not(
    tmp_path, encoder, method
):
    args = small_args(tmp_path, encoder, method=method, held_out=0.2, patience=3)
    whole = weights(train(replace(args, out=tmp_path / "whole")))

    process = multiprocessing.get_context("spawn").Process(target=train_until_killed, args=(args,))
    process.start()
    process.join()
    resumed = weights(train(args, resume=True))

    assert process.exitcode == -signal.SIGKILL
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)
    assert not (args.out / STATE).exists()


def test_a_run_is_not_resumed_with_other_settings(tmp_path, encoder):
    args = small_args(tmp_path, encoder)
    process = multiprocessing.get_context("spawn").Process(target=train_until_killed, args=(args,))
    process.start()
    process.join()

    with pytest.raises(InputError, match="weight_decay"):
        train(replace(args, weight_decay=0.5), resume=True)


@pytest.mark.parametrize(
    "settings",
    [
        {"method": "top-layers", "top_layers": 1},
        {"method": "lora"},
        {"method": "adalora"},
        {"adversarial": "fgm"},
        {"adversarial": "freelb"},
        {"optimizer": "sgd", "encoder_rate": 0.01, "head_rate": 0.05},
        {"accumulate": 2},
    ],
    ids=str,
)
def test_every_way_of_training_learns_and_leaves_a_plain_checkpoint(tmp_path, encoder, settings):
    losses = Losses()
    args = small_args(tmp_path, encoder, epochs=6, average=0.0, **settings)

    network = train(args, tracker=losses)

    again = load(args.out)
    kept, loaded = weights(network), weights(again)
    assert losses.epochs[-1] < losses.epochs[0]
    assert kept.keys() == loaded.keys()
    assert all(torch.allclose(kept[name], loaded[name], atol=2e-3) for name in kept)
    assert (args.out / SETTINGS).exists()


def test_only_the_top_layers_move(tmp_path, encoder):
    before = weights(
        train(small_args(tmp_path, encoder, epochs=1, method="top-layers", top_layers=1))
    )
    after = weights(
        train(small_args(tmp_path, encoder, epochs=3, method="top-layers", top_layers=1))
    )

    moved = {name for name in before if not torch.equal(before[name], after[name])}
    assert any(name.startswith("encoder.encoder.layer.1.") for name in moved)
    assert not any(name.startswith("encoder.encoder.layer.0.") for name in moved)

"""What the head for pairs of sentences is trained on: phrases, names, and sentences whose fact is known."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
import torch
from torch import nn

from kg.errors import InputError
from kg.model.entailment import CLASSES, Entailment
from kg.model.lowrank import change, changes_of
from kg.training.entailment.made import Labelled, Made
from kg.training.entailment.measuring import measure
from kg.training.entailment.real import Real
from kg.training.entailment.sayings import held_back, read_sayings

BOUGHT = next(one for one in read_sayings() if one.name == "bought")


def test_every_relation_can_be_said_denied_and_missed():
    for one in read_sayings():
        assert len(one.says) >= 3, one.name
        assert one.denies, one.name
        assert one.near, one.name
        assert all("{a}" in form and "{b}" in form for form in (*one.says, *one.denies)), one.name


def test_no_two_relations_share_a_name():
    names = [one.name for one in read_sayings()]
    assert len(names) == len(set(names)) > 50


def test_relations_held_back_are_some_and_not_all():
    assert 0 < len(held_back(read_sayings())) < len(read_sayings()) / 4


def test_each_class_is_drawn_about_as_often():
    made = Made(read_sayings(), 1)
    count = Counter(made.draw().label for _ in range(900))
    assert set(count) == {0, 1, 2}
    assert min(count.values()) > 250


def test_the_same_seed_makes_the_same_pairs():
    one, other = Made(read_sayings(), 5), Made(read_sayings(), 5)
    assert [one.draw() for _ in range(50)] == [other.draw() for _ in range(50)]


def test_who_bought_whom_turned_round_is_a_contradiction():
    """Of what is true in one direction only, the other direction cannot hold as well."""
    made = Made([BOUGHT], 3)
    drawn = [made.draw() for _ in range(400)]
    says = [row for row in drawn if CLASSES[row.label] == "contradiction"]
    turned = [row for row in says if not any(no in " ".join(row.pair) for no in _NO)]
    assert turned
    for row in turned:
        buyer = row.pair[1].split(" acquired ")[0]
        if "acquired" in row.pair[1]:
            assert f"{buyer} acquired" not in row.pair[0]


_NO = (" not ", " never ", " independent ")


def test_a_real_sentence_comes_with_what_our_phrases_say_of_its_fact(tmp_path: Path):
    real = Real(shared(tmp_path), read_sayings(), 1)
    drawn = [real.draw() for _ in range(60)]
    assert {row.pair[0] for row in drawn} == {
        "Acme, a maker of radios, moved its head office to Oslo.",
        "Beta has sat in Rome since 1990.",
    }
    assert any("Acme" in row.pair[1] and row.label == 0 for row in drawn)


def test_without_wiki80_it_says_what_to_name(tmp_path: Path):
    with pytest.raises(InputError, match="--data"):
        Real(tmp_path, read_sayings(), 1)


def shared(folder: Path) -> Path:
    rows = [
        (
            "Acme , a maker of radios , moved its head office to Oslo .".split(),
            [0, 1],
            [11, 12],
        ),
        ("Beta has sat in Rome since 1990 .".split(), [0, 1], [4, 5]),
    ]
    (folder / "wiki80").mkdir()
    file = folder / "wiki80" / "wiki80_64rel_train.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        for tokens, head, tail in rows:
            row = {"token": tokens, "h": {"pos": head}, "t": {"pos": tail}}
            lines.write(json.dumps(row | {"relation": "headquarters location"}) + "\n")
    return folder


def test_a_change_of_low_rank_is_kept_whole():
    torch.manual_seed(1)
    before, after = nn.Linear(8, 6), nn.Linear(8, 6)
    after.load_state_dict(before.state_dict())
    with torch.no_grad():
        after.weight += torch.randn(6, 2) @ torch.randn(2, 8)
        after.bias += 1
    change(before, changes_of(dict(before.named_parameters()), after.named_parameters(), 2))
    assert torch.allclose(before.weight, after.weight, atol=1e-5)
    assert torch.allclose(before.bias, after.bias)


def test_what_did_not_change_takes_no_room():
    layer = nn.Linear(4, 4)
    assert changes_of(dict(layer.named_parameters()), layer.named_parameters(), 2) == {}


def test_only_contradictions_it_is_sure_of_count_for_precision():
    rows = [Labelled(("a", "b"), label) for label in (1, 1, 2)]
    found = [Entailment(0, 0.95, 0.05), Entailment(0, 0.6, 0.4), Entailment(0, 0.91, 0.09)]
    assert (measured := measure(rows, found, 0.9)).accuracy == pytest.approx(2 / 3)
    assert (measured.precision, measured.recall) == (0.5, 0.5)

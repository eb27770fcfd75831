"""The reader of pairs of names that comes with the package."""

from pathlib import Path

import pytest
import torch

from kg.errors import CheckpointMismatch
from kg.model.choices import score_choices
from kg.model.pairreader import load_reader, shipped_reader
from kg.training.analogy.kinds import PREFIX, apart, kind_pairs
from kg.training.analogy.pairs import RelatedPair

PAIRS = [("cow", "calf"), ("dog", "puppy"), ("a much longer name than others", "pen")]


def test_vectors_have_length_one_whatever_is_read_beside():
    vectors = shipped_reader().vectors(PAIRS)

    assert torch.allclose(vectors.norm(dim=1), torch.ones(len(PAIRS)), atol=1e-4)
    assert torch.allclose(vectors[:1], shipped_reader().vectors(PAIRS[:1]), atol=1e-4)


def test_a_pair_turned_round_is_another_relation():
    there, back, alike = shipped_reader().vectors(
        [("cow", "calf"), ("calf", "cow"), ("sheep", "lamb")]
    )

    assert there @ alike > there @ back


@pytest.mark.parametrize(
    ("stem", "right"),
    [
        (("needle", "sew"), ("broom", "sweep")),
        (("coward", "courage"), ("pauper", "money")),
        (("Paris", "France"), ("Rome", "Italy")),
        (("walk", "walked"), ("jump", "jumped")),
    ],
)
def test_plain_analogies_are_chosen(stem: tuple[str, str], right: tuple[str, str]):
    wrong = [("oak", "tree"), ("hot", "cold"), ("cause", "effect"), ("finger", "hand")]

    scores = score_choices([(stem, [*wrong, right])])[0]

    assert max(range(5), key=scores.__getitem__) == 4


def test_a_folder_without_a_reader_is_told(tmp_path: Path):
    with pytest.raises(CheckpointMismatch, match="reader to go on"):
        load_reader(tmp_path)


def test_no_pair_of_a_kind_that_was_kept_back_is_trained_on():
    pairs = list(kind_pairs())
    held = next(pair for pair in pairs if pair.relation != pairs[0].relation)
    turned = RelatedPair("another relation", held.tail.upper(), held.head)

    known, unseen = apart([*pairs, turned])

    assert {pair.relation for pair in known}.isdisjoint(pair.relation for pair in unseen)
    assert all(pair.relation.startswith(PREFIX) for pair in unseen)
    assert held in apart(pairs)[1]
    assert held not in unseen
    assert len(unseen) > 500


def test_every_kind_is_named_once_and_has_pairs_enough():
    names = [pair.relation for pair in kind_pairs()]
    runs = [name for i, name in enumerate(names) if i == 0 or names[i - 1] != name]
    assert len(runs) == len(set(runs)) > 100
    assert min(names.count(name) for name in runs) >= 10

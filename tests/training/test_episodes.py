import pytest
import torch
from torch.nn.functional import normalize

from kg.errors import InputError
from kg.training.measures.episodes import Episodes, accuracy

WIDTH = 16


def around(centre: int, count: int, spread: float) -> torch.Tensor:
    noise = torch.randn(count, WIDTH, generator=torch.Generator().manual_seed(centre))
    return normalize(torch.eye(WIDTH)[centre] + spread * noise, dim=-1)


def test_relations_that_lie_apart_are_always_told_apart():
    vectors = {str(centre): around(centre, 20, 0.01) for centre in range(6)}

    found = accuracy(vectors, Episodes(way=5, shot=1, count=50))

    assert found.mean == 1
    assert found.margin == 0


def test_relations_that_lie_together_are_told_apart_by_chance_only():
    vectors = {str(number): around(number, 40, 100) for number in range(5)}

    found = accuracy(vectors, Episodes(way=5, shot=1, count=1000))

    assert found.mean == pytest.approx(0.2, abs=0.03)
    assert 0 < found.margin < 0.02


def test_more_sentences_to_learn_from_help():
    vectors = {str(centre): around(centre, 40, 0.5) for centre in range(6)}

    one = accuracy(vectors, Episodes(shot=1, count=200))
    five = accuracy(vectors, Episodes(shot=5, count=200))

    assert five.mean > one.mean + 0.05


def test_names_that_say_the_truth_help():
    vectors = {str(centre): around(centre, 40, 0.5) for centre in range(6)}
    described = {str(centre): torch.eye(WIDTH)[centre] for centre in range(6)}

    plain = accuracy(vectors, Episodes(count=200))
    named = accuracy(vectors, Episodes(count=200), described)

    assert named.mean > plain.mean


def test_the_same_seed_draws_the_same_episodes():
    vectors = {str(centre): around(centre, 30, 1.0) for centre in range(6)}

    one, same, other = (accuracy(vectors, Episodes(count=50, seed=seed)) for seed in (1, 1, 2))

    assert one == same != other


def test_a_sentence_to_learn_from_is_never_asked_about():
    # with as many sentences as an episode takes, every one is drawn; none twice
    vectors = {str(centre): around(centre, 6, 0.01) for centre in range(2)}

    assert accuracy(vectors, Episodes(way=2, shot=1, count=20)).mean == 1


@pytest.mark.parametrize(
    ("episodes", "message"),
    [
        (Episodes(way=3), "--way 2"),
        (Episodes(way=2, shot=9), "10 sentences"),
        (Episodes(way=1), "2"),
    ],
)
def test_episodes_that_the_corpus_cannot_fill_are_refused(episodes, message):
    vectors = {str(centre): around(centre, 10, 0.1) for centre in range(2)}

    with pytest.raises(InputError, match=message):
        accuracy(vectors, episodes)

import pytest
import torch
from torch.nn.functional import normalize

from kg.model.prototypes import Prototypes


@pytest.fixture
def prototypes():
    torch.manual_seed(3)
    made = Prototypes(relations=3, meaning=12, width=8)
    with torch.no_grad():
        made.meaning.copy_(torch.randn_like(made.meaning))
        made.correction.copy_(torch.randn_like(made.correction))
    return made


def test_a_vector_like_a_prototype_scores_highest_there(prototypes):
    points = prototypes.trained()

    scores = prototypes.score(5 * points, points)

    assert (scores[:, 1:].argmax(1) == torch.arange(3)).all()


def test_the_length_of_a_vector_does_not_matter(prototypes):
    vectors = torch.randn(4, 8)

    once, twice = (prototypes.score(v, prototypes.trained()) for v in (vectors, 2 * vectors))

    assert torch.allclose(once, twice, atol=1e-5)


def test_a_relation_that_training_never_saw_has_a_prototype_from_its_texts(prototypes):
    prototype = prototypes.described(torch.randn(1, 2, 12))

    assert float(prototype.norm().detach()) == pytest.approx(1.0, abs=1e-5)


def test_training_sees_relations_with_and_without_their_correction(prototypes):
    with torch.no_grad():
        prototypes.meaning[:, 1] = prototypes.meaning[:, 0]
    plain = prototypes.described(prototypes.meaning)
    whole = normalize(plain + prototypes.correction, dim=-1)

    seen = [prototypes.sampled() for _ in range(20)]

    for row in range(3):
        assert any(torch.allclose(s[row], plain[row], atol=1e-5) for s in seen)
        assert any(torch.allclose(s[row], whole[row], atol=1e-5) for s in seen)

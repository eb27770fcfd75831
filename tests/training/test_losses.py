import torch

from kg.training.losses import relation_loss, tag_loss


def loss(logits, gold, judged):
    return float(
        relation_loss(torch.tensor([logits]), torch.tensor([gold]), torch.tensor([judged]))
    )


def test_a_relation_that_holds_should_beat_the_threshold():
    held = [True, False]

    assert loss([0.0, 9.0, -9.0], held, [True, True]) < 0.01
    assert loss([9.0, 0.0, -9.0], held, [True, True]) > 8


def test_a_relation_that_does_not_hold_should_stay_below_the_threshold():
    none = [False, False]

    assert loss([9.0, 0.0, 0.0], none, [True, True]) < 0.01
    assert loss([0.0, 9.0, 0.0], none, [True, True]) > 8


def test_a_relation_that_nobody_judged_takes_no_part():
    none = [False, False]

    assert loss([0.0, -9.0, 9.0], none, [True, False]) < 0.01


def test_a_pair_that_weighs_less_costs_less():
    logits, held = torch.tensor([[9.0, 0.0]]), torch.tensor([[True]])

    whole = relation_loss(logits, held, held, torch.tensor([1.0]))
    part = relation_loss(logits, held, held, torch.tensor([0.25]))

    assert float(part) == 0.25 * float(whole)


def test_tokens_of_which_any_tag_would_be_right_take_no_part():
    logits = torch.tensor([[[9.0, 0.0], [9.0, 0.0]]])
    outside, open_ = [1.0, 0.0], [1.0, 1.0]

    assert float(tag_loss(logits, torch.tensor([[outside, open_]]))) < 0.01
    assert float(tag_loss(logits, torch.tensor([[open_, open_]]))) == 0.0

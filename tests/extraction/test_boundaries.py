import torch

from kg.extraction.boundaries import BESIDE, ENOUGH, MOST_PAIRS, Observed, fitted, joined

PLAYER, COACH, FAN = torch.eye(4)[:3]


def sentences(count: int, *, plain: float = 1.0) -> Observed:
    """Pairs of which the prototype says the same, and only players are marked."""
    vectors = torch.cat([v.repeat(count, 1) for v in (PLAYER, COACH, FAN)])
    marked = torch.cat([torch.ones(count, 1), torch.zeros(2 * count, 1)]).bool()
    return Observed(
        vectors,
        torch.full((3 * count, 1), plain),
        torch.zeros(3 * count, 1),
        torch.ones(3 * count, 1, dtype=torch.bool),
        marked,
        torch.arange(3 * count) % 2,
    )


NEW = torch.tensor([True])


def margin_of(boundaries, vector, *, beside: float = 0.0) -> float:
    margins = boundaries.margins(vector[None], torch.ones(1, 1), torch.full((1, 1), beside))
    return float(margins[0, 0])


def test_what_a_prototype_cannot_tell_apart_other_pairs_of_the_sentences_can():
    boundaries = fitted(sentences(BESIDE), NEW)

    assert margin_of(boundaries, PLAYER) > 0 > margin_of(boundaries, COACH)


def test_where_all_pairs_are_of_one_text_they_are_judged_by_themselves():
    seen = sentences(BESIDE)
    seen.side[:] = 0
    boundaries = fitted(seen, NEW)

    assert margin_of(boundaries, PLAYER) > 0 > margin_of(boundaries, COACH)


def test_few_marked_pairs_make_no_boundary():
    seen = sentences(BESIDE)
    seen.allowed[ENOUGH - 1 : BESIDE] = False  # of those that are marked

    assert fitted(seen, NEW) is None


def test_examples_with_hardly_any_other_pairs_beside_them_make_no_boundary():
    assert fitted(sentences(BESIDE // 2 - 1), NEW) is None


def test_a_relation_of_training_keeps_the_boundary_that_training_drew():
    assert fitted(sentences(BESIDE), ~NEW) is None


def test_a_name_beside_a_pair_speaks_for_its_relation():
    seen = sentences(BESIDE)
    told = seen.marked.float() * 0.8
    boundaries = fitted(
        Observed(
            *(told if name == "beside" else getattr(seen, name) for name in Observed.__slots__)
        ),
        NEW,
    )

    assert margin_of(boundaries, FAN, beside=1.0) > margin_of(boundaries, FAN)


def test_of_very_many_pairs_the_marked_ones_are_all_kept():
    count = MOST_PAIRS
    many = sentences(count)
    some = joined([many])

    assert int(some.marked.sum()) == count
    assert len(some.marked) <= count + MOST_PAIRS


def test_the_same_sentences_make_the_same_boundary():
    once, again = (fitted(sentences(BESIDE), NEW) for _ in range(2))

    assert torch.equal(once.weights, again.weights)
    assert torch.equal(once.shift, again.shift)

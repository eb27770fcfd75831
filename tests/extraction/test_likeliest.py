from kg.extraction.decode import FoundMention
from kg.extraction.found import FoundRelation
from kg.extraction.likeliest import BEHIND, LEEWAY, Judge
from kg.extraction.windows import Window
from kg.model.tokens import Tokens
from kg.records import Span

TAUGHT, FEW, OTHER = "urn:taught", "urn:shown twice", "urn:other"
ANN, BEN, ROME, OSLO = range(4)
BARELY = -0.9


def mentions(*entities: int) -> list[FoundMention]:
    return [FoundMention(i, i, Span(i, i + 1), "thing", 1.0) for i, _ in enumerate(entities)]


def held(
    *relations: FoundRelation,
    named: tuple[int, ...] = (ANN, BEN, ROME, OSLO),
    starts: frozenset[int] = frozenset({0}),
    least: float = BARELY,
) -> dict[tuple[int, str, int], float]:
    window = Window(0, 0, len(named), Tokens([], [], [], []), starts)
    judge = Judge({TAUGHT, FEW}, {TAUGHT}, least, BARELY)
    found = judge.held(relations, mentions(*named), named, window)
    return {(one.subject, one.relation, one.object): one.margin for one in found}


def test_the_likeliest_pair_of_a_sentence_may_be_below_the_threshold():
    found = held(FoundRelation(ANN, TAUGHT, ROME, -1.0), FoundRelation(BEN, TAUGHT, ROME, -1.2))

    assert set(found) == {(ANN, TAUGHT, ROME)}


def test_what_is_below_the_threshold_is_less_sure_than_all_that_is_above():
    found = held(FoundRelation(ANN, TAUGHT, ROME, -0.01), FoundRelation(BEN, TAUGHT, OSLO, 0.0))

    assert set(found) == {(BEN, TAUGHT, OSLO)}
    (raised,) = held(FoundRelation(ANN, TAUGHT, ROME, -0.01)).values()
    assert BARELY < raised < 0.0


def test_who_asks_for_sure_statements_is_not_told_what_is_below_the_threshold():
    assert not held(FoundRelation(ANN, TAUGHT, ROME, -0.1), least=0.5)
    assert Judge({TAUGHT}, {TAUGHT}, 0.5, BARELY).lowest == 0.5
    assert Judge({TAUGHT}, {TAUGHT}, BARELY, BARELY).lowest == -LEEWAY


def test_each_sentence_has_a_likeliest_pair_of_its_own():
    found = held(
        FoundRelation(ANN, TAUGHT, ROME, -0.5),
        FoundRelation(BEN, TAUGHT, OSLO, -1.0),
        named=(ANN, ROME, BEN, OSLO),
        starts=frozenset({0, 2}),
    )

    assert set(found) == {(ANN, TAUGHT, ROME), (BEN, TAUGHT, OSLO)}


def test_a_pair_of_which_something_else_is_found_needs_the_threshold():
    found = held(FoundRelation(ANN, OTHER, ROME, 0.5), FoundRelation(ANN, TAUGHT, ROME, -0.5))

    assert found == {(ANN, OTHER, ROME): 0.5}


def test_a_threshold_fitted_to_examples_holds_even_if_unsure_statements_are_asked_for():
    found = held(FoundRelation(ANN, TAUGHT, ROME, 0.2), FoundRelation(BEN, TAUGHT, ROME, -0.2))

    assert set(found) == {(ANN, TAUGHT, ROME)}


def test_a_pair_far_behind_the_likeliest_of_its_sentence_goes():
    near, far = 3.0 - BEHIND, 2.9 - BEHIND
    found = held(
        FoundRelation(ANN, TAUGHT, ROME, 3.0),
        FoundRelation(BEN, TAUGHT, ROME, near),
        FoundRelation(ANN, TAUGHT, OSLO, far),
    )

    assert set(found) == {(ANN, TAUGHT, ROME), (BEN, TAUGHT, ROME)}


def test_a_pair_stays_that_another_sentence_has_nothing_likelier_for():
    found = held(
        FoundRelation(ANN, TAUGHT, ROME, 5.0),
        FoundRelation(BEN, TAUGHT, ROME, 1.0),
        named=(ANN, BEN, ROME, BEN, ROME),
        starts=frozenset({0, 3}),
    )

    assert (BEN, TAUGHT, ROME) in found


def test_a_pair_of_two_sentences_goes_by_the_threshold_alone():
    found = held(
        FoundRelation(ANN, TAUGHT, ROME, -0.5),
        FoundRelation(ANN, TAUGHT, OSLO, 0.5),
        named=(ANN, BEN, OSLO, ROME),
        starts=frozenset({0, 2}),
    )

    assert found == {(ANN, TAUGHT, OSLO): 0.5}


def test_relations_with_few_examples_or_none_go_by_their_thresholds_alone():
    found = held(
        FoundRelation(ANN, FEW, BEN, -0.1),
        FoundRelation(ANN, FEW, ROME, 0.1),
        FoundRelation(BEN, FEW, ROME, 3.0),
        FoundRelation(ANN, OTHER, OSLO, -0.5),
    )

    assert set(found) == {(ANN, FEW, ROME), (BEN, FEW, ROME), (ANN, OTHER, OSLO)}

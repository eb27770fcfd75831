from kg.extraction.found import FoundRelation
from kg.extraction.rivals import without_rivals

NEW = {"urn:operator", "urn:owner", "urn:builder"}


def kept(*found: tuple[int, str, int, float], shown: frozenset[str] = frozenset()) -> list[str]:
    relations = [FoundRelation(*one) for one in found]
    return [one.relation for one in without_rivals(relations, NEW, shown)]


def test_a_doubtful_relation_goes_beside_a_much_likelier_one_of_the_same_two():
    assert kept((0, "urn:operator", 1, 1.5), (1, "urn:owner", 0, 0.2)) == ["urn:operator"]
    assert kept((0, "urn:operator", 1, 1.5), (0, "urn:owner", 1, 0.9)) == [
        "urn:operator",
        "urn:owner",
    ]


def test_a_relation_that_was_shown_is_no_rival_of_one_that_was_not():
    both = (0, "urn:operator", 1, 1.5), (1, "urn:owner", 0, 0.2)

    assert len(kept(*both, shown=frozenset({"urn:owner"}))) == 2
    assert len(kept(*both, shown=frozenset({"urn:operator"}))) == 2
    assert len(kept(*both, shown=frozenset({"urn:owner", "urn:operator"}))) == 1


def test_other_pairs_are_no_rivals():
    assert len(kept((0, "urn:operator", 1, 1.5), (0, "urn:owner", 2, 0.2))) == 2


def test_what_is_certain_stays_whatever_else_is_said():
    assert len(kept((0, "urn:operator", 1, 7.0), (0, "urn:owner", 1, 4.5))) == 2


def test_a_relation_of_training_outdoes_new_ones_shown_or_not():
    both = (0, "urn:employer", 1, 1.5), (1, "urn:owner", 0, 0.2)

    assert kept(*both) == kept(*both, shown=frozenset({"urn:owner"})) == ["urn:employer"]


def test_relations_of_training_are_told_beside_each_other():
    assert kept((0, "urn:operator", 1, 1.5), (0, "urn:country", 1, 0.2)) == [
        "urn:operator",
        "urn:country",
    ]

import torch

from kg.model.coreference import antecedents, clusters
from kg.model.likeness import LIKENESSES, NAMES, bare_name, likeness
from kg.model.pronouns import pronoun_kind

NEVER = -9.0


def test_a_mention_joins_the_best_of_those_before_it():
    logits = torch.tensor(
        [[9.0, 9, 9, 9], [NEVER, 9, 9, 9], [1, 3, 9, 9], [NEVER, NEVER, NEVER, 9]]
    )

    links = antecedents(logits)

    assert links == [None, None, 1, None]
    assert clusters(links) == [0, 1, 1, 2]


def test_no_mentions_make_no_entities():
    assert clusters(antecedents(torch.zeros(0, 0))) == []


def test_names_are_compared_as_a_reader_would():
    same, inside, acronym, shared, unlike = range(len(NAMES))

    table = likeness(
        [
            "the World Health Organization",
            "World Health Organization",
            "WHO",
            "Health",
            "Mental Health",
        ]
    ).tolist()

    assert table[0][1] == same
    assert table[0][3] == inside
    assert table[1][2] == table[2][1] == acronym
    assert table[0][4] == shared
    assert table[2][3] == unlike


def test_a_pronoun_is_told_by_its_kind():
    table = likeness(["Ann", "she", "her", "it"]).tolist()

    assert table[0][1] == table[0][2] != table[0][3]
    assert table[1][2] == LIKENESSES - 1
    assert max(map(max, table)) < LIKENESSES


def test_an_acronym_is_no_pronoun():
    assert pronoun_kind("US") is pronoun_kind("WHO") is None
    assert pronoun_kind("us") == "we"
    assert pronoun_kind("I") == "i"


def test_titles_and_possessives_are_no_part_of_a_name():
    assert bare_name("Dr. Ann Lee's") == "ann lee"

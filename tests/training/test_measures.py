"""Measures on hand-made texts whose scores anybody can work out."""

import pytest
from measuring import BORN, WORKS, Scripted, extracted, labelled

from kg.ontology.records import Property
from kg.training.end_to_end import measure, measure_of
from kg.training.measures.coreference import b_cubed
from kg.training.measures.logic import logic_of
from kg.training.measures.mentions import mention_scores
from kg.training.measures.passages import between_pairs_of_places, between_places
from kg.training.measures.relations import between_entities, between_exact_entities
from kg.training.measures.sentences import (
    between_exact_mentions,
    between_exact_mentions_asserted,
)
from kg.training.scores import Scores, total

TEXT = "Ada Byron was born in London. Byron works for Acme. She likes London."
ADA = ("Ada Byron", "person", 0)
BYRON = ("Byron works", "person", 0)
LONDON = AGAIN = ("London", "place", 1)
ACME = ("Acme", "organisation", 2)
SHE = ("She", "person", 0)
GOLD_MENTIONS = [ADA, BYRON, LONDON, ACME, AGAIN]
GOLD = labelled(TEXT, GOLD_MENTIONS, (0, BORN, 1), (0, WORKS, 2))
PERFECT = extracted(TEXT, GOLD_MENTIONS, (0, BORN, 2), (1, WORKS, 3))
NOTHING = extracted(TEXT, [])


def counts(tally):
    return total(tally.values())


def test_a_perfect_reading_scores_one_in_every_measure():
    assert mention_scores(GOLD, PERFECT).f1 == 1
    assert b_cubed(GOLD, PERFECT).f1 == 1
    assert counts(between_entities(GOLD, PERFECT).tally) == Scores(2, 2, 2)
    assert counts(between_exact_entities(GOLD, PERFECT)) == Scores(2, 2, 2)
    assert counts(between_places(GOLD, PERFECT).tally) == Scores(2, 2, 2)


def test_an_empty_reading_scores_nought_in_every_measure():
    assert mention_scores(GOLD, NOTHING) == Scores(0, 0, 5)
    assert b_cubed(GOLD, NOTHING) == Scores(0, 0, 5, found=0)
    assert counts(between_entities(GOLD, NOTHING).tally) == Scores(0, 0, 2)
    assert counts(between_exact_entities(GOLD, NOTHING)) == Scores(0, 0, 2)
    assert counts(between_places(GOLD, NOTHING).tally) == Scores(0, 0, 2)
    assert counts(between_exact_mentions(GOLD, NOTHING).tally) == Scores(0, 0, 2)


def test_a_mention_of_the_wrong_type_or_extent_is_wrong():
    found = extracted(TEXT, [("Ada Byron", "place", 0), ("London.", "place", 1), ACME])

    assert mention_scores(GOLD, found) == Scores(1, 3, 5)


def test_pronouns_and_types_that_the_corpus_does_not_mark_are_not_held_against_a_reading():
    found = extracted(TEXT, [*GOLD_MENTIONS, SHE, ("likes", "concept", 3)])

    assert mention_scores(GOLD, found) == Scores(5, 5, 5)
    assert b_cubed(GOLD, found).f1 == 1


def test_b_cubed_gives_half_where_a_cluster_of_two_is_split():
    gold = labelled("Ada Ada", [("Ada", "person", 0), ("Ada", "person", 0)])
    split = extracted("Ada Ada", [("Ada", "person", 0), ("Ada", "person", 1)])

    scores = b_cubed(gold, split)

    assert (scores.precision, scores.recall) == (1.0, 0.5)


def test_b_cubed_gives_half_where_two_clusters_of_one_are_joined():
    gold = labelled("Ada Bob", [("Ada", "person", 0), ("Bob", "person", 1)])
    joined = extracted("Ada Bob", [("Ada", "person", 0), ("Bob", "person", 0)])

    scores = b_cubed(gold, joined)

    assert (scores.precision, scores.recall) == (0.5, 1.0)


def test_a_mention_that_only_one_side_has_is_worth_nothing_in_b_cubed():
    gold = labelled("Ada Bob", [("Ada", "person", 0), ("Bob", "person", 1)])
    found = extracted("Ada Bob", [("Ada", "person", 0)])

    assert b_cubed(gold, found) == Scores(1, 1, 2, found=1)


def test_a_corpus_without_clusters_expects_none():
    gold = labelled(TEXT, GOLD_MENTIONS, clustered=False)

    assert b_cubed(gold, PERFECT) == Scores(0, 0, 0, found=0)


def test_half_of_the_facts_and_one_invented_one_are_counted_as_such():
    found = extracted(TEXT, GOLD_MENTIONS, (0, BORN, 2), (0, WORKS, 2))

    judged = between_entities(GOLD, found)

    assert judged.tally == {BORN: Scores(1, 1, 1), WORKS: Scores(0, 1, 1)}
    assert [judgement.correct for judgement in judged.judgements] == [True, False]


def test_an_entity_with_a_missing_mention_counts_loosely_and_not_strictly():
    found = extracted(TEXT, [ADA, LONDON, ACME], (0, BORN, 1))

    assert counts(between_entities(GOLD, found).tally) == Scores(1, 1, 2)
    assert counts(between_exact_entities(GOLD, found)) == Scores(0, 1, 2)


def test_pronouns_in_a_cluster_do_not_spoil_the_strict_measure():
    found = extracted(TEXT, [ADA, BYRON, LONDON, ACME, SHE, AGAIN], (0, BORN, 2))

    assert counts(between_exact_entities(GOLD, found)) == Scores(1, 1, 2)


def test_an_entity_half_of_whose_mentions_are_of_another_is_nobody():
    mixed = [ADA, ("London", "place", 0), ("Acme", "organisation", 1)]
    found = extracted(TEXT, mixed, (0, WORKS, 2))

    assert counts(between_entities(GOLD, found).tally) == Scores(0, 1, 2)


def test_a_fact_told_of_two_halves_of_one_entity_is_right_once():
    split = [ADA, ("Byron works", "person", 2), ("London", "place", 1)]
    found = extracted(TEXT, split, (0, BORN, 2), (1, BORN, 2))

    assert counts(between_entities(GOLD, found).tally) == Scores(1, 2, 2)


def test_what_nobody_looked_for_is_neither_right_nor_wrong():
    gold = labelled(TEXT, GOLD_MENTIONS, (0, WORKS, 2), judged=frozenset({WORKS}))

    assert counts(between_entities(gold, PERFECT).tally) == Scores(1, 1, 1)
    assert counts(between_places(gold, PERFECT).tally) == Scores(1, 1, 1)


def test_pairs_that_nobody_looked_at_are_left_out():
    gold = labelled(TEXT, GOLD_MENTIONS, (0, BORN, 1), pairs=((0, 1),))

    assert counts(between_entities(gold, PERFECT).tally) == Scores(1, 1, 1)


def test_what_the_text_denies_is_not_counted_as_found():
    denied = extracted(TEXT, GOLD_MENTIONS, (0, BORN, 2), status="denied")

    assert counts(between_entities(GOLD, denied).tally) == Scores(0, 0, 2)


def test_a_fact_of_a_passage_is_found_where_both_its_ends_overlap():
    found = extracted(TEXT, [("Ada", "person", 0), ("in London", "place", 1)], (0, BORN, 1))

    assert counts(between_places(GOLD, found).tally) == Scores(1, 1, 2)


def test_a_fact_of_a_passage_is_not_found_where_only_one_end_overlaps():
    found = extracted(TEXT, [("Ada", "person", 0), ("Acme", "place", 1)], (0, BORN, 1))

    assert counts(between_places(GOLD, found).tally) == Scores(0, 1, 2)


def test_a_fact_of_a_passage_that_is_told_twice_counts_once():
    twice = [ADA, ("Byron works", "person", 2), ("London", "place", 1)]
    found = extracted(TEXT, twice, (0, BORN, 2), (1, BORN, 2))

    assert counts(between_places(GOLD, found).tally) == Scores(1, 1, 2)


def test_by_mention_every_pair_of_places_is_a_fact_of_its_own():
    gold = labelled(TEXT, [ADA, SHE, LONDON], (0, BORN, 1))
    found = extracted(TEXT, [ADA, LONDON], (0, BORN, 1))

    assert counts(between_pairs_of_places(gold, found)) == Scores(1, 1, 2)
    assert counts(between_places(gold, found).tally) == Scores(1, 1, 1)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ([("Ada", "person", 0), LONDON], 0),
        ([("Ada Byron", "place", 0), LONDON], 0),
        ([ADA, LONDON], 1),
    ],
)
def test_strictly_both_spans_and_types_have_to_be_exact(wrong, right):
    gold = labelled(TEXT, [ADA, LONDON], (0, BORN, 1))
    found = extracted(TEXT, wrong, (0, BORN, 1))

    assert counts(between_exact_mentions(gold, found).tally) == Scores(right, 1, 1)


def test_a_marked_relation_that_the_sentence_only_reports_is_found_but_not_asserted():
    gold = labelled(TEXT, [ADA, LONDON], (0, BORN, 1))
    found = extracted(TEXT, [ADA, LONDON], (0, BORN, 1), status="reported")

    assert counts(between_exact_mentions(gold, found).tally) == Scores(1, 1, 1)
    assert counts(between_exact_mentions_asserted(gold, found)) == Scores(0, 0, 1)


def test_statements_that_break_the_ontology_are_counted_by_fault():
    properties = (
        Property(BORN, "born in", domain=("person",), range=("place",), functional=True),
        Property(WORKS, "works for", domain=("person",), range=("organisation",)),
    )
    found = extracted(
        TEXT,
        [ADA, LONDON, ACME, ("likes", "place", 3)],
        (0, BORN, 1, 0.9),
        (0, BORN, 3, 0.6),
        (0, WORKS, 1, 0.8),
    )

    logic = logic_of(found, properties, len(TEXT))

    assert logic.statements == 3
    assert logic.domain_or_range == 1  # she works for a place
    assert logic.functional == 1  # the less sure of two birthplaces
    assert logic.disjoint == 2  # London would have to be a place and an organisation
    assert logic.inconsistent == 3
    assert logic.explained == 3


def test_a_clean_reading_breaks_nothing():
    properties = (Property(BORN, "born in", domain=("person",), range=("place",)),)

    assert logic_of(PERFECT, properties, len(TEXT)).inconsistent == 0


def test_a_corpus_is_the_sum_of_its_texts():
    other = labelled("Bob sat.", [("Bob", "person", 0)], (0, BORN, 0))
    extractor = Scripted({TEXT: PERFECT, "Bob sat.": extracted("Bob sat.", [])})

    found = measure(extractor, [GOLD, other], measure_of("re-docred"))

    assert total(found.relations.values()) == Scores(2, 2, 3)
    assert found.mentions == Scores(5, 5, 6)
    assert found.coreference.recall == pytest.approx(5 / 6)

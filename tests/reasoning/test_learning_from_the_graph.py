"""Vectors and rule R: what they learn, when they refuse to, and what they suggest."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from kg.errors import InputError
from kg.iris import statement_id
from kg.ontology.records import Property
from kg.reasoning.allowed import Allowed
from kg.reasoning.embedding.config import EmbeddingConfig
from kg.reasoning.embedding.training import train
from kg.reasoning.evaluating import evaluate
from kg.reasoning.learnt.analogy_proposer import AnalogyProposer
from kg.reasoning.learnt.learning import LearningConfig, learn
from kg.reasoning.learnt.learnt import FILE, LearntFile, save
from kg.reasoning.learnt.relation_map import MapConfig, cases, fit
from kg.reasoning.learnt.scales import scale
from kg.reasoning.learnt.vector_proposer import VectorProposer
from kg.reasoning.learnt.walks import Walks
from kg.reasoning.learnt.ways import count_ways
from kg.reasoning.triples import Triple, Triples
from kg.records import Iri, Statement

SMALL = EmbeddingConfig(rank=16, epochs=40, batch=50, relation_weight=0.25)


def firms() -> list[Triple]:
    """People who work for firms in cities live in those cities, all but the last ten."""
    people = range(120)
    works = [(f"p{n}", "works for", f"f{n % 12}") for n in people]
    lies = [(f"f{n}", "lies in", f"c{n % 4}") for n in range(12)]
    lives = [(f"p{n}", "lives in", f"c{n % 4}") for n in people if n < 110]
    return works + lies + lives


@pytest.fixture(scope="module")
def learnt():
    return learn(firms(), {}, (), "one", LearningConfig(SMALL))


def test_ways_are_those_of_one_and_two_steps_and_never_lead_back():
    random = np.random.default_rng(1)
    named = {(f"e{a}", f"r{r}", f"e{b}") for a, r, b in random.integers(0, [9, 2, 9], (30, 3))}
    triples = Triples.of(named)
    n, relations = len(triples.entities), len(triples.relations)
    both = {(s, r, o) for s, r, o in triples.facts.tolist() if s != o}
    both |= {(o, r + relations, s) for s, r, o in both}

    for x in range(n):
        found = Walks(triples).reached(x)
        one = {(r, -1, o) for s, r, o in both if s == x}
        two = {
            (r, q, o)
            for (s, r, m), (k, q, o) in itertools.product(both, both)
            if s == x and m == k and o != x
        }
        given = list(
            zip(found.first.tolist(), found.second.tolist(), found.ends.tolist(), strict=True)
        )
        assert set(given) == one | two
        assert len(given) == len(one | two)


def test_with_an_axis_for_each_relation_the_map_says_how_often_a_way_is_accompanied():
    triples = Triples.of(
        [(f"a{n}", "owns", f"b{n}") for n in range(40)]
        + [(f"a{n}", "runs", f"b{n}") for n in range(30)]
    )
    axes = np.eye(4, dtype=np.float32)
    unit = np.zeros((4, 8), np.float32)
    unit[:, :4] = axes

    found = fit(triples, unit, MapConfig(ridge=1e-3))

    walks, owns, runs = Walks(triples), *(triples.relation_numbers[r] for r in ("owns", "runs"))
    x = triples.entity_numbers["a39"]
    strong = found.strengths(walks, x, walks.reached(x), np.array([runs]))
    assert strong[0, 0] == pytest.approx(0.75, abs=0.05)
    assert found.scores(walks, x, owns).max() == 0


def test_a_fact_is_no_case_for_itself():
    triples = Triples.of([("a", "owns", "b"), ("b", "lies in", "c")])
    walks = Walks(triples)

    reached, holds, _ = cases(walks, 0, MapConfig(), np.random.default_rng(0))

    assert len(reached.ends) == 2
    assert not holds.any()


def test_a_scale_rises_and_a_few_right_guesses_do_not_make_it_sure():
    scores = np.array([1, 2, 2, 3, 4, 5], np.float32)
    right = np.array([False, True, False, False, True, True])

    found = scale(scores, right)

    assert found(np.array([0, 1], np.float32)).tolist() == [0, 0]
    assert found(np.array([9], np.float32))[0] == pytest.approx(2 / 4)
    assert (np.diff(found(np.linspace(0, 6, 50, dtype=np.float32))) >= 0).all()


@pytest.mark.parametrize("kind", [VectorProposer, AnalogyProposer])
def test_the_fact_left_out_is_proposed_first_with_known_facts_as_grounds(learnt, kind):
    triples = Triples.of(firms())
    allowed = Allowed(firms(), {}, [Property("lives in", "lives in", functional=True)])

    first = next(kind(learnt, triples, allowed).proposals("p115", "lives in"))

    known = {statement_id(Statement(s, r, Iri(o))) for s, r, o in firms()}
    assert (first.object, first.source) == (
        "c3",
        "vectors" if kind is VectorProposer else "analogy",
    )
    assert 0.3 < first.score <= 1
    assert first.support
    assert set(first.support) <= known
    assert not list(kind(learnt, triples, allowed).proposals("p1", "lives in"))
    assert not list(kind(learnt, triples, allowed).proposals("nobody"))


def test_rule_r_names_the_ways_it_follows(learnt):
    proposer = AnalogyProposer(learnt, Triples.of(firms()), Allowed(firms(), {}))

    first = next(proposer.proposals("p115", "lives in"))

    works, lies = (("p115", "works for", "f7"), ("f7", "lies in", "c3"))
    assert {statement_id(Statement(s, r, Iri(o))) for s, r, o in (works, lies)} <= set(
        first.support
    )
    assert "=> <lives in>(x, y)" in first.reason


def test_too_few_facts_teach_nothing():
    with pytest.raises(InputError, match="vectors need 200"):
        learn(firms()[:150], {}, (), "one", LearningConfig(SMALL))


def test_what_was_learnt_outlives_the_process_and_rubbish_counts_as_nothing(learnt, tmp_path: Path):
    path = tmp_path / FILE
    held = LearntFile(path)
    assert held() is None

    save(learnt, path)
    again = held()
    assert again is not None
    assert again.about == learnt.about
    assert (again.vectors.entity == learnt.vectors.entity).all()
    assert held() is again

    path.write_bytes(b"rubbish")
    assert held() is None
    assert [one.name for one in tmp_path.iterdir()] == [FILE]


def test_relations_that_fit_two_things_are_those_that_their_vectors_multiply_to():
    triples = Triples.of(firms())
    vectors = train(triples, EmbeddingConfig(rank=4, epochs=1))
    s, o = 3, np.array([5, 7])

    scores = vectors.scores(np.full(len(vectors.relation), s), np.arange(len(vectors.relation)))

    expected = scores[:, o].T
    expected -= np.log(np.exp(expected).sum(1, keepdims=True))
    assert vectors.fitting(s, o) == pytest.approx(expected, abs=1e-4)


def test_the_table_of_ways_says_how_often_a_way_is_accompanied_less_five_unseen_cases():
    triples = Triples.of(
        [(f"a{n}", "owns", f"b{n}") for n in range(40)]
        + [(f"a{n}", "runs", f"b{n}") for n in range(30)]
    )
    owns, runs = (triples.relation_numbers[r] for r in ("owns", "runs"))
    x, y = (np.array([triples.entity_numbers[name]]) for name in ("a39", "b39"))

    table = count_ways(Walks(triples))

    assert table.scores(x, runs)[0, y[0]] == pytest.approx(30 / 45)
    assert table.scores(x, runs).sum() == pytest.approx(30 / 45)
    assert not table.scores(x, owns).any()


def test_all_ways_of_guessing_are_measured_and_together_they_are_not_worse_than_any_here():
    facts = firms()
    held = [(f"p{n}", "lives in", f"c{n % 4}") for n in range(90, 110)]

    found = evaluate(
        {"train": sorted(set(facts) - set(held)), "valid": held},
        EmbeddingConfig(rank=8, epochs=20, batch=50),
    )

    assert set(found.ranked) == {"rules", "ways", "embedding", "both"}
    assert found.ranked["both"].mrr >= max(one.mrr for one in found.ranked.values()) - 1e-9

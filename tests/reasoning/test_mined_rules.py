import itertools

import numpy as np

from kg.iris import statement_id
from kg.ontology.records import Property
from kg.reasoning.allowed import Allowed
from kg.reasoning.mining import mine
from kg.reasoning.paths import Steps
from kg.reasoning.ranking import queries
from kg.reasoning.rule_proposer import RuleProposer
from kg.reasoning.triples import Triples
from kg.records import Iri, Statement


def citizens() -> list[tuple[str, str, str]]:
    born = [(f"p{n}", "born", f"c{n % 4}") for n in range(12)]
    lies = [(f"c{n}", "in", f"k{n % 2}") for n in range(4)]
    return born + lies + [(f"p{n}", "citizen", f"k{n % 2}") for n in range(11)]


def proposer(triples: Triples, rules, labels=None, properties=()) -> RuleProposer:
    return RuleProposer(triples, rules, Allowed(triples.named(), labels or {}, properties))


def test_a_chain_counts_what_it_connects_and_what_the_head_confirms():
    triples = Triples.of(citizens())

    mined = mine(triples)

    born, lies, citizen = (triples.relation_numbers[r] for r in ("born", "in", "citizen"))
    (rule,) = (r for r in mined.paths if r.head == citizen and r.body == (born, lies))
    assert (rule.support, rule.confidence, rule.pca_confidence) == (11, 11 / 12, 1.0)
    assert rule.text(triples.relations) == "<citizen>(x, y) <= <born>(x, z1), <in>(z1, y)"


def test_no_chain_visits_an_entity_twice():
    random = np.random.default_rng(1)
    named = {(f"e{a}", f"r{r}", f"e{b}") for a, r, b in random.integers(0, [9, 2, 9], (40, 3))}
    triples = Triples.of(named)
    steps, n = Steps.of(triples), len(triples.entities)
    dense = [matrix.toarray() for matrix in steps.steps]

    for body in itertools.product(range(4), repeat=3):
        found = steps.connected(body, np.arange(n)).toarray()
        expected = np.zeros((n, n))
        for x, z, w, y in itertools.permutations(range(n), 4):
            if dense[body[0]][x, z] and dense[body[1]][z, w] and dense[body[2]][w, y]:
                expected[x, y] = 1
        assert (found == expected).all()


def test_a_proposal_rests_on_the_statements_of_its_rule_and_respects_the_ontology():
    triples = Triples.of(citizens())
    rules = mine(triples).paths
    labels = {"k1": "country"}

    free = list(proposer(triples, rules, labels).proposals("p11"))
    typed = Property("citizen", "citizen", range=("planet",))
    bound = list(proposer(triples, rules, labels, [typed]).proposals("p11"))

    wanted = next(one for one in free if one.predicate == "citizen")
    ground = {
        statement_id(Statement(s, p, Iri(o)))
        for s, p, o in (("p11", "born", "c3"), ("c3", "in", "k1"))
    }
    assert wanted.object == "k1"
    assert set(wanted.support) == ground
    assert not [one for one in bound if one.predicate == "citizen"]


def test_what_a_symmetric_or_functional_relation_rules_out_is_not_proposed():
    pairs = [(f"a{n}", f"b{n}") for n in range(5)]
    facts = [(a, "likes", b) for a, b in pairs] + [(b, "likes", a) for a, b in pairs[:4]]
    triples = Triples.of([*facts, ("b4", "likes", "x")])
    rules = mine(triples).paths

    def proposed(**says: bool) -> set[tuple[str, str]]:
        typed = Property("likes", "likes", **says)
        found = list(proposer(triples, rules, {}, [typed]).proposals("b4"))
        return {(one.predicate, one.object) for one in found}

    assert ("likes", "a4") in proposed()
    assert ("likes", "a4") not in proposed(symmetric=True)
    assert ("likes", "a4") not in proposed(functional=True)


def test_a_relation_is_known_by_its_inverse():
    facts = [(f"a{n}", "owns", f"b{n}") for n in range(5)]
    triples = Triples.of([*facts, *((f"b{n}", "owner", f"a{n}") for n in range(4))])
    rules = mine(triples).paths
    typed = Property("owner", "owner", inverse="owns")

    assert [one.object for one in list(proposer(triples, rules).proposals("b4"))] == ["a4"]
    assert list(proposer(triples, rules, {}, [typed]).proposals("b4")) == []


def test_only_one_relation_or_what_is_likely_enough_is_proposed_if_that_is_asked():
    lives = [(f"p{n}", "lives", f"c{n % 4}") for n in range(5)]
    triples = Triples.of([*citizens(), *lives])
    only = proposer(triples, mine(triples).paths)

    (sure,) = only.proposals("p11", "citizen", least=0.7)
    every = list(only.proposals("p11"))

    assert (sure.object, sure.score) == ("k1", 11 / 14)
    assert {one.predicate for one in every} == {"citizen", "lives"}
    assert [one.score for one in every] == sorted((one.score for one in every), reverse=True)
    assert list(only.proposals("p11", "unheard of")) == []


def test_other_right_answers_do_not_push_a_rank_down():
    asks = queries(np.array([[0, 0, 1]]), np.array([[0, 0, 2]]), 4, 1)

    ranks = asks.ranks(np.array([[0.0, 1.0, 9.0, 2.0]], np.float32), np.array([0]))

    assert ranks.tolist() == [2.0]

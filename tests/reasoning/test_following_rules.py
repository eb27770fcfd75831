"""What follows after any additions and deletions is what follows from what is left."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.reasoning.logic.engine import Engine
from kg.reasoning.logic.horn import parse_rules
from kg.reasoning.logic.proofs import explain

RULES = """
PREFIX : <urn:>
rule transitive: ?x :part ?y, ?y :part ?z -> ?x :part ?z .
rule symmetric: ?x :near ?y -> ?y :near ?x .
rule chain: ?x :part ?y, ?y :near ?z -> ?x :near ?z .
rule sub: ?x :near ?y -> ?x :knows ?y .
rule domain: ?x :knows ?y -> ?x a :Thing .
rule loop: ?x a :Thing, ?x :part ?y -> ?y a :Thing .
rule back: ?x :knows ?y, ?x a :Thing, ?x != ?y -> ?y :part ?x .
"""
PARSED = parse_rules(RULES)
_nodes = st.sampled_from(["urn:a", "urn:b", "urn:c", "urn:d"])
_triples = st.tuples(_nodes, st.sampled_from(["urn:part", "urn:near", "urn:knows"]), _nodes)
_steps = st.lists(st.tuples(st.booleans(), st.lists(_triples, min_size=1, max_size=3)), max_size=6)


def run(steps):
    """Return an engine after some steps, the premises left, and what its deltas add up to."""
    engine, premises, told = Engine(PARSED), set(), set()
    for adding, triples in steps:
        facts = [engine.encode(triple) for triple in triples]
        delta = engine.change(facts, ()) if adding else engine.change((), facts)
        premises = premises | set(triples) if adding else premises - set(triples)
        assert not delta.added & delta.removed
        assert not delta.added & told
        assert delta.removed <= told
        told = (told | delta.added) - delta.removed
    return engine, premises, told


@cache
def fresh(premises):
    """Return all that follows from a frozen set of triples."""
    engine = Engine(PARSED)
    engine.change([engine.encode(each) for each in sorted(premises)], ())
    return {engine.decode(fact) for fact in engine.derived()}


@settings(max_examples=150, deadline=None)
@given(_steps)
def test_deleting_and_adding_leaves_what_computing_anew_gives(steps):
    engine, premises, told = run(steps)

    assert {engine.decode(fact) for fact in engine.derived()} == fresh(frozenset(premises))
    assert set(engine.derived()) == told


@settings(max_examples=60, deadline=None)
@given(_steps)
def test_the_leaves_of_every_proof_entail_its_conclusion_and_are_premises(steps):
    engine, premises, _ = run(steps)

    for fact in sorted(engine.derived())[:12]:
        found = explain(engine, fact, limit=5)
        assert found.proofs
        for proof in found.proofs:
            leaves = {engine.decode(leaf) for leaf in proof.leaves}
            assert leaves <= premises
            assert engine.decode(fact) in fresh(frozenset(leaves)) | leaves


@settings(max_examples=40, deadline=None)
@given(_steps)
def test_no_proof_needs_all_that_another_one_needs_and_more(steps):
    engine, _, _ = run(steps)

    for fact in sorted(engine.derived())[:12]:
        leaves = [proof.leaves for proof in explain(engine, fact, limit=8).proofs]
        assert not any(one < other for one in leaves for other in leaves)
        assert len(set(leaves)) == len(leaves)


def test_a_conclusion_with_two_grounds_outlives_one_of_them():
    engine = Engine(parse_rules("PREFIX : <urn:> ?x :a ?y -> ?x :c ?y . ?x :b ?y -> ?x :c ?y ."))
    first, second = (engine.encode(("urn:x", f"urn:{p}", "urn:y")) for p in "ab")
    engine.change([first, second], ())

    once = engine.change((), [first])
    twice = engine.change((), [second])

    assert not once.added
    assert not once.removed
    assert [engine.decode(fact) for fact in twice.removed] == [("urn:x", "urn:c", "urn:y")]


def test_a_circle_of_conclusions_does_not_hold_itself_up():
    engine = Engine(parse_rules("PREFIX : <urn:> ?x :a ?y -> ?x :b ?y . ?x :b ?y -> ?x :a ?y ."))
    fact = engine.encode(("urn:x", "urn:a", "urn:y"))
    engine.change([fact], ())

    engine.change((), [fact])

    assert not engine.holds(fact)
    assert list(engine.derived()) == []

"""Entity resolution: a function of what documents say and what people decided."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    BIRTHPLACE,
    BORN,
    EMPLOYER,
    RULES,
    SEAT,
    SPOUSE,
    asked,
    iri,
    resolved,
    stands_for,
    world,
)

from kg.identity.anchors import Anchor
from kg.identity.records import Decision, Ref, World
from kg.identity.resolve import resolve
from kg.identity.rules import Rules
from kg.iris import WIKIDATA_DIRECT

BANK = "organisation:First National Bank"
CHICAGO, DALLAS = "place:Chicago", "place:Dallas"


def test_names_that_differ_in_form_only_are_one_thing():
    found = resolved({"1": ["organisation:Apple Inc."], "2": ["organisation:Apple"]})

    assert stands_for(found, "organisation:Apple Inc.") == stands_for(found, "organisation:Apple")


def test_a_country_stands_for_its_adjective():
    found = resolved({"1": ["place:Italy"], "2": ["place:Italian"]})

    assert (
        stands_for(found, "place:Italian") == stands_for(found, "place:Italy") == iri("place:Italy")
    )


def test_identifiers_that_differ_by_a_digit_stay_apart_and_nobody_is_asked():
    found = resolved({"1": ["thing:Router ASR1603"], "2": ["thing:Router ASR1605"]})

    assert found.assignments == {}
    assert found.doubts == ()


def test_two_banks_of_one_name_in_two_cities_are_two_things():
    found = resolved({}, [("1", BANK, SEAT, CHICAGO), ("2", BANK, SEAT, DALLAS)])

    assert stands_for(found, BANK, "1") == iri(BANK) + "~chicago"
    assert stands_for(found, BANK, "2") == iri(BANK) + "~dallas"


def test_a_city_tells_a_bank_apart_though_several_facts_name_it():
    where = WIKIDATA_DIRECT + "P131"
    said = [("1", BANK, SEAT, CHICAGO), ("1", BANK, where, CHICAGO), ("2", BANK, SEAT, DALLAS)]

    found = resolved({}, said)

    assert stands_for(found, BANK, "1") == iri(BANK) + "~chicago"


def test_a_third_document_goes_to_the_bank_that_it_tells_of():
    said = [(str(n), BANK, SEAT, city) for n, city in enumerate([CHICAGO, DALLAS, DALLAS])]

    found = resolved({}, said)

    assert stands_for(found, BANK, "1") == stands_for(found, BANK, "2")
    assert stands_for(found, BANK, "0") != stands_for(found, BANK, "1")


def test_a_document_that_does_not_tell_which_bank_is_neither_and_somebody_is_asked():
    said = [("1", BANK, SEAT, CHICAGO), ("2", BANK, SEAT, DALLAS)]

    found = resolved({"3": [BANK]}, said)

    assert stands_for(found, BANK, "3") == iri(BANK)
    assert asked(found) == {frozenset([iri(BANK)])}


def test_one_odd_document_does_not_part_what_many_agree_on():
    said = [(str(n), BANK, SEAT, CHICAGO) for n in range(4)] + [("odd", BANK, SEAT, DALLAS)]

    found = resolved({"silent": [BANK]}, said)

    assert {stands_for(found, BANK, d) for d in ("0", "3", "silent")} == {iri(BANK)}
    assert stands_for(found, BANK, "odd") == iri(BANK) + "~dallas"


def test_a_year_does_not_contradict_a_day_of_it():
    ada = "person:Ada Lovelace"

    found = resolved({}, [("1", ada, BORN, "1815"), ("2", ada, BORN, "1815-12-10")])

    assert found.assignments == {}


def test_people_of_one_name_born_in_different_years_are_two():
    found = resolved({}, [("1", "person:A B", BORN, "1815"), ("2", "person:A B", BORN, "1950")])

    assert stands_for(found, "person:A B", "1") != stands_for(found, "person:A B", "2")


def test_a_surname_alone_is_asked_about_only_if_a_neighbour_speaks_for_it():
    known = [("1", "person:Grace Hopper", SPOUSE, "person:Vincent Foster")]
    said = [("2", "person:Hopper", SPOUSE, "person:Vincent Foster")]
    pair = frozenset(map(iri, ("person:Hopper", "person:Grace Hopper")))

    alone, together = resolved({"2": ["person:Hopper"]}, known), resolved({}, known + said)

    assert asked(alone) == set()
    assert asked(together) == {pair}


def test_two_neighbours_are_enough_for_a_surname_alone():
    spouse, employer = "person:Vincent Foster", "organisation:Vassar Works"
    said = [
        (document, name, predicate, end)
        for document, name in (("1", "person:Grace Hopper"), ("2", "person:Hopper"))
        for predicate, end in ((SPOUSE, spouse), (EMPLOYER, employer))
    ]

    found = resolved({}, said)

    assert stands_for(found, "person:Hopper") == iri("person:Grace Hopper")


def test_a_person_is_never_an_organisation():
    found = resolved({"1": ["person:Ford"], "2": ["organisation:Ford"]})

    assert found.assignments == {}
    assert found.doubts == ()


def test_what_owl_calls_different_is_never_one():
    pair = frozenset((iri("organisation:Apple Inc."), iri("organisation:Apple")))
    rules = replace(RULES, different=frozenset([pair]))

    found = resolve(world({"1": ["organisation:Apple Inc.", "organisation:Apple"]}), (), rules)

    assert found.assignments == {}
    assert found.doubts == ()


def test_two_values_of_a_functional_property_keep_names_apart_that_are_alike():
    rules = Rules(functional=frozenset(["urn:number"]))
    said = [
        ("1", "organisation:Apple Inc.", "urn:number", "17"),
        ("2", "organisation:Apple", "urn:number", "18"),
    ]

    assert resolve(world({}, said), (), RULES).assignments
    assert not resolve(world({}, said), (), rules).assignments


def test_two_values_of_a_functional_property_part_one_name():
    rules = Rules(functional=frozenset(["urn:number"]))
    said = [("1", BANK, "urn:number", "17"), ("2", BANK, "urn:number", "18")]

    found = resolve(world({}, said), (), rules)

    assert stands_for(found, BANK, "1") != stands_for(found, BANK, "2")


def test_birthplaces_that_differ_are_asked_about_and_stay_together_meanwhile():
    said = [(str(n), "person:A B", BIRTHPLACE, place) for n, place in enumerate((CHICAGO, DALLAS))]

    found = resolved({}, said)

    assert found.assignments == {}
    assert [doubt.together for doubt in found.doubts] == [True]


def test_one_value_of_an_inverse_functional_property_makes_one_of_two_names():
    rules = Rules(inverse_functional=frozenset(["urn:tax"]))
    names = ("organisation:Acme Works", "organisation:Acme Trading")
    said = [("1", names[0], "urn:tax", "17"), ("2", names[1], "urn:tax", "17")]

    without = resolve(world({}, said), (), Rules())
    found = resolve(world({}, said), (), rules)

    assert without.assignments == {}
    assert stands_for(found, names[0]) == stands_for(found, names[1])


def test_what_people_say_goes_before_likeness():
    named = {
        "1": ["organisation:Apple Inc."],
        "2": ["organisation:Apple"],
        "3": ["place:Cupertino"],
    }
    refs = [Ref(iri(thing)) for things in named.values() for thing in things]

    found = resolved(
        named,
        decisions=[Decision("different", refs[0], refs[1]), Decision("same", refs[1], refs[2])],
    )

    assert stands_for(found, "organisation:Apple Inc.") == iri("organisation:Apple Inc.")
    assert stands_for(found, "organisation:Apple") == stands_for(found, "place:Cupertino")


def test_people_choose_the_iri_that_stays():
    refs = [Ref(iri("organisation:Apple Inc.")), Ref(iri("organisation:Apple"))]
    named = {"1": ["organisation:Apple Inc."], "2": ["organisation:Apple"]}

    for ref in refs:
        found = resolved(named, decisions=[Decision("same", refs[0], refs[1], kept=ref.iri)])

        assert stands_for(found, "organisation:Apple") == ref.iri


def test_what_one_document_means_can_be_taken_out_and_put_together():
    named = {"1": [BANK], "2": [BANK], "3": [BANK]}
    general, second, third = Ref(iri(BANK)), Ref(iri(BANK), "2"), Ref(iri(BANK), "3")

    found = resolved(
        named,
        decisions=[
            Decision("different", second, general),
            Decision("different", third, general),
            Decision("same", second, third),
        ],
    )

    assert stands_for(found, BANK, "1") == iri(BANK)
    assert stands_for(found, BANK, "2") == stands_for(found, BANK, "3") != iri(BANK)


def test_a_third_that_is_like_both_does_not_bring_two_persons_together():
    found = resolved(
        {"1": ["person:Adam Smith"], "2": ["person:Anna Smith"], "3": ["person:A. Smith"]}
    )

    assert stands_for(found, "person:Adam Smith") != stands_for(found, "person:Anna Smith")


def test_a_known_entity_stands_for_what_names_it():
    anchors = {Ref(iri("organisation:Apple"), "2"): Anchor("urn:Q312", 0.97)}
    some = world({"1": ["organisation:Apple Inc."], "2": ["organisation:Apple"]})

    found = resolve(some, (), RULES, anchors)

    assert stands_for(found, "organisation:Apple Inc.") == "urn:Q312"


def test_one_name_may_be_two_known_entities():
    paris = "place:Paris"
    anchors = {
        Ref(iri(paris), "1"): Anchor("urn:Q90", 0.9),
        Ref(iri(paris), "2"): Anchor("urn:Q830149", 0.9),
    }

    found = resolve(world({"1": [paris], "2": [paris]}), (), RULES, anchors)

    assert stands_for(found, paris, "1") == "urn:Q90"
    assert stands_for(found, paris, "2") == "urn:Q830149"


NAMES = [
    "organisation:Apple Inc.", "organisation:Apple", "organisation:Apples", "person:John Smith",
    "person:J. Smith", "person:John A. Smith", "person:Smith", "place:Paris", BANK,
    "organisation:FNB", "organisation:First Nat'l Bank",
]  # fmt: skip
VALUES = ["place:Chicago", "place:Dallas", "1815", "1816", "organisation:Apple"]
FACTS = st.tuples(
    st.sampled_from("123456"),
    st.sampled_from(NAMES),
    st.sampled_from([SEAT, BORN, EMPLOYER]),
    st.sampled_from(VALUES),
)
REFS = st.builds(Ref, st.sampled_from(NAMES).map(iri), st.sampled_from(["", "", "1", "2"]))
DECISIONS = st.builds(Decision, st.sampled_from(["same", "different"]), REFS, REFS)


def shuffled(some: World, draw: st.DataObject) -> World:
    return World(
        tuple(draw.draw(st.permutations(some.occurrences))),
        tuple(draw.draw(st.permutations(some.edges))),
    )


@given(
    st.lists(FACTS, max_size=12),
    st.lists(DECISIONS, max_size=4, unique_by=lambda one: one.id),
    st.data(),
)
def test_the_order_of_documents_and_decisions_does_not_matter(said, decisions, draw):
    some = world({}, said)

    found = resolve(some, decisions, RULES)
    again = resolve(shuffled(some, draw), draw.draw(st.permutations(decisions)), RULES)

    assert found == again


@given(st.lists(FACTS, max_size=12), st.lists(DECISIONS, max_size=4, unique_by=lambda one: one.id))
def test_everything_that_stands_for_something_stands_for_itself(said, decisions):
    some = world({}, said)

    found = resolve(some, decisions, RULES)

    stands = {one.iri for one in found.assignments.values()}
    general = {ref.iri: one.iri for ref, one in found.assignments.items() if not ref.document}
    assert not [name for name in stands if general.get(name, name) != name]


@pytest.mark.parametrize("count", [1, 3])
def test_every_name_keeps_its_iri_where_nothing_is_alike(count):
    found = resolved({str(n): [f"place:Town {chr(97 + n) * 5}"] for n in range(count)})

    assert found.assignments == {}

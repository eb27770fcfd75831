"""Whatever comes, changes and goes: what is kept up by steps is what everything at once comes to."""

import random
from collections.abc import Sequence

import pytest

from kg.identity import blocking
from kg.identity.anchors import Anchor, Linked
from kg.identity.kept import Kept
from kg.identity.neighbourhood import Said, said_in
from kg.identity.records import Decision, Ref, Resolution, World
from kg.identity.resolve import resolve
from tests.identity.worlds import BIRTHPLACE, BORN, EMPLOYER, RULES, SEAT, SPOUSE, iri, world

COUNTRY = "http://www.wikidata.org/prop/direct/P17"
PEOPLE = [
    f"person:{name}"
    for name in (
        "Ada Lovelace",
        "Ada King Lovelace",
        "A. Lovelace",
        "Lovelace",
        "Bob Stone",
        "Bob Stonne",
        "Robert Stone",
        "Stone",
        "Bob Marley Stone",
        "Ada Stone",
    )
]
FIRMS = [
    f"organisation:{name}"
    for name in (
        "Acme",
        "Acme Corp",
        "Acme Corporation of Chicago",
        "Globex",
        "Globex Ltd",
        "First National Bank",
        "National Bank",
        "ASR1603",
        "ASR1605",
        "Bank of Chicago",
    )
]
PLACES = [
    f"place:{name}" for name in ("Chicago", "Dallas", "Illinois", "Texas", "Italy", "Italian")
]
BASE = [f"http://base.test/{number}" for number in range(4)]


def _document(dice: random.Random, id: str) -> World:
    facts = []
    for _ in range(dice.randrange(4)):
        person, firm, place = dice.choice(PEOPLE), dice.choice(FIRMS), dice.choice(PLACES)
        facts.append(
            dice.choice(
                [
                    (id, person, EMPLOYER, firm),
                    (id, person, BIRTHPLACE, place),
                    (id, person, BORN, dice.choice(["1815", "1815-12-10", "1920"])),
                    (id, person, SPOUSE, dice.choice(PEOPLE)),
                    (id, firm, SEAT, place),
                    (id, place, COUNTRY, dice.choice(PLACES)),
                ]
            )
        )
    return world({id: dice.sample(PEOPLE + FIRMS + PLACES, dice.randrange(1, 5))}, facts)


def _decision(dice: random.Random) -> Decision:
    one, other = (iri(thing) for thing in dice.sample(dice.choice([PEOPLE, FIRMS]), 2))
    if dice.random() < 0.4:
        one = other
    ends = [Ref(end, dice.choice(["", "d1", "d2"])) for end in (one, other)]
    kept = dice.choice([None, one])
    return Decision(dice.choice(["same", "different"]), ends[0], ends[1], kept)


def _known(dice: random.Random, said: Said) -> Linked:
    named = sorted({one.iri for one in said.occurrences if one.label != "place"})
    some = [each for each in named if dice.random() < 0.3]
    anchors = {each: Anchor(dice.choice(BASE), dice.choice([0.6, 0.9])) for each in some}
    unclear = frozenset(each for each in named if each not in anchors and dice.random() < 0.2)
    return Linked(anchors, unclear)


def _at_once(
    said: dict[str, Said], decisions: Sequence[Decision], known: dict[str, Linked]
) -> Resolution:
    everything = World(
        tuple(one for some in said.values() for one in some.occurrences),
        tuple(edge for some in said.values() for edge in some.edges),
    )
    anchors = {
        Ref(each, document): anchor
        for document, linked in known.items()
        for each, anchor in linked.anchors.items()
    }
    unclear = {Ref(each, document) for document, one in known.items() for each in one.unclear}
    return resolve(everything, decisions, RULES, anchors, unclear)


@pytest.mark.parametrize("most_sharing", [2, 40])
@pytest.mark.parametrize("seed", range(40))
def test_steps_come_to_what_everything_at_once_comes_to(seed, most_sharing, monkeypatch):
    monkeypatch.setattr(blocking, "MOST_SHARING", most_sharing)
    dice = random.Random(seed)
    kept, said, known, decisions = Kept(RULES), {}, {}, {}
    assignments: dict = {}
    for _ in range(12):
        told = {}
        for id in dice.sample([f"d{n}" for n in range(30)], dice.choice([1, 1, 2, 9])):
            told[id] = Said()
            said.pop(id, None)
            known.pop(id, None)
            if dice.random() < 0.8:
                told |= said_in(_document(dice, id))
                said[id] = told[id]
            if dice.random() < 0.3:
                known[id] = _known(dice, told[id])
        if dice.random() < 0.4:
            made = _decision(dice)
            decisions[made.id] = made
        if decisions and dice.random() < 0.2:
            decisions.pop(dice.choice(sorted(decisions)))

        moved = kept.update(
            told, list(decisions.values()), {id: known[id] for id in told if id in known}
        )

        for ref, assignment in moved.items():
            assignments.pop(ref, None)
            assignments |= {ref: assignment} if assignment else {}
        expected = _at_once(said, list(decisions.values()), known)
        assert kept.assignments == expected.assignments
        assert assignments == expected.assignments
        assert kept.doubts() == expected.doubts

"""What the reader of questions is taught with."""

from random import Random

import torch

from kg.training.questions.batches import Batches
from kg.training.questions.labels import Described, Labels
from kg.training.questions.records import Asking
from kg.training.questions.ways import Ways, read_ways

KNOWN = {
    "P1": Described("founded by", "who set it up"),
    "P2": Described("capital of", ""),
    "P3": Described("father", ""),
    "P4": Described("colour", ""),
}


def test_every_way_of_asking_names_one_thing_and_nobody_asks_twice_the_same():
    ways = read_ways()

    assert all(way.question.count("{x}") == 1 for way in ways)
    assert len({(way.question, way.property, way.backward) for way in ways}) == len(ways)


def test_a_relation_that_is_kept_out_is_not_asked_for():
    chance = Random(1)
    ways, labels = Ways({"P19"}, chance), Labels(KNOWN, {"P3"}, {"P4"}, chance)

    drawn = {ways.draw().property for _ in range(2000)}
    named = {labels.draw().property for _ in range(200)}

    assert "P19" not in drawn
    assert "P20" in drawn
    assert named == {"P1", "P2", "P3"}


def test_what_a_relation_is_called_decides_how_it_is_asked_for():
    labels = Labels({"P1": KNOWN["P1"]}, (), (), Random(2))

    asked = {
        (one.question.lower().split()[1], one.backward)
        for one in (labels.draw() for _ in range(99))
    }

    assert ("founded", True) in asked  # "things founded by …"
    assert all("the founded" not in labels.draw().question for _ in range(99))


def test_a_question_of_two_relations_asks_for_none():
    labels = Labels(KNOWN, {"P3"}, (), Random(3))

    assert {labels.draw_two().property for _ in range(20)} == {None}


def test_the_right_answer_is_none_where_the_relation_is_taken_away():
    points = torch.eye(3)
    places = {"P1": 0, "P2": 1, "P4": 2}
    draw = lambda: Asking("what colour is it", "P4", backward=True)  # noqa: E731
    batch = Batches([(draw, 1.0)], points, places, ("P1", "P2"), (), Random(4)).draw(200)

    none, asked = 6, 5  # P1, P2, P4 forwards, then backwards, then none
    taken = batch.right == none
    assert set(batch.right.tolist()) == {none, asked}
    assert 20 < int(taken.sum()) < 60
    assert batch.hidden[taken][:, [2, 5]].all()
    assert not batch.hidden[~taken].any()

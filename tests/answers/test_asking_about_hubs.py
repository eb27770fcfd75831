"""Questions about things with more facts than one look around shows."""

import pytest

from bench.simple_questions import Called, Memory
from kg.answers.asking import Asker
from kg.answers.sparql import NEIGHBOURS
from kg.ontology.shipped import shipped_properties

CITY, FIRM, OTHER = "Q1", "Q2", "Q3"


@pytest.fixture(scope="module")
def asker():
    """A city where more people died than are looked at, some were born and one of a firm's many people was."""
    died = {(f"Q1{number:05}", "P20", CITY) for number in range(NEIGHBOURS + 500)}
    work = {(f"Q2{number:05}", "P108", FIRM) for number in range(NEIGHBOURS + 500)}
    born = {(f"Q3{number:05}", "P19", CITY) for number in range(300)}
    both = {("Q999", "P19", CITY), ("Q999", "P108", FIRM)}
    names = {CITY: "Tallis", FIRM: "Osterman Yards", OTHER: "Wren", "Q999": "Ida Holm"}
    graph = Memory(died | work | born | both | {("Q999", "P22", OTHER)})
    return Asker(graph, Called(names), shipped_properties(), str)


def answers(asker, question):
    return {one.value.rpartition("/")[2] for one in asker.ask(question).answers}


def test_a_relation_with_few_facts_is_found_beside_one_with_thousands(asker):
    assert len(answers(asker, "Who was born in Tallis?")) == 200  # as many as are shown
    assert answers(asker, "Who was born in Wren?") == set()


def test_how_many_is_counted_in_the_graph(asker):
    assert {one.value for one in asker.ask("How many people were born in Tallis?").answers} == {
        "301"
    }


def test_two_hubs_meet_in_the_one_that_has_both(asker):
    assert answers(asker, "Who works for Osterman Yards and was born in Tallis?") == {"Q999"}


def test_whether_there_are_more_than_a_number_is_counted_too(asker):
    assert asker.ask("Were more than 300 people born in Tallis?").answer == "Yes"
    assert asker.ask("Were more than 5600 people born in Tallis?").answer == "No"

"""Questions whose words name no relation, or more than the one thing that they are about."""

import pytest

from bench.simple_questions import Called, Memory
from kg.answers.asking import Asker
from kg.answers.space import SentenceSpace
from kg.iris import WIKIDATA_DIRECT
from kg.ontology.records import Property
from kg.ontology.shipped import shipped_properties

NAMES = {
    "Q1": "Ida Holm", "Q2": "Tallis", "Q3": "Norland", "Q4": "pianist", "Q5": "Omar Reyes",
    "Q6": "The Long Ferry", "Q7": "novel", "Q8": "Brenholt", "Q9": "Selma Holm", "Q10": "physicist",
}  # fmt: skip
FACTS = {
    ("Q1", "P19", "Q2"), ("Q5", "P19", "Q2"), ("Q2", "P17", "Q3"), ("Q1", "P106", "Q4"),
    ("Q5", "P106", "Q10"), ("Q1", "P50", "Q5"), ("Q6", "P50", "Q1"), ("Q6", "P31", "Q7"),
    ("Q8", "P50", "Q1"), ("Q1", "P25", "Q9"),
}  # fmt: skip


PROPERTIES = (
    *shipped_properties(),
    Property(WIKIDATA_DIRECT + "P106", "occupation", "what a person does for a living"),
)


@pytest.fixture(scope="module")
def asker():
    return Asker(Memory(FACTS), Called(NAMES), PROPERTIES, str, SentenceSpace("bundled"))


def answers(asker, question):
    return {NAMES[one.value.rpartition("/")[2]] for one in asker.ask(question).answers}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does Ida Holm do for a living?", "pianist"),
        ("what city is ida holm originally from", "Tallis"),
        ("by which writer is The Long Ferry", "Ida Holm"),
        ("Name a pianist.", "Ida Holm"),
    ],
)
def test_what_no_word_puts_is_read_off_the_whole_question(asker, question, expected):
    assert answers(asker, question) == {expected}


def test_a_kind_before_the_name_keeps_to_what_is_of_that_kind(asker):
    assert answers(asker, "What is a novel by Ida Holm?") == {"The Long Ferry"}
    assert answers(asker, "Which physicist was born in Tallis?") == {"Omar Reyes"}
    assert answers(asker, "Who was born in Tallis?") == {"Ida Holm", "Omar Reyes"}
    assert answers(asker, "Which novel was born in Tallis?") == set()


def test_a_place_behind_a_comma_belongs_to_the_name(asker):
    assert answers(asker, "Who was born in Tallis, Norland?") == {"Ida Holm", "Omar Reyes"}


def test_two_relations_are_not_taken_for_one(asker):
    assert answers(asker, "In which country was Ida Holm born?") == {"Norland"}
    assert answers(asker, "What is the profession of Ida Holm's mother?") == set()


def test_what_the_graph_lacks_is_not_answered_with_what_is_nearest(asker):
    assert asker.ask("Where is Ida Holm buried?").abstained
    assert asker.ask("How tall is Ida Holm?").abstained
    assert asker.ask("Who coaches Omar Reyes?").abstained


def test_without_the_model_words_alone_decide():
    asker = Asker(Memory(FACTS), Called(NAMES), shipped_properties(), str)

    assert answers(asker, "Who was born in Tallis?") == {"Ida Holm", "Omar Reyes"}
    assert asker.ask("what city is ida holm originally from").abstained


def test_words_before_a_name_are_followed_from_the_nearest_on():
    names = {"Q1": "Ida Holm", "Q2": "Omar Reyes", "Q3": "Lea Reyes", "Q4": "Jon Vik"}
    facts = {("Q1", "P26", "Q2"), ("Q3", "P22", "Q2"), ("Q3", "P26", "Q4")}
    asker = Asker(Memory(facts), Called(names), shipped_properties(), str)

    assert asker.ask("Who married the daughter of Ida Holm?").abstained
    (husband,) = asker.ask("Who married the daughter of Omar Reyes?").answers
    assert names[husband.value.rpartition("/")[2]] == "Jon Vik"

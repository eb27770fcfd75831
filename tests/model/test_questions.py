"""The reader that says which relation a question asks for, as it ships."""

import pytest
import torch

from kg.errors import CheckpointMismatch
from kg.model.meaning import meanings, texts_of
from kg.model.questions import load_question_reader, relation_points, shipped_question_reader
from kg.ontology.shipped import shipped_properties

SHIPPED = shipped_properties()
RELATIONS = tuple(one.label for one in SHIPPED)
NONE = 2 * len(RELATIONS)


@pytest.fixture(scope="module")
def points():
    vectors = meanings("bundled", [texts_of(one.label, one.description) for one in SHIPPED])
    return relation_points(vectors[:, 0], vectors[:, 1])


def asked_for(question, points):
    top = int(shipped_question_reader().read([question], points).argmax())
    return "none" if top == NONE else (RELATIONS[top % len(RELATIONS)], top < len(RELATIONS))


@pytest.mark.parametrize(
    ("question", "relation", "forward"),
    [
        ("what city is ida holm originally from", "place of birth", True),
        ("who is a native of Tallis", "place of birth", False),
        ("What books has Ida Holm written?", "author", False),
        ("by which writer is The Long Ferry", "author", True),
        ("Which company built the Umber 12?", "manufacturer", True),
        ("Who is signed to Umber Records?", "record label", False),
    ],
)
def test_the_relation_and_the_end_are_read_off_the_question(points, question, relation, forward):
    assert asked_for(question, points) == (relation, forward)


@pytest.mark.parametrize(
    "question",
    ["Where was the wife of Omar Reyes born?", "Why is the sky above Tallis blue?"],
)
def test_two_relations_or_something_else_are_none(points, question):
    assert asked_for(question, points) == "none"


def test_what_is_likely_is_one_in_all_whatever_else_is_in_the_batch(points):
    questions = ["who wrote it", "where does Ida Holm work, and what else does she do all day?"]

    together = shipped_question_reader().read(questions, points)
    alone = shipped_question_reader().read(questions[:1], points)

    assert together.shape == (2, NONE + 1)
    assert torch.allclose(together.sum(-1), torch.ones(2), atol=1e-5)
    assert torch.allclose(together[0], alone[0], atol=1e-3)


def test_a_folder_without_a_head_is_refused(tmp_path):
    with pytest.raises(CheckpointMismatch, match="head"):
        load_question_reader(tmp_path)

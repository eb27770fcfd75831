"""Facts and rules in simple English, and claims judged by them."""

import os
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.reasoning.logic.drawing import as_text
from kg.reasoning.plain_english import read_theory
from kg.reasoning.proofwriter import measure, read_questions
from kg.reasoning.proving import drawn, judge

FARM = (
    "The cow is blue. The bald eagle sees the cow. Anne is not kind. All round, blue things are nice. "
    "If something is blue then it is round. If someone is nice and the bald eagle sees them then they "
    "do not like Anne. Rough people are big and green. If Anne is not kind then the cow visits Anne."
)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The cow is nice.", "True"),
        ("The cow is not nice.", "False"),
        ("The cow visits Anne.", "True"),
        ("The cow does not visit Anne.", "False"),
        ("Anne is kind.", "False"),
        ("Anne is not kind.", "True"),
        ("The bald eagle is round.", "Unknown"),
        ("The bald eagle sees the cow.", "True"),
        ("Anne does not see the cow.", "Unknown"),
        ("The cow does not like Anne.", "True"),
    ],
)
def test_a_claim_is_true_false_or_unknown_in_an_open_world(claim, verdict):
    assert judge(FARM, claim).verdict == verdict


def test_a_proof_names_every_sentence_that_it_needs_and_no_other():
    (proof,) = judge(FARM, "The cow is nice.").proofs

    text = as_text([drawn(proof)])

    assert [line.strip(" ·") for line in text.splitlines() if "·" in line] == [
        "All round, blue things are nice.",
        "If something is blue then it is round.",
        "The cow is blue.",
        "The cow is blue.",
    ]


@pytest.mark.parametrize("sentence", ["Nobody knows.", "If it rains then.", "Then the cow, blue."])
def test_a_sentence_of_no_known_pattern_is_refused_by_name(sentence):
    with pytest.raises(InputError, match=sentence.rstrip(".")):
        read_theory(f"The cow is blue. {sentence}")


@pytest.mark.skipif("KG_SHARED" not in os.environ, reason="KG_SHARED names no data")
def test_proofwriters_held_back_questions_are_judged_rightly():
    file = Path(os.environ["KG_SHARED"]) / "data/proofwriter_logic_llm/train.json.gz"

    measured = measure(read_questions(file)[-300:])

    assert measured.accuracy >= 0.95

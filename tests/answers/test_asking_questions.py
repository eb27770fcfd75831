"""Questions over the bundled documents, whose facts were marked by hand; words alone decide."""

import pytest

from bench.answers import open_asker, questions, reply_to, said
from kg.answers.asking import Asker
from kg.errors import InputError


@pytest.fixture(scope="module")
def asker():
    with open_asker(None) as opened:
        yield opened


def labels(asker: Asker, question: str) -> set[str]:
    return {one.label for one in asker.ask(question).answers}


def test_nearly_all_questions_over_the_bundled_documents_are_answered_exactly(asker):
    asked = questions()

    exact = sum(said(reply_to(asker, one)) == one.answers for one in asked)

    assert exact / len(asked) >= 0.95


def test_an_answer_shows_the_sentence_and_the_query_that_gave_it(asker):
    reply = asker.ask("Where was the wife of Pierre Curie born?")

    (answer,) = reply.answers
    quotes = [quote.text for fact in answer.facts for quote in fact.quotes]
    assert any("born Maria Skłodowska in Warsaw" in quote for quote in quotes)
    assert [one["answer"].value for one in asker._graph.rows(reply.sparql)] == [answer.value]


def test_the_end_at_which_a_name_stands_decides(asker):
    assert labels(asker, "What does George Pottle own?") == {"Barge Inn"}
    assert labels(asker, "Who owns the Barge Inn?") == {"George Pottle"}


def test_a_misspelt_name_and_a_part_of_a_name_are_understood(asker):
    assert labels(asker, "When was Ada Lovlace born?") == {"10 December 1815"}
    assert labels(asker, "When did Turing die?") == {"7 June 1954"}


def test_what_the_graph_lacks_is_not_answered_with_the_next_best(asker):
    reply = asker.ask("Where is Ada Lovelace buried?")

    assert reply.abstained
    assert "does not say" in reply.reason
    assert "Hucknall" in reply.passages[0].text


def test_silence_is_no_denial_but_a_denial_is_a_no(asker):
    silent = asker.ask("Did Marie Curie receive the Turing Award?")
    denied = asker.ask("Is Brackwater Instruments owned by Orsk Marine?")

    assert silent.abstained
    assert denied.answer == "No"
    assert "does not own any shares" in denied.answers[0].facts[0].quotes[0].text


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("  ", "empty"),
        ("why " * 200, "at most 500"),
        ("?!", "no word"),
        ("Who founded Zxqwv Holdings?", "names nothing"),
        ("in 1954", "date and nothing else"),
    ],
)
def test_a_question_that_cannot_be_taken_says_why(asker, question, message):
    with pytest.raises(InputError, match=message):
        asker.ask(question)


@pytest.mark.parametrize(
    "question", ['Who is "} DROP ALL #Ada Lovelace?', "Where was Ada Lovelace> born <?"]
)
def test_what_looks_like_sparql_is_only_words(asker, question):
    assert "DROP" not in (asker.ask(question).sparql or "")

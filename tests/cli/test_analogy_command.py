"""`kg analogy`: over the graph, and over choices in a file."""

import json


def test_an_answer_shows_the_sentences_of_both_sides(kg, kg_json, tmp_path):
    (tmp_path / "m.txt").write_text("Marie Curie was born in Warsaw.")
    (tmp_path / "a.txt").write_text("Alan Turing was born in London.")
    kg_json("ingest", "m.txt", "a.txt", "--wait")

    shown = kg("analogy", "Marie Curie", "Warsaw", "Alan Turing", "-k", "1")
    found = kg_json("analogy", "Marie Curie", "Warsaw", "Alan Turing")

    assert shown.exit_code == 0
    assert shown.stdout.startswith("London\t")
    assert "c : d  Alan Turing · place of birth · London" in shown.stdout
    assert "“Marie Curie was born in Warsaw”" in shown.stdout
    assert found["answers"][0]["value"] == "London"


def test_words_may_be_given_to_choose_from(kg_json):
    found = kg_json("analogy", "book", "books", "cat", "--candidate", "dog", "--candidate", "cats")

    answers = {one["value"]: one["score"] for one in found["answers"]}
    assert answers["cats"] > answers["dog"]


def test_two_terms_are_not_enough(kg):
    result = kg("analogy", "Marie Curie", "Warsaw")

    assert result.exit_code == 2
    assert "--questions" in result.output


def test_choices_in_a_file_are_counted(kg_json, tmp_path):
    lines = [
        {"stem": ["book", "books"], "choice": [["cats", "cat"], ["cat", "cats"]], "answer": 1},
        {"stem": ["book", "books"], "choice": [["dog", "dogs"], ["dogs", "dog"]], "answer": 1},
    ]
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, lines)))

    found = kg_json("analogy", "--questions", "q.jsonl")

    assert found == {"questions": 2, "accuracy": 0.5, "answers": [1, 0]}


def test_an_answer_that_is_none_of_the_choice_is_an_error_and_not_counted_as_wrong(kg, tmp_path):
    line = {"stem": ["book", "books"], "choice": [["cats", "cat"], ["cat", "cats"]], "answer": 2}
    (tmp_path / "q.jsonl").write_text(json.dumps(line))

    result = kg("analogy", "--questions", "q.jsonl")

    assert result.exit_code == 1
    assert "answer 2 is none of the 2" in result.output

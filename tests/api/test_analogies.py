"""`POST /analogy` and `GET /pairs/similar` on a small graph, with the map that ships."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from bench.marked import marked_graph
from kg.analogy.analogies import Analogies

MARIE = "Marie Curie was born in Warsaw. Warsaw is located in Poland."
ALAN = "Alan Turing was born in London. London is located in England."
GRACE = "Grace Hopper is married to Vincent Hopper. Grace Hopper works for Harvard."
HEIR = "Irene Curie works for Radium Institute. Radium Institute was founded by Marie Curie."
OTHER = "Tim Lee works for World Council. World Council was founded by Ann Web."


@pytest.fixture
def graph(make_service: Callable[..., Any], ingest: Callable[..., Any]) -> Any:
    service = make_service()
    texts = {"m": MARIE, "a": ALAN, "g": GRACE, "h": HEIR, "o": OTHER}
    ingest(service, *({"id": id, "text": text} for id, text in texts.items()))
    return service


def ask(service: Any, a: str, b: str, c: str, **more: Any) -> list[dict[str, Any]]:
    response = service.post("/analogy", json={"a": a, "b": b, "c": c, **more})
    assert response.status_code == 200, response.text
    answers: list[dict[str, Any]] = response.json()["answers"]
    return answers


def test_one_relation_is_followed_and_both_sides_are_quoted(graph):
    first = ask(graph, "Marie Curie", "Warsaw", "alan turing")[0]

    assert first["value"] == "London"
    assert first["iri"].endswith("/place/london")
    assert [step["forward"] for step in first["logic"]["path"]] == [True]
    (known,), (found,) = first["logic"]["facts"]["a_b"], first["logic"]["facts"]["c_d"]
    assert (known["subject"], known["object"]) == ("Marie Curie", "Warsaw")
    sentence = "Alan Turing was born in London"
    assert found["quotes"] == [
        {"document": "a", "start": 0, "end": len(sentence), "text": sentence}
    ]
    assert graph.get(f"/statements/{found['statement_id']}").json()["object"]["name"] == "London"
    logic, likeness = first["logic"]["score"], first["likeness"]
    assert logic == pytest.approx(0.81)
    assert first["score"] == pytest.approx(1 - (1 - logic) * (1 - max(likeness, 0) / 2))


def test_a_relation_is_followed_backwards_as_well(graph):
    first = ask(graph, "Warsaw", "Marie Curie", "London")[0]

    assert first["value"] == "Alan Turing"
    assert first["logic"]["path"][0]["forward"] is False


def test_a_path_of_two_steps_leads_to_the_country(graph):
    first = ask(graph, "Marie Curie", "Poland", "Alan Turing")[0]

    assert first["value"] == "England"
    assert len(first["logic"]["path"]) == len(first["logic"]["facts"]["c_d"]) == 2
    assert first["logic"]["score"] == pytest.approx(0.5 * 0.9**4)


def test_a_path_of_three_steps_is_found_where_no_shorter_one_is(graph):
    graph.put("/documents/x", json={"text": "Ann Web was born in Oslo."})
    while graph.get("/documents/x").json()["status"] != "done":
        pass

    answers = ask(graph, "Irene Curie", "Warsaw", "Tim Lee")

    (led,) = [one for one in answers if one["logic"]]
    assert led["value"] == "Oslo"
    assert len(led["logic"]["path"]) == len(led["logic"]["facts"]["c_d"]) == 3


def test_likeness_alone_offers_things_of_the_type_of_b(graph):
    answers = ask(graph, "Marie Curie", "Warsaw", "Grace Hopper")

    assert {one["value"] for one in answers} == {"Poland", "London", "England"}
    assert all(one["logic"] is None and -1 <= one["likeness"] <= 1 for one in answers)


def test_words_that_the_graph_does_not_know_are_compared_with_the_candidates(graph):
    answers = ask(graph, "book", "books", "cat", candidates=["dog", "cats", "cat"], k=3)

    assert answers[0]["value"] == "cats"
    assert answers[0]["iri"] is None
    assert "cat" not in [one["value"] for one in answers]


def test_an_empty_graph_without_candidates_says_why_there_is_no_answer(make_service):
    response = make_service().post("/analogy", json={"a": "book", "b": "books", "c": "cat"})

    assert response.json()["answers"] == []
    assert "candidates" in response.json()["reason"]


def test_an_answer_goes_with_its_document(graph):
    assert ask(graph, "Marie Curie", "Warsaw", "Alan Turing")[0]["logic"]

    graph.delete("/documents/a")

    answers = ask(graph, "Marie Curie", "Warsaw", "Alan Turing")
    assert "London" not in [one["value"] for one in answers]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"a": "Warsaw", "b": "warsaw", "c": "London"}, 422),
        ({"a": "Warsaw", "b": " ", "c": "London"}, 422),
        ({"a": "Warsaw", "b": "Poland"}, 422),
        ({"a": "Warsaw", "b": "Poland", "c": "http://nobody.example/x"}, 404),
        ({"stem": ["a", "b"]}, 422),
    ],
)
def test_what_cannot_be_asked_is_refused(graph, body, status):
    response = graph.post("/analogy", json=body)

    assert response.status_code == status
    assert response.json()["detail"]


@pytest.mark.parametrize("body", ["[]", '"Warsaw"', "5", "null", '["stem", "choice"]'])
@pytest.mark.parametrize("media_type", ["application/json", "text/plain"])
def test_a_body_that_is_no_object_is_refused(graph, body, media_type):
    response = graph.post("/analogy", content=body, headers={"Content-Type": media_type})

    assert response.status_code == 422
    assert response.json()["detail"]


def test_a_choice_of_pairs_is_still_answered(graph):
    choice = {"stem": ["book", "books"], "choice": [["cats", "cat"], ["cat", "cats"]]}

    assert graph.post("/analogy", json=choice).json()["answer"] == 1


def test_pairs_of_the_same_relation_come_first_in_the_order_asked_for(graph):
    found = graph.get("/pairs/similar", params={"a": "Warsaw", "b": "Marie Curie"}).json()["pairs"]

    first = found[0]
    assert (first["first"]["value"], first["second"]["value"]) == ("London", "Alan Turing")
    assert first["logic"] == pytest.approx(0.81)
    assert first["fact"]["quotes"][0]["document"] == "a"
    assert all(one["logic"] is None for one in found[1:])
    assert found == sorted(found, key=lambda one: -one["score"])


def test_what_a_text_calls_a_thing_names_it_as_well(tmp_path):
    catalog, store = marked_graph(tmp_path)
    with closing(catalog), closing(store):
        known = Analogies(catalog).term("Turing", "Turing")
        unknown = Analogies(catalog).term("Zxqwv", "Zxqwv")

    assert [one.name for one in known.things] == ["Alan Turing"]
    assert unknown.things == ()

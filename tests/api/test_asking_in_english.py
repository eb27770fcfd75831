"""`POST /ask` and `kg ask` over the running application with the scripted extractor."""


def test_a_question_over_http_is_answered_with_its_sentence(service, finish):
    text = "Ada Lovelace was born in London. London is located in England."
    job = service.post("/documents", json={"id": "a", "text": text}).json()["job"]
    finish(service, job)

    reply = service.post("/ask", json={"question": "Where was Ada Lovelace born?"}).json()

    (answer,) = reply["answers"]
    assert (reply["answer"], reply["abstained"], answer["label"]) == ("London", False, "London")
    (quote,) = answer["facts"][0]["quotes"]
    assert (quote["document"], text[quote["start"] : quote["end"]]) == ("a", quote["text"])


def test_what_the_graph_does_not_say_comes_with_passages(service, finish):
    job = service.post(
        "/documents",
        json={
            "id": "a",
            "text": "Ada Lovelace was born in London. Ada Lovelace was buried in Hucknall.",
        },
    ).json()["job"]
    finish(service, job)

    reply = service.post("/ask", json={"question": "Where was Ada Lovelace buried?"}).json()

    assert (reply["abstained"], reply["answer"], reply["answers"]) == (True, None, [])
    assert "Hucknall" in reply["passages"][0]["text"]


def test_an_empty_question_is_refused_with_advice(service):
    answer = service.post("/ask", json={"question": " "})

    assert answer.status_code == 422
    assert "is empty" in answer.json()["detail"]

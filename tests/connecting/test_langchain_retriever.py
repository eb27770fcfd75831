"""The retriever of LangChain's kind against a real service."""

import pytest

pytest.importorskip("langchain_core")

from serving import ServeProcess

from api.client import Client
from api.langchain import KGRetriever

TEXT = "Ada Lovelace was born in London. Ada Lovelace studied mathematics with a private tutor."


@pytest.fixture(scope="module")
def retriever(tmp_path_factory):
    service = ServeProcess(tmp_path_factory.mktemp("service") / "data")
    with Client(service.address) as client:
        client.wait(client.put("ada", TEXT).job)
    yield KGRetriever(server=service.address)
    service.stop()


def test_the_sentence_that_answers_is_found_with_its_place_and_its_answer(retriever):
    first = retriever.invoke("Where was Ada Lovelace born?")[0]

    start, end = first.metadata["start"], first.metadata["end"]
    assert first.page_content.startswith("Ada Lovelace was born in London")
    assert TEXT[start:end] == first.page_content
    assert (first.metadata["document"], first.metadata["answer"]) == ("ada", "London")


def test_where_the_graph_does_not_say_the_nearest_passages_are_found(retriever):
    found = retriever.invoke("Which mathematics tutor did Ada Lovelace study with?")

    assert any("private tutor" in one.page_content and "score" in one.metadata for one in found)


def test_a_question_about_nothing_known_has_no_documents(retriever):
    assert retriever.invoke("Who founded Zxqwv Holdings?") == []


def test_no_more_documents_come_than_are_asked_for(retriever):
    few = KGRetriever(server=retriever.server, k=1)

    assert len(few.invoke("Where was Ada Lovelace born?")) == 1

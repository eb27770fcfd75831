"""Documents named by their address: off by default, and then from where the operator lets the service go."""

import socket
import threading

import pytest
from webs import at, running

ADA = "Ada was here."
HARMLESS = ["SELECT * FROM <{}> {{ ?s ?p ?o }}", "ASK {{ GRAPH <{}> {{ ?s ?p ?o }} }}"]
"""They name a graph that is kept here, or is not; SPARQL lets an engine fetch it, and ours does not."""
LEADING_OUT = {
    "update": [
        "LOAD <{}>",
        "LOAD SILENT <{}> INTO GRAPH <http://g.test/>",
        "\\u004COAD <{}>",
        "INSERT DATA {{ <a:a> <a:b> 1 }} ; load <{}>",
        "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{}> {{ ?s ?p ?o }} }}",
    ],
    "query": ["SELECT * {{ SERVICE <{}> {{ ?s ?p ?o }} }}", *HARMLESS],
}


@pytest.fixture
def web():
    with running() as server:
        yield server


def allowing(make_service, web):
    return make_service(fetch=True, fetch_allow=f"127.0.0.1:{web.server_port}")


@pytest.fixture
def trap():
    """A port of this machine that notes who connects."""
    seen: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        over = threading.Event()

        def listen():
            while not over.is_set():
                try:
                    connection, whose = listener.accept()
                except TimeoutError:
                    continue
                seen.append(whose)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/", seen
        over.set()
        thread.join()


def test_by_default_nothing_is_fetched_and_the_answer_says_so(service, web):
    refused = service.post("/documents", json={"uri": at(web, "/x")})

    assert refused.status_code == 422
    assert "KG_FETCH" in refused.json()["detail"]
    assert web.asked == []


def test_a_uri_beside_a_text_is_written_down_and_never_fetched(make_service, web):
    service = allowing(make_service, web)

    taken = service.post("/documents", json={"text": ADA, "uri": at(web, "/x")})

    assert taken.status_code == 202
    assert web.asked == []


def test_where_it_is_allowed_the_document_is_fetched_and_read(make_service, web, finish):
    service = allowing(make_service, web)

    taken = service.post(
        "/documents", json={"uri": at(web, "/ada.txt"), "id": "ada", "metadata": {"shelf": 1}}
    )

    finish(service, taken.json()["job"])
    kept = service.get("/documents/ada").json()
    assert service.get("/documents/ada/text").text == ADA
    assert kept["uri"] == at(web, "/ada.txt")
    assert kept["title"] == "ada.txt"
    assert kept["metadata"] == {"shelf": 1}


@pytest.mark.parametrize(
    "uri", ["http://localhost/", "http://169.254.169.254/", "file:///etc/passwd"]
)
def test_with_fetching_on_inner_addresses_are_still_refused(make_service, uri):
    refused = make_service(fetch=True).post("/documents", json={"uri": uri})

    assert refused.status_code == 422
    assert refused.json()["documents"][0]["status"] == "rejected"


def test_one_bad_address_of_a_list_is_reported_beside_what_was_taken(make_service, web):
    service = allowing(make_service, web)

    answer = service.post("/documents", json=[{"uri": at(web, "/missing")}, {"text": ADA}]).json()

    assert (answer["accepted"], answer["rejected"]) == (1, 1)
    (rejected,) = [one for one in answer["documents"] if one["status"] == "rejected"]
    assert rejected["name"] == "[0]"
    assert "404" in rejected["error"]


def test_a_request_may_name_only_some_addresses(make_service, web):
    service = allowing(make_service, web)

    refused = service.post("/documents", json=[{"uri": at(web, "/x")}] * 21)

    assert refused.status_code == 413
    assert web.asked == []


def test_a_stream_of_lines_fetches_nothing(make_service, web):
    service = allowing(make_service, web)
    line = f'{{"uri": "{at(web, "/x")}"}}\n'

    refused = service.post(
        "/documents", content=line, headers={"Content-Type": "application/x-ndjson"}
    )

    assert refused.status_code == 422
    assert web.asked == []


@pytest.mark.parametrize("fetch", [False, True])
def test_no_query_or_update_makes_the_engine_fetch(make_service, trap, fetch):
    address, seen = trap
    service = make_service(fetch=fetch, fetch_allow="127.0.0.1")

    answers = {
        (kind, text): service.post("/sparql", data={kind: text.format(address)}).status_code
        for kind, texts in LEADING_OUT.items()
        for text in texts
    }

    allowed = {request for request, status in answers.items() if status < 400}
    assert allowed == {("query", text) for text in HARMLESS}
    assert set(answers.values()) == {200, 400}
    assert seen == []


def test_rdf_that_names_addresses_fetches_none_of_them(service, trap):
    address, seen = trap
    turtle = f"@base <{address}> . <a> <http://www.w3.org/2002/07/owl#imports> <{address}other> ."
    jsonld = f'{{"@context": "{address}context.jsonld", "@id": "{address}", "name": "x"}}'

    first = service.put("/store?default", content=turtle, headers={"Content-Type": "text/turtle"})
    second = service.put(
        "/store?default", content=jsonld, headers={"Content-Type": "application/ld+json"}
    )

    assert first.status_code < 300, first.text
    assert second.status_code < 500
    assert seen == []

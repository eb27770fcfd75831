"""A language model behind a real HTTP server phrases answers, and is not believed where it invents."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.answers.phrasing import Phraser
from kg.answers.records import Fact, Found, Reply
from kg.records import Iri, Statement

FACT = Fact(
    "1", Statement("urn:a", "urn:p", Iri("urn:b")), "Ada Lovelace", "place of birth", "London", 0.9
)
REPLY = Reply("Where was Ada Lovelace born?", "London", (Found("urn:b", "London", 0.9, (FACT,)),))


class Server:
    """Speaks chat completions, always with the same words."""

    def __init__(self) -> None:
        self.says, self.status, self.requests = "", 200, []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.requests.append((self.path, self.headers["Authorization"], body))
                answer = json.dumps({"choices": [{"message": {"content": outer.says}}]}).encode()
                self.send_response(outer.status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.phraser = Phraser(f"http://127.0.0.1:{self.http.server_port}/v1", "tiny", "secret")


@pytest.fixture
def server():
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


def test_a_faithful_sentence_becomes_the_answer(server):
    server.says = "Ada Lovelace was born in London."

    phrased = server.phraser.phrase(REPLY)

    ((path, key, body),) = server.requests
    assert phrased.answer == "Ada Lovelace was born in London."
    assert phrased.answers == REPLY.answers
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer secret", "tiny")


@pytest.mark.parametrize(
    "invented",
    [
        "She was born in Paris.",
        "Ada Lovelace was born in London in 1815.",
        "London, where Byron lived.",
        "",
    ],
)
def test_a_sentence_that_drops_or_adds_something_is_not_taken(server, invented):
    server.says = invented

    assert server.phraser.phrase(REPLY) == REPLY


def test_a_failing_model_leaves_the_answer_as_it_is(server):
    server.status = 500

    assert server.phraser.phrase(REPLY) == REPLY


def test_a_model_that_is_away_leaves_the_answer_as_it_is():
    assert Phraser("http://127.0.0.1:9/v1", "tiny").phrase(REPLY) == REPLY

"""`api.client.Client`: against a real service, and what it makes of answers that are none."""

import io

import httpx2
import pytest
from serving import ServeProcess

from api.client import Client
from api.refusal import NothingTaken
from kg.errors import Conflict, InputError, ModelError, NotFound, QueryRejected, TransientError

ADA = "Ada Lovelace was born in London."


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    service = ServeProcess(tmp_path_factory.mktemp("service") / "data")
    with Client(service.address) as client:
        yield client
    service.stop()


def answering(status, body, **headers):
    """A client of a service that always answers the same."""
    answer = httpx2.Response(status, json=body, headers=headers)
    return Client(transport=httpx2.MockTransport(lambda request: answer))


def test_the_whole_way_of_a_document(client):
    seen = []
    accepted = client.put("ada", ADA, title="Ada")

    job = client.wait(accepted.job, on_progress=seen.append)

    assert job.finished
    assert seen[-1] == job
    assert client.document("ada").title == "Ada"
    assert client.text("ada") == ADA
    assert client.statements("ada")[0].object.name == "London"
    assert client.statements("ada", min_confidence=0.95) == []
    assert client.entities("Ada").entities[0].label == "person"
    assert client.extract(ADA).statements[0].id == client.statements("ada")[0].id
    assert client.delete("ada", dry_run=True).retracted == 1
    assert client.delete("ada").status == "deleted"
    with pytest.raises(NotFound) as missing:
        client.document("ada")
    assert (missing.value.kind, missing.value.id) == ("document", "ada")


def test_documents_come_page_after_page_without_asking(client):
    lines = b"".join(b'{"id": "n%d", "text": "Text %d."}\n' % (n, n) for n in range(230))
    client.wait(client.add_lines(lines).job)

    ids = [document.id for document in client.documents() if document.id.startswith("n")]

    assert ids == [f"n{n}" for n in range(230)]


def test_uploads_tell_which_file_could_not_be_taken(client):
    with pytest.raises(NothingTaken) as refused:
        client.upload([("papers/empty.txt", io.BytesIO())])

    assert refused.value.documents[0].name == "papers/empty.txt"


def test_cancel_and_retry_tell_how_many_documents_changed(client):
    job = client.add_lines(b'{"text": "Another text."}').job
    client.wait(job)

    assert client.cancel(job).changed == client.retry(job).changed == 0
    assert client.jobs(limit=1)[0].id == job


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, QueryRejected),
        (409, Conflict),
        (413, InputError),
        (422, InputError),
        (503, TransientError),
        (500, ModelError),
    ],
)
def test_a_problem_becomes_the_error_that_it_came_from(status, error):
    with pytest.raises(error, match="what to do"):
        answering(status, {"detail": "what to do"}).jobs()


def test_an_answer_that_is_no_problem_document_still_becomes_an_error():
    with pytest.raises(TransientError, match="502"):
        answering(502, ["bad gateway"]).jobs()


def test_a_broken_connection_is_worth_another_try():
    def broken(request):
        raise httpx2.ReadError("reset")

    with pytest.raises(TransientError, match="reset"):
        Client(transport=httpx2.MockTransport(broken)).jobs()

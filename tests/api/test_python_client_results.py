"""`AsyncClient`, and what `Client` returns for rdflib, pandas and notebooks, against a real service."""

import asyncio
import inspect

import pytest
import rdflib
from serving import ServeProcess

from api.client import AsyncClient, Client
from api.client_results import ROWS_SHOWN, Rows
from kg.errors import NotFound, QueryRejected, TransientError

ADA = "Ada Lovelace was born in London. <b>Bob Smith</b> works for Acme Works."
BORN = rdflib.URIRef("http://www.wikidata.org/prop/direct/P19")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    service = ServeProcess(tmp_path_factory.mktemp("service") / "data")
    with Client(service.address) as client:
        client.wait(client.put("ada", ADA).job)
    yield service.address
    service.stop()


@pytest.fixture
def client(address):
    with Client(address) as client:
        yield client


def test_selected_rows_hold_rdflib_terms(client):
    rows = client.select(f"SELECT ?s ?none {{ ?s <{BORN}> ?o }}")

    ((subject, nothing),) = rows
    assert rows.variables == ("s", "none")
    assert isinstance(subject, rdflib.URIRef)
    assert str(subject).endswith("ada_lovelace")
    assert nothing is None


def test_selected_rows_become_a_frame_with_values_of_python(client):
    pytest.importorskip("pandas")

    frame = client.select("SELECT (<http://a/> AS ?iri) (7 AS ?n) {}").frame()

    assert frame.to_dict("records") == [{"iri": "http://a/", "n": 7}]


def test_a_notebook_shows_rows_escaped_and_not_without_end():
    html = Rows(("a<b",), ((rdflib.Literal("<script>"),),) * (ROWS_SHOWN + 5))._repr_html_()

    assert "<th>a&lt;b</th>" in html
    assert html.count("&lt;script&gt;") == ROWS_SHOWN
    assert "5 more rows" in html


def test_constructed_triples_are_an_rdflib_graph(client):
    graph = client.construct(f"CONSTRUCT WHERE {{ ?s <{BORN}> ?o }}")

    assert len(list(graph.subject_objects(BORN))) == len(graph) == 1


def test_a_query_of_another_form_is_refused(client):
    with pytest.raises(QueryRejected, match="construct"):
        client.select("ASK {}")
    with pytest.raises(QueryRejected, match="construct"):
        client.select("CONSTRUCT WHERE { ?s ?p ?o }")
    with pytest.raises(QueryRejected, match="select"):
        client.construct("SELECT * {}")


def test_a_notebook_shows_a_text_with_its_mentions_marked(client):
    read = client.read("ada")

    assert str(read) == ADA
    html = read._repr_html_()
    assert ">Ada Lovelace</mark>" in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html


@pytest.mark.filterwarnings("ignore:Dataset.default_context")  # rdflib 7.6 asks itself for it
def test_rdflib_asks_the_live_graph(client):
    dataset = client.dataset()

    assert len(list(dataset.default_graph.triples((None, BORN, None)))) == 1
    assert [row.n for row in dataset.query(f"SELECT (COUNT(*) AS ?n) {{ ?s <{BORN}> ?o }}")] == [
        rdflib.Literal(1)
    ]


def test_the_async_client_goes_the_whole_way(address):
    async def way():
        async with AsyncClient(address) as client:
            seen = []
            accepted = await client.put("eve", "Eve Jones was born in Paris.")
            job = await client.wait(accepted.job, on_progress=seen.append)
            ids = {document.id async for document in client.documents()}
            assert seen[-1] == job
            assert {"ada", "eve"} <= ids
            assert await client.text("ada") == ADA
            assert (await client.delete("eve")).status == "deleted"
            with pytest.raises(NotFound):
                await client.document("eve")

    asyncio.run(way())


def test_waiting_ends_when_patience_does(client, monkeypatch):
    job = client.jobs(limit=1)[0]
    monkeypatch.setattr(client, "job", lambda id: job.model_copy(update={"finished": False}))

    with pytest.raises(TransientError, match="not finished"):
        client.wait(job.id, timeout_s=0)


def test_both_clients_have_the_same_methods_with_the_same_arguments():
    def methods(kind):
        return {
            name: list(inspect.signature(method).parameters)
            for name, method in inspect.getmembers(kind, inspect.isfunction)
            if not name.startswith("_")
        }

    assert methods(AsyncClient) == methods(Client)
    for name in methods(Client).keys() - {"wait", "dataset"}:
        one, other = getattr(Client, name), getattr(AsyncClient, name)
        pages = "Iterator" in str(inspect.signature(one).return_annotation)
        assert (other.__wrapped__, inspect.isasyncgenfunction(other)) == (one, pages)

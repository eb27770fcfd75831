"""Workspaces where the parts are spread over processes: PostgreSQL, Redis, Celery's worker, a SPARQL server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import psycopg
import pytest
import sqlalchemy as sa
from services import PostgreSQL, Redis
from serving import ServeProcess
from stores import running
from workspaces import Tenant, until

from tests.workers.processes import WorkerProcess

ADA, BOB = "Ada Lovelace was born in London.", "Bob Hope was born in Eltham."


@pytest.fixture
def worker() -> Iterator[Callable[..., WorkerProcess]]:
    started: list[WorkerProcess] = []

    def start(**settings: str) -> WorkerProcess:
        started.append(WorkerProcess(settings))
        return started[-1]

    yield start
    for process in started:
        process.kill()


def schemas(url: str) -> list[str]:
    address = sa.make_url(url)
    with psycopg.connect(host=address.host, port=address.port, user="kg", dbname=address.database) as connection:  # fmt: skip
        found = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'kg%'")
        return [name for (name,) in found]


@pytest.mark.slow
def test_a_celery_worker_reads_in_every_workspace_of_a_database(
    postgresql: PostgreSQL,
    redis_in_private: Redis,
    tmp_path: Path,
    serve: Callable[..., ServeProcess],
    worker: Callable[..., WorkerProcess],
):
    shared = {"database_url": postgresql.new_database(), "redis_url": redis_in_private.url}
    site = serve(tmp_path / "data", **shared)
    worker(extractor="scripted", data=str(tmp_path / "worker"), **shared)
    with httpx2.Client(base_url=site.address, timeout=60) as client:
        for name in ("acme-one", "other"):
            assert client.put(f"/workspaces/{name}").status_code == 201
        acme, other, main = (Tenant(client, name) for name in ("acme-one", "other", None))

        acme.post(ADA)
        main.post(BOB)

        assert acme.facts() == {("Ada Lovelace", "London")}
        assert main.facts() == {("Bob Hope", "Eltham")}
        assert (other.facts(), other.things()) == (set(), 0)
        assert len(schemas(shared["database_url"])) == 2
        assert client.delete("/workspaces/acme-one").status_code == 204
        assert len(schemas(shared["database_url"])) == 1
        other.post(ADA)
        assert other.facts() == {("Ada Lovelace", "London")}


@pytest.mark.slow
def test_at_a_sparql_server_a_workspace_is_an_endpoint_of_its_own(
    tmp_path: Path, serve: Callable[..., ServeProcess]
):
    with (
        running("oxigraph", tmp_path / "one") as one,
        running("oxigraph", tmp_path / "other") as other,
    ):
        # one of these servers holds one graph, whatever is asked of it
        site = serve(
            tmp_path / "data",
            **one.settings,
            workspace_store=other.settings["store"] + "?in={workspace}",
            workspace_store_update=other.settings["store_update"] + "?in={workspace}",
        )
        with httpx2.Client(base_url=site.address, timeout=60) as client:
            assert client.put("/workspaces/acme").status_code == 201
            acme, main = Tenant(client, "acme"), Tenant(client, None)
            acme.post(ADA)
            main.post(BOB)

            assert acme.facts() == {("Ada Lovelace", "London")}
            assert 0 < main.things() < acme.things() + main.things()
            assert client.delete("/workspaces/acme").status_code == 204
        left = httpx2.get(other.settings["store"], params={"query": "ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"})  # fmt: skip

    assert left.json()["boolean"] is False


def test_without_a_place_for_its_graph_no_workspace_is_made(
    tmp_path: Path, serve: Callable[..., ServeProcess]
):
    site = serve(tmp_path / "data", store="http://127.0.0.1:9/query")

    answer = httpx2.put(f"{site.address}/workspaces/acme", timeout=60)

    assert (answer.status_code, "KG_WORKSPACE_STORE" in answer.json()["detail"]) == (422, True)
    assert [one["name"] for one in httpx2.get(f"{site.address}/workspaces").json()["workspaces"]] == ["main"]  # fmt: skip


@pytest.mark.slow
def test_a_name_is_free_again_only_when_its_graph_at_the_server_is_empty(
    tmp_path: Path, serve: Callable[..., ServeProcess]
):
    with running("oxigraph", tmp_path / "one") as one, running("oxigraph", tmp_path / "two") as two:
        away = {
            "workspace_store": two.settings["store"] + "?in={workspace}",
            "workspace_store_update": two.settings["store_update"] + "?in={workspace}",
            "store_timeout_s": "2",
        }
        site = serve(tmp_path / "data", **one.settings, **away)
        with httpx2.Client(base_url=site.address, timeout=60) as client:
            client.put("/workspaces/acme").raise_for_status()
            Tenant(client, "acme").post(ADA)
            two.kill()

            gone = client.delete("/workspaces/acme")
            again = client.put("/workspaces/acme")
            two.start()
            until(lambda: client.put("/workspaces/acme").status_code == 201)

            assert (gone.status_code, again.status_code) == (503, 409)
            assert client.get("/workspaces/acme").status_code == 200
            assert Tenant(client, "acme").things() == 0

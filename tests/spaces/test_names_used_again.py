"""A deleted workspace's name at a SPARQL server: nothing that was on its way shows in the next one of that name."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from stores import SparqlServer, running
from workspaces import until

from api.service import open_service
from api.workspaces import Workspaces
from kg.errors import Conflict, NotFound, StoreUnavailable
from kg.graph.store import Upload
from kg.settings import Settings

LATE = "INSERT DATA { <http://a.test/late> <http://a.test/p> 1 }"
ANYTHING = "ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
WHAT_CAME_LATE = ANYTHING.replace("?s", "<http://a.test/late>")


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[tuple[SparqlServer, SparqlServer]]:
    with running("oxigraph", tmp_path / "one") as one, running("oxigraph", tmp_path / "two") as two:
        yield one, two


@contextmanager
def process(data: Path, servers: tuple[SparqlServer, SparqlServer]) -> Iterator[Workspaces]:
    """Give the workspaces as one of several API processes over the same catalog and servers has them."""
    main, others = servers
    chosen = Settings(  # type: ignore[call-arg]
        _env_file=None, data=data, extractor="scripted", examples=False, store_timeout_s=1.0,
        workspace_store=others.settings["store"] + "?in={workspace}",
        workspace_store_update=others.settings["store_update"] + "?in={workspace}",
        **main.settings,
    )  # fmt: skip
    service = open_service(chosen)
    workspaces = Workspaces(service)
    try:
        yield workspaces
    finally:
        workspaces.close()
        service.close()


def is_empty(server: SparqlServer, of: str = ANYTHING) -> bool:
    answer = httpx2.get(server.settings["store"], params={"query": of})
    return answer.json()["boolean"] is False


@pytest.mark.slow
def test_a_process_that_has_not_heard_of_a_deletion_writes_nothing(tmp_path, servers):
    with process(tmp_path / "data", servers) as one, process(tmp_path / "data", servers) as other:
        one.create("acme")
        with other.using("acme") as unaware:
            unaware.store.update(LATE)
            assert not is_empty(servers[1])

            one.delete("acme")

            with pytest.raises(StoreUnavailable, match="was deleted"):
                unaware.store.update(LATE)
            upload = Upload(b"<http://a.test/late> <http://a.test/p> 1 .", "text/turtle")
            with pytest.raises(StoreUnavailable, match="was deleted"):
                unaware.store.put_graph("http://a.test/g", [upload])
            assert is_empty(servers[1])


@pytest.mark.slow
def test_what_was_on_its_way_is_cleared_after_a_restart_before_the_name_is_free(tmp_path, servers):
    with process(tmp_path / "data", servers) as one:
        one.create("acme")
        one.delete("acme")
        # as if another process had sent it just before the deletion
        sent = httpx2.post(servers[1].settings["store_update"], data={"update": LATE})
        sent.raise_for_status()
        assert not is_empty(servers[1], of=WHAT_CAME_LATE)
        with pytest.raises(Conflict, match=r"Try again in \d+ s"):
            one.create("acme")
        with pytest.raises(NotFound), one.using("acme"):
            pass

    with process(tmp_path / "data", servers) as next_one:

        def is_free() -> bool:
            next_one.tend()
            try:
                return next_one.create("acme")[1]
            except Conflict:
                return False

        until(is_free)

        with next_one.using("acme") as inside:
            assert inside.store.statistics().facts == 0
        # the new one's own description of its properties may be there already
        assert is_empty(servers[1], of=WHAT_CAME_LATE)

"""The folder, its owner and the processes that read for it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from asking import BASE, Make, graph, states, true

from kg.errors import StoreUnavailable
from kg.graph.embedded import EmbeddedStore
from kg.graph.store import Upload
from kg.graph.tasks import Desk

ROOT = Path(__file__).parents[2]
OWNER = """
import sys, threading, time
from pathlib import Path
from asking import states
from kg.graph.embedded import EmbeddedStore
from kg.graph.limits import QueryLimits
from kg.iris import Minter

store = EmbeddedStore(Path(sys.argv[1]), Minter("http://kg.example/"), QueryLimits(timeout_s=60))
store.query("ASK {}")
"""
WRITING = """
for n in range(100_000):
    facts = " ".join(f"<a{n % 7}> <p> <b{i}> ." for i in range(30))
    store.apply([states(str(n % 10), facts, f"<e> <p> {n} .")])
    print(n, flush=True)
"""
ASKING = """
store.update("INSERT DATA {" + " ".join(f"<s:{n}> <p:p> {n} ." for n in range(3000)) + "}")
endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
threading.Thread(target=store.query, args=[endless], daemon=True).start()
time.sleep(1)
print(0, flush=True)
time.sleep(60)
"""


class Owner:
    """Another process that owns the store in a folder; it prints numbers as it goes on."""

    def __init__(self, path: Path, program: str) -> None:
        here = os.pathsep.join([str(ROOT), str(Path(__file__).parent)])
        self._process = subprocess.Popen(
            [sys.executable, "-c", OWNER + program, str(path)],
            env={**os.environ, "PYTHONPATH": here},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.number()
        (self.reader,) = readers(self._process.pid)

    def number(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


def readers(owner: int) -> list[int]:
    """The query processes of a process."""
    children = Path(f"/proc/{owner}/task").glob("*/children")
    processes = [int(child) for file in children for child in file.read_text().split()]
    return [
        one for one in processes if b"kg.graph.reader" in Path(f"/proc/{one}/cmdline").read_bytes()
    ]


def alive(process: int) -> bool:
    """Whether a process runs; one that only waits to be collected does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


def ends(process: int, within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while alive(process) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not alive(process)


@pytest.mark.parametrize("program", [WRITING, ASKING], ids=["idle", "in the middle of a query"])
def test_no_query_process_outlives_an_owner_that_was_killed(tmp_path: Path, program: str) -> None:
    owner = Owner(tmp_path / "graph", program)
    assert alive(owner.reader)

    owner.kill()

    assert ends(owner.reader, within_s=1.0)


def test_no_query_process_outlives_closing(store: EmbeddedStore) -> None:
    store.query("ASK {}")
    (process,) = readers(os.getpid())

    store.close()

    assert ends(process, within_s=1.0)


def test_a_store_whose_owner_was_killed_between_writes_is_whole(
    tmp_path: Path, make_store: Make
) -> None:
    owner = Owner(tmp_path / "graph", WRITING)
    while (acknowledged := owner.number()) < 60:
        pass
    owner.kill()
    (left,) = (tmp_path / "graph" / "checkpoints").iterdir()

    store = make_store()

    assert not left.exists()
    names = [f"{BASE}document/{n}" for n in range(10)]
    documents = {name: graph(store, name) for name in names}
    assert graph(store, None) == set().union(*documents.values())
    assert all(len(facts) == 30 for facts in documents.values())
    told = [quad.object for name in names for quad in graph(store, f"{name}/evidence")]
    numbers = [int(one.value) for one in told if isinstance(one, ox.Literal)]
    assert sorted(numbers) == list(range(max(numbers) - 9, max(numbers) + 1))
    assert max(numbers) >= acknowledged


def test_a_folder_has_one_store_at_a_time(store: EmbeddedStore, make_store: Make) -> None:
    with pytest.raises(StoreUnavailable, match="open already"):
        make_store()

    store.close()

    assert true(make_store(), "")


def test_another_process_cannot_have_the_store_either(tmp_path: Path, make_store: Make) -> None:
    owner = Owner(tmp_path / "graph", WRITING)

    with pytest.raises(StoreUnavailable, match="another process"):
        make_store()

    owner.kill()


def test_everything_is_there_after_opening_again(make_store: Make) -> None:
    store = make_store()
    store.apply([states("1", "<a> <p> <b> .")])
    store.flush()
    store.close()

    assert true(make_store(), f"<{BASE}a> <{BASE}p> <{BASE}b>")


def test_only_what_clients_send_is_read_in_a_process(store: EmbeddedStore) -> None:
    line = b"<http://kg.example/a> <http://kg.example/b> <http://kg.example/c> ."
    before = readers(os.getpid())

    store.put_graph("http://kg.example/g", [Upload(line, "application/n-triples", ours=True)])
    after_ours = readers(os.getpid())
    store.put_graph("http://kg.example/h", [Upload(line, "application/n-triples")])

    assert after_ours == before
    assert len(readers(os.getpid())) == len(before) + 1
    assert graph(store, "http://kg.example/g") == graph(store, "http://kg.example/h") != set()


def test_a_closed_store_says_so(store: EmbeddedStore) -> None:
    store.close()
    store.close()

    for call in (
        store.ping,
        lambda: store.query("ASK {}"),
        lambda: store.update("CLEAR ALL"),
        lambda: store.apply([]),
        lambda: store.has_graph(BASE),
        lambda: store.dump("nquads"),
    ):
        with pytest.raises(StoreUnavailable, match="closed"):
            call()


def test_a_folder_that_cannot_be_written_is_a_store_that_does_not_answer(
    tmp_path: Path, make_store: Make
) -> None:
    (tmp_path / "graph").write_text("a file")

    with pytest.raises(StoreUnavailable):
        make_store()


def test_query_processes_are_light() -> None:
    code = "import sys, kg.graph.reader; print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert {"torch", "fastapi", "pydantic", "sqlalchemy", "rdflib"}.isdisjoint(ran.stdout.split())


def test_a_checkpoint_that_is_gone_is_an_outage_and_no_crash(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        Desk().open(str(tmp_path / "nowhere"))


def test_statistics_count_the_default_graph_and_the_named_graphs(store: EmbeddedStore) -> None:
    store.apply([states("1", "<a> <p> <b> .", "<e> <p> 1 ."), states("2", "<a> <p> <b> , <c> .")])

    counted = store.statistics()

    assert (counted.facts, counted.graphs) == (2, 3)
    assert counted.bytes > 0


def test_query_processes_have_no_network_where_the_system_lets_them_go(
    store: EmbeddedStore,
) -> None:
    store.query("ASK {}")
    (process,) = readers(os.getpid())
    namespaces = {os.readlink(f"/proc/{id}/ns/net") for id in (process, os.getpid())}
    if len(namespaces) == 1:
        pytest.skip("network namespaces are not permitted here")

    assert Path(f"/proc/{process}/net/route").read_text().splitlines()[1:] == []


def test_blank_nodes_survive_a_copy(store: EmbeddedStore) -> None:
    store.update("INSERT DATA { <a:a> <p:p> _:b . _:b <p:p> 1 }")

    (one, two) = sorted(graph(store, None), key=lambda triple: str(triple.subject))

    assert isinstance(two.subject, ox.BlankNode) or isinstance(one.subject, ox.BlankNode)
    assert {one.object, two.object} & {one.subject, two.subject}

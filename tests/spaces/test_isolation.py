"""Nothing leaks: two tenants' random calls, interleaved on one server, are answered as each would be alone."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from fastapi.testclient import TestClient
from given_knowledge import GIVEN, TAKEN, WHICH, give, look, take
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from workspaces import Tenant, until

from api.app import create_app
from kg.settings import Settings

BASE = "http://localhost:8000/"
PEOPLE, PLACES = ("Ada", "Bob Hope", "Eve"), ("London", "Paris", "Rome")
BORN = "http://www.wikidata.org/prop/direct/P19"
GONE = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:.]+Z?|\b[0-9a-f]{32}\b|\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9a-f]{12}\b"
)
"""What differs from run to run: times, ids of jobs, of judgements and of incidents."""
PACE = re.compile(r'"documents_per_second":[\d.e+-]+,')

Call = tuple[str, ...]

texts = st.builds(
    lambda who, how, where: f"{who} {how} {where}.",
    st.sampled_from(PEOPLE),
    st.sampled_from(("was born in", "sails on")),
    st.sampled_from(PLACES),
)
ids = st.sampled_from(("one", "two", "three"))
calls = st.one_of(
    st.tuples(st.just("put"), ids, texts),
    st.tuples(st.just("put"), ids, texts),
    st.tuples(st.just("delete"), ids),
    st.tuples(st.just("insert"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("drop")),
    st.tuples(st.just("give"), st.sampled_from(tuple(GIVEN)), st.sampled_from(WHICH)),
    st.tuples(st.just("give"), st.sampled_from(tuple(GIVEN)), st.sampled_from(WHICH)),
    st.tuples(st.just("take"), st.sampled_from(tuple(TAKEN))),
    st.tuples(st.just("look"), st.sampled_from(tuple(TAKEN))),
    st.tuples(st.just("merge")),
    st.tuples(st.just("judge")),
    st.tuples(st.just("facts")),
    st.tuples(st.just("things")),
    st.tuples(st.just("ask"), st.sampled_from(PEOPLE)),
    st.tuples(st.just("export")),
    st.tuples(st.just("list"), st.sampled_from(("documents", "relations", "jobs", "overview"))),
)
programs = st.lists(calls, min_size=2, max_size=6)

SAID: Call = ("put", "one", "Ada was born in London.")
LOOKING: list[Call] = [
    *(("look", kind) for kind in TAKEN),
    *(("list", what) for what in ("reasoning", "refused", "knowledge-bases")),
    ("facts",),
]
"""Every way in which what somebody gave shows."""
LAST: list[Call] = [*LOOKING, ("things",)]


def perform(tenant: Tenant, call: Call) -> Any:
    """Send one call, wait until what it set off has come to rest, and return what was answered."""
    match call:
        case "put", id, text:
            answer = tenant.ask("PUT", f"/documents/{id}", json={"text": text})
            settle(tenant)
        case "delete", id:
            answer = tenant.ask("DELETE", f"/documents/{id}")
        case "insert", who:
            update = f'INSERT DATA {{ <urn:{who[:3]}> <urn:says> "{who}" }}'
            answer = tenant.ask("POST", "/sparql", data={"update": update})
        case ("drop",):
            update = {"update": "DELETE WHERE { ?s <urn:says> ?o }"}
            answer = tenant.ask("POST", "/sparql", data=update)
        case "give", kind, which:
            answer = give(tenant, kind, which)
        case "take", kind:
            answer = take(tenant, kind)
            settle(tenant)
        case "look", kind:
            answer = look(tenant, kind)
        case ("merge",):
            pair = [f"{BASE}entity/person/ada", f"{BASE}entity/thing/eve"]
            answer = tenant.ask("POST", "/entities/merge", json={"entities": pair})
        case ("judge",):
            doubts = tenant.get("/judgements/due")["doubts"]
            evidence = min((one["evidence"] for one in doubts), default="none")
            decision = {"evidence": evidence, "verdict": "reject"}
            answer = tenant.ask("POST", "/judgements", json=decision)
        case ("facts",):
            settle(tenant)
            answer = tenant.ask("GET", "/statements")
        case ("things",):
            settle(tenant)
            query = {"query": "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"}
            answer = tenant.ask("GET", "/sparql", params=query, headers={"Accept": "text/csv"})
        case "ask", who:
            settle(tenant)
            answer = tenant.ask("POST", "/ask", json={"question": f"Where was {who} born?"})
        case ("export",):
            settle(tenant)
            answer = tenant.ask("GET", "/export", params={"format": "csv"})
        case "list", what:
            settle(tenant)
            answer = tenant.ask("GET", f"/{what}")
        case _:
            raise AssertionError(call)
    return answer.status_code, plain(answer.text)


def settle(tenant: Tenant) -> None:
    """Wait until every document is where it stays, and the graph with it."""
    moving = ("queued", "running", "extracted", "deleting")

    def at_rest() -> bool:
        seen = tenant.get("/overview")
        return not any(map(seen["documents"].get, moving)) and not seen["refused"]["unchecked"]

    until(at_rest)


def plain(text: str) -> Any:
    """Return an answer without what differs from run to run, and without an order that nobody promised."""
    text = PACE.sub("", GONE.sub("*", text))
    try:
        return json.loads(text)
    except ValueError:
        return sorted(text.splitlines())


@contextmanager
def server(*names: str) -> Iterator[list[Tenant]]:
    """Run a server of its own, and give those who work in its workspaces; `main` is the default one."""
    with TemporaryDirectory() as folder:
        chosen = Settings(  # type: ignore[call-arg]
            _env_file=None, data=Path(folder), extractor="scripted", examples=False, resolve=False
        )
        with TestClient(create_app(chosen)) as client:
            for name in names:
                assert client.put(f"/workspaces/{name}").status_code in (200, 201)
            yield [Tenant(client, name) for name in names]


def alone(program: Sequence[Call]) -> list[Any]:
    with server("main") as [tenant]:
        return [perform(tenant, call) for call in program]


def together(programs: Sequence[Sequence[Call]], order: Sequence[int]) -> list[list[Any]]:
    """Run two programs in two workspaces; `order` says whose call comes next, as far as it goes."""
    answers: list[list[Any]] = [[] for _ in programs]
    left = [list(program) for program in programs]
    with server("left", "right") as tenants:
        turns = [*order, *(who for who, calls in enumerate(left) for _ in calls)]
        for who in turns:
            if left[who]:
                answers[who].append(perform(tenants[who], left[who].pop(0)))
        for who, tenant in enumerate(tenants):
            answers[who] += [perform(tenant, call) for call in LAST]
    return answers


def check(one: list[Call], other: list[Call], order: list[int]) -> None:
    found = together([one, other], order)

    assert found[0] == alone([*one, *LAST])
    assert found[1] == alone([*other, *LAST])


interleaved = given(
    one=programs, other=programs, order=st.lists(st.integers(0, 1), min_size=4, max_size=12)
)
quiet = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@pytest.mark.slow
def test_what_one_tenant_gives_or_takes_back_the_other_neither_gets_nor_loses() -> None:
    giving: list[Call] = [SAID, *(("give", kind, "first") for kind in GIVEN), *LOOKING]
    taking: list[Call] = [*(("take", kind) for kind in reversed(TAKEN)), *LOOKING]
    nothing: list[Call] = [SAID, *LOOKING]
    having: list[Call] = [*(("give", kind, "second") for kind in GIVEN), *LOOKING]

    turns = [(0, giving), (1, nothing), (1, having), (0, LOOKING), (0, taking), (1, LOOKING)]
    programs = [[call for who, calls in turns if who == each for call in calls] for each in (0, 1)]

    check(*programs, [who for who, calls in turns for _ in calls])


@pytest.mark.slow
@seed(20)
@settings(max_examples=2, phases=[Phase.explicit, Phase.generate], **quiet)
@interleaved
def test_two_tenants_calls_are_answered_as_each_would_be_alone(
    one: list[Call], other: list[Call], order: list[int]
) -> None:
    check(one, other, order)


@pytest.mark.long
@pytest.mark.timeout(900)
@settings(max_examples=40, **quiet)
@interleaved
def test_many_histories_of_two_tenants_are_answered_as_each_would_be_alone(
    one: list[Call], other: list[Call], order: list[int]
) -> None:
    check(one, other, order)

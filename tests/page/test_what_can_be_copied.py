"""The curl and Python at the foot of every view do, pasted as they are, what they say."""

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from services import executable
from serving import KG, ServeProcess, kg_environment
from text.making_files import pdf

pytestmark = pytest.mark.slow

ONTOLOGY = """
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
wdt:P19 a owl:FunctionalProperty .
wdt:P108 owl:inverseOf <http://localhost:8000/own#employs> .
<http://localhost:8000/own#employs> rdfs:label "employs" .
"""
TEXTS = {
    "one": "Ada was born in London. Ada works for Acme.",
    "two": "Ada was born in Paris.",
    "three": "We read that Ada was born in Paris.",
    "four": "Cid Orr was born in Rome.",
    "five": "Cid Orr was born in Oslo.",
    "six": "Cid Orr works for Acme.",
    "town": "Bob Hope was born in Eltham.",
    "city": "Dan Orr was born in Eltham.",
} | {
    f"firm{n}{part}": text
    for n, (one, other) in enumerate([("Ann", "Abe"), ("Bea", "Ben"), ("Eve", "Eli")])
    for part, text in enumerate(
        [
            f"{one} Moss works for Firm{n}.",
            f"Firm{n} was founded by {other} Moss.",
            f"{one} Moss is married to {other} Moss." if n < 2 else f"{one} Moss is here.",
        ]
    )
}
POLICIES = {"policies": [{"name": "towns", "phrase": "Eltham", "message": "No small towns."}]}
VIEWS = {
    "documents": ("report.pdf", "kg.upload"),
    "reader/one": ("documents/one/statements", 'kg.statements("one")'),
    "graph": ("entities", "kg.entities"),
    "graph?entity=person/ada": ("entities/person/ada", 'kg.entity("person/ada")'),
    "sparql": ("query=", "kg.query"),
    "ask?q=Where%20does%20Ada%20work%3F": ("question", "kg.ask"),
    "analogy?a=Ann%20Moss&b=Firm0&c=Bea%20Moss": ("analogy", "kg.analogy"),
    "teach": ("captain of", "kg.teach"),
    "review/merges": ('"verdict":"accept"', "kg.answer("),
    "review/conflicts": ('"verdict":"reject"', "kg.judge("),
    "review/facts": ('"verdict":"accept"', "kg.judge("),
    "review/refused": ("-X POST", "kg.decide("),
    "review/suggestions?subject=person/eve_moss": ("-X PUT", "kg.judge_suggestion("),
    "review": ("curl", "with Client"),
}
"""What is to stand in the curl and in the Python of a view: that of an empty queue has less. In an order in which
no decision empties a queue that comes later."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeProcess]:
    """A service in which something waits in every queue."""
    process = ServeProcess(tmp_path_factory.mktemp("copied") / "data")
    with httpx2.Client(base_url=process.address) as client:
        client.put("/ontology", content=ONTOLOGY, headers={"Content-Type": "text/turtle"})
        client.put("/policies", json=POLICIES).raise_for_status()
        read(client, [{"id": id, "text": text} for id, text in TEXTS.items()])
    yield process
    process.kill()


def read(client: httpx2.Client, documents: list[dict[str, str]]) -> None:
    job = client.post("/documents", json=documents).json()["job"]
    while not client.get(f"/jobs/{job}").json()["finished"]:
        time.sleep(0.1)


@pytest.fixture
def paste(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Run what a view has to copy, in a folder with the file that it names."""
    executable("curl", "curl")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.pdf").write_bytes(pdf(["Grace Hopper was born in Manhattan."]))
    (tmp_path / ".curlrc").write_text("fail-with-body\nsilent\nshow-error\n")

    def run(browser: Any, what: str, **more: str) -> None:
        code = copied(browser, what)
        for name, value in more.items():
            monkeypatch.setenv(name, value)
        if what == "Python":
            exec(code, {})  # in this process: starting another takes longer than all the rest
            return
        environment = kg_environment() | {"HOME": str(tmp_path)} | more
        ended = subprocess.run(["bash", "-ec", code], cwd=tmp_path, env=environment, capture_output=True, text=True)  # fmt: skip
        assert ended.returncode == 0, f"{code}\n{ended.stdout[-500:]}{ended.stderr[-500:]}"

    return run


def copied(browser: Any, what: str) -> str:
    found = browser.find_elements("css selector", f".recipe pre[data-code={what}]")
    return found[0].get_attribute("textContent") if found else ""


@pytest.mark.parametrize("what", ["curl", "Python"])
@pytest.mark.parametrize(("view", "parts"), VIEWS.items(), ids=VIEWS)
def test_what_a_view_gives_to_copy_runs_as_it_is(site, browser, paste, view, parts, what):
    part = parts[what == "Python"]
    browser.open(view)
    browser.until(lambda: part in copied(browser, what), f"{part} in {what}")

    paste(browser, what)

    assert browser.errors() == []
    with httpx2.Client(base_url=site.address) as client:
        take_back(client)


def take_back(client: httpx2.Client) -> None:
    """Forget what was taught, which is taught only once, and the verdict on the only suggestion."""
    for relation in client.get("/relations").json()["relations"]:
        client.delete(f"/relations/{relation['id']}").raise_for_status()
    asked = {"subject": "person/eve_moss", "verdict": "refused"}
    for one in client.get("/suggestions", params=asked).json()["suggestions"]:
        fact = {part: one[part]["iri"] for part in ("subject", "predicate", "object")}
        client.put("/suggestions", json=fact | {"verdict": "open"}).raise_for_status()


def test_what_is_copied_names_the_workspace_and_takes_the_key_from_the_environment(
    browse, serve, tmp_path, paste
):
    site = serve(tmp_path / "data")
    httpx2.put(f"{site.address}/workspaces/acme").raise_for_status()
    other, key = (made_key(site, *given) for given in ([], ["--workspace", "acme"]))
    browser = browse(site.address)
    browser.until(lambda: httpx2.get(f"{site.address}/documents").status_code == 401)
    browser.get(f"{site.address}/#/documents")
    browser.one("#who-key").send_keys(key)
    browser.one("#who-workspace").send_keys("acme")
    browser.press("dialog[open] button.main")
    browser.one("main h2", "No documents yet")

    for what in ("curl", "Python"):
        paste(browser, what, KG_API_KEY=key)

    assert key not in browser.page_source
    assert "Ada" in titles(site, key, "acme")
    assert titles(site, other, "main") == set()


def made_key(site: ServeProcess, *given: str) -> str:
    made = subprocess.run([*KG, *given, "keys", "create", "me", "--scope", "write", "--data", str(site.data)], env=kg_environment(), capture_output=True, text=True, check=True)  # fmt: skip
    return made.stdout.strip()


def titles(site: ServeProcess, key: str, workspace: str) -> set[str]:
    headers = {"Authorization": f"Bearer {key}", "KG-Workspace": workspace}
    found = httpx2.get(f"{site.address}/documents", headers=headers).raise_for_status()
    return {one["title"] for one in found.json()["documents"]}

"""Facts that no document states: on the page with the facts and sentences that they follow from."""

from collections.abc import Iterator

import httpx2
import pytest
from serving import ServeProcess

pytestmark = pytest.mark.slow

ONTOLOGY = """
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
wdt:P108 owl:inverseOf <http://localhost:8000/own#employs> .
<http://localhost:8000/own#employs> rdfs:label "employs" .
wdt:P26 a owl:SymmetricProperty .
"""
TEXTS = {
    "work": "Ada Lovelace works for Analytical Engines.",
    "there": "Ada is married to Bob.",
    "back": "Bob is married to Ada.",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeProcess]:
    """A service that knows what employing and marrying are."""
    process = ServeProcess(tmp_path_factory.mktemp("follows") / "data")
    with httpx2.Client(base_url=process.address) as client:
        turtle = {"Content-Type": "text/turtle"}
        client.put("/ontology", content=ONTOLOGY, headers=turtle).raise_for_status()
        for id, text in TEXTS.items():
            client.put(f"/documents/{id}", json={"text": text}).raise_for_status()
    yield process
    process.kill()


@pytest.fixture(autouse=True)
def all_has_been_derived(site, browser):
    with httpx2.Client(base_url=site.address) as client:
        browser.until(lambda: client.get("/overview").json()["documents"] == {"done": len(TEXTS)})
        browser.until(lambda: client.get("/entities/person/ada_lovelace").json()["derived"])


def test_the_graph_has_what_follows_and_its_proof_down_to_the_sentence(browser):
    browser.open("graph?entity=organisation/analytical_engines")
    listed = browser.one("button.fact", "Analytical Engines employs Ada Lovelace").text
    browser.one(".row .soft", "2 things, 2 facts")
    wrong = browser.accessible()
    browser.press("button.fact", "Analytical Engines employs Ada Lovelace")
    shown = browser.one(".about .derivation").text
    told = browser.one(".about").text
    wrong += browser.accessible()
    browser.one(".derivation blockquote a", "work").click()

    assert "follows" in listed
    assert "Follows by" in shown
    assert "Ada Lovelace employer Analytical Engines" in shown
    assert "Ada Lovelace works for Analytical Engines" in shown
    assert "No document states it." in told
    assert "Evidence" not in told
    assert browser.one(".text mark.subject").text == "Ada Lovelace"
    assert wrong == []
    assert browser.errors() == []


def test_what_follows_can_be_hidden_by_its_source(browser):
    browser.open("graph?entity=organisation/analytical_engines")
    browser.one(".row .soft", "2 things, 2 facts")
    browser.press(".filters label", "no document: it follows")
    browser.one(".row .soft", "2 things, 1 fact")

    assert "employs" not in browser.one("aside ul.facts").text
    assert browser.errors() == []


def test_the_reader_shows_from_what_else_a_stated_fact_follows(browser):
    browser.open("reader/there")
    browser.press("button.fact", "Ada spouse Bob")
    derived = browser.one("aside .derivation").text
    browser.open("reader/work")
    browser.press("button.fact", "Ada Lovelace employer Analytical Engines")
    browser.one("aside .about blockquote", "works for")

    assert "Bob spouse Ada" in derived
    assert "Bob is married to Ada" in derived
    assert "Derivations" not in browser.one("aside .about").text
    assert browser.errors() == []

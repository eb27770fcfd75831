"""Facts that cannot hold together, decided at `/` by keys alone in a real browser."""

import time
from collections.abc import Iterator

import httpx2
import pytest
from selenium.webdriver.common.keys import Keys
from serving import ServeProcess

pytestmark = pytest.mark.slow

ONTOLOGY = """
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> . @prefix kg: <http://localhost:8000/vocabulary#> .
wdt:P19 a owl:FunctionalProperty .
wdt:P112 rdfs:range kg:Organisation .
kg:Person owl:disjointWith kg:Organisation .
"""
TEXTS = {
    "one": "Ada was born in London.",
    "two": "Ada was born in Paris.",
    "three": "We read that Ada was born in Paris.",
    "firm": "Acme was founded by Bob.",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeProcess]:
    """A service where Ada has two places of birth, and a person founded what only a firm can."""
    process = ServeProcess(tmp_path_factory.mktemp("conflicts") / "data")
    with httpx2.Client(base_url=process.address) as client:
        turtle = {"Content-Type": "text/turtle"}
        client.put("/ontology", content=ONTOLOGY, headers=turtle).raise_for_status()
        documents = [{"id": id, "text": text} for id, text in TEXTS.items()]
        job = client.post("/documents", json=documents).json()["job"]
        deadline = time.monotonic() + 60
        while not client.get(f"/jobs/{job}").json()["finished"]:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    yield process
    process.kill()


@pytest.fixture(autouse=True)
def all_conflicts_are_there(site, browser):
    with httpx2.Client(base_url=site.address) as client:
        browser.until(lambda: len(client.get("/conflicts").json()["conflicts"]) == 2)


def facts(site, **sought):
    with httpx2.Client(base_url=site.address) as client:
        return {
            (one["subject"]["name"], one["object"]["name"])
            for one in client.get("/statements", params=sought).json()["statements"]
        }


def find(browser, title):
    """Go on by key until a conflict is shown, and return the page to send keys to."""
    page = browser.one("body")
    browser.one("main section h2")
    if not browser.find_elements("xpath", f"//h2[text()='{title}']"):
        page.send_keys("n")
    browser.one("main section h2", title)
    return page


def test_both_sides_of_a_conflict_show_their_sentences_and_lead_to_the_reader(browser):
    browser.open("review/conflicts")
    find(browser, "There can be only one")

    halves = [one.text for one in browser.find_elements("css selector", ".halves > section")]
    quoted = {text: half for half in halves for text in ("London", "Paris") if text in half}
    wrong = browser.accessible()
    browser.look("phone", "dark")
    wrong += browser.accessible()
    wide = browser.execute_script("return document.documentElement.scrollWidth - innerWidth")
    link = browser.one(".halves blockquote a", "one")
    link.send_keys(Keys.ENTER)

    assert set(quoted) == {"London", "Paris"}
    assert "Ada was born in London" in quoted["London"]
    assert "90 %" in quoted["London"]
    assert (wrong, wide) == ([], 0)
    assert browser.one(".text mark.object").text == "London"
    assert browser.errors() == []


def test_a_side_is_rejected_in_all_its_sentences_and_taken_back_by_keys_alone(site, browser):
    browser.open("review/conflicts")
    page = find(browser, "There can be only one")
    left, right = browser.find_elements("css selector", ".halves > section h3")
    key, sentences = ("l", 2) if "Paris" in left.text else ("r", 2)
    assert "Paris" in left.text + right.text

    page.send_keys(key)
    browser.one(".toast", f"Rejected in {sentences} sentences")
    browser.one("main section .spread", "1 of 1")
    rejected = facts(site, subject="person/ada")
    page.send_keys("u")
    browser.one(".toast", "Taken back")
    browser.one("main section h2", "There can be only one")
    browser.one("main section .spread", "of 2")
    page.send_keys("?")

    assert rejected == {("Ada", "London")}
    assert facts(site, subject="person/ada") == {("Ada", "London"), ("Ada", "Paris")}
    assert "Reject the left side" in browser.one("dialog[open]").text
    assert browser.errors() == []


def test_of_a_side_that_follows_the_key_leads_to_the_fact_that_it_rests_on(site, browser):
    browser.open("review/conflicts")
    page = find(browser, "Nothing can be both")
    sides = [one.text for one in browser.find_elements("css selector", ".halves > section h3")]
    wrong = browser.accessible()

    page.send_keys("l" if "Organisation" in sides[0] else "r")
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    browser.one(".toast", "Rejected in 1 sentence")
    browser.one("main section h2", "There can be only one")
    rejected = facts(site, subject="organisation/acme")
    page.send_keys("u")
    browser.one("main section h2", "Nothing can be both")

    assert any("Organisation" in side for side in sides)
    assert any("Person" in side for side in sides)
    assert rejected == set()
    assert facts(site, subject="organisation/acme") == {("Acme", "Bob")}
    assert wrong == []
    assert browser.errors() == []


def test_a_denial_can_be_rejected_as_well_as_what_it_denies(browse, serve, tmp_path):
    weighing = "reasoning.test_texts_that_deny_each_other:weighing"
    process = serve(tmp_path / "data", extractor=weighing)
    with httpx2.Client(base_url=process.address) as client:
        for text in ("Ada is married to Bob.", "It is not true that Ada is married to Bob."):
            client.post("/documents", json={"text": text}).raise_for_status()
        browser = browse(process.address)
        browser.until(lambda: client.get("/conflicts").json()["conflicts"])
    browser.open("review/conflicts")
    page = find(browser, "One text says what another denies")
    chips = [one.text for one in browser.find_elements("css selector", ".halves h3 .chip")]

    page.send_keys("r")
    browser.one(".empty", "No conflicts")
    known = facts(process)
    page.send_keys("u")

    assert browser.one(".halves", "It is not true")
    assert (chips, known) == (["denied"], {("Ada", "Bob")})
    assert browser.errors() == []


def test_everything_that_waits_comes_in_one_order_and_is_decided_and_taken_back_there(
    site, browser
):
    def shown() -> str:
        return browser.one("main section.card").get_attribute("aria-label")

    def go_on(key: str) -> str:
        before = browser.one("main section h2").text
        page.send_keys(key)
        browser.until(lambda: browser.one("main section h2").text != before)
        return shown()

    browser.open("review")
    page = browser.one("body")
    order = [shown(), go_on("s"), go_on("s")]
    pair = browser.one("main section .halves").text
    after = go_on("a")
    browser.one(".toast", "They are one")
    with httpx2.Client(base_url=site.address) as client:
        made = client.get("/decisions").json()["decisions"]
    back = go_on("u")
    browser.one(".toast", "Taken back")
    wrong = browser.accessible()

    assert order == ["Conflict to decide", "Conflict to decide", "Pair to decide"]
    assert after == "Fact to decide"
    assert made
    assert back == "Pair to decide"
    assert browser.one("main section .halves").text == pair
    with httpx2.Client(base_url=site.address) as client:
        assert client.get("/decisions").json()["decisions"] == []
    page.send_keys("?")
    assert "They are one" in browser.one("dialog[open]").text
    assert wrong == []
    assert browser.errors() == []

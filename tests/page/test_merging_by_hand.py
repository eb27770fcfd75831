"""Things merged and taken apart at `/` by keys alone, where no pair waits that is about them."""

from collections.abc import Iterator

import httpx2
import pytest
from selenium.webdriver.common.keys import Keys
from serving import ServeProcess

pytestmark = pytest.mark.slow

TEXTS = {
    "one": "Ada Lovelace was born in London.",
    "two": "Countess Byron works for Acme.",
    "three": "Ada Lovelace works for Analytical Engines.",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeProcess]:
    process = ServeProcess(tmp_path_factory.mktemp("by_hand") / "data")
    with httpx2.Client(base_url=process.address) as client:
        documents = [{"id": id, "text": text} for id, text in TEXTS.items()]
        client.post("/documents", json=documents).raise_for_status()
    yield process
    process.kill()


@pytest.fixture(autouse=True)
def all_is_read_and_nothing_is_decided(site, browser):
    with httpx2.Client(base_url=site.address) as client:
        for decision in client.get("/decisions").json()["decisions"]:
            client.delete(f"/decisions/{decision['id']}").raise_for_status()
        browser.until(lambda: client.get("/overview").json()["documents"] == {"done": 3})
        browser.until(lambda: len(persons(site)) == 2)


def persons(site):
    with httpx2.Client(base_url=site.address) as client:
        found = client.get("/entities").json()["entities"]
    return {one["iri"] for one in found if one["label"] == "person"}


def choose(browser, name):
    field = browser.switch_to.active_element
    field.send_keys(name)
    browser.one("[role=option]", name)
    field.send_keys(Keys.ENTER)


def test_two_things_are_merged_from_the_graph_by_keys_alone_and_parted_again(site, browser):
    browser.open("graph?entity=person/ada_lovelace")
    browser.one("aside h2", "Ada Lovelace")
    browser.one("body").send_keys("m")
    browser.until(lambda: "form=merge" in browser.current_url)
    browser.until(lambda: browser.one("details[open] input").get_attribute("value"))
    wrong = browser.accessible()
    choose(browser, "Countess Byron")
    browser.switch_to.active_element.send_keys(Keys.TAB)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    browser.one(".toast", "Merged")
    browser.until(lambda: len(persons(site)) == 1)
    browser.execute_script("document.activeElement.blur()")
    browser.one("body").send_keys("u")
    browser.one(".toast", "Taken back")

    browser.until(lambda: len(persons(site)) == 2)
    assert wrong == []
    assert browser.errors() == []


def test_a_thing_is_taken_apart_by_keys_alone_from_any_queue(site, browser):
    browser.open("review/facts")
    browser.one("main .recipe summary")
    browser.one("body").send_keys("d")
    browser.one("details[open] h3", "Split")
    choose(browser, "Ada Lovelace")
    browser.one("details[open] label", "in one")
    browser.until(lambda: browser.switch_to.active_element.get_attribute("type") == "checkbox")
    browser.switch_to.active_element.send_keys(Keys.SPACE)
    wrong = browser.accessible()
    browser.switch_to.active_element.send_keys(Keys.TAB, Keys.TAB)
    browser.one("details[open] button", "Split").send_keys(Keys.ENTER)
    browser.one(".toast", "Split")

    with httpx2.Client(base_url=site.address) as client:
        (made,) = client.get("/decisions").json()["decisions"]
    assert made
    assert wrong == []
    assert browser.errors() == []


@pytest.mark.parametrize("view", ["graph?entity=person/ada_lovelace", "review", "review/facts", "review/merges", "review/refused", "review/conflicts", "review/suggestions"])  # fmt: skip
def test_the_list_of_keys_tells_how_to_merge_and_to_split(browser, view):
    browser.open(view)
    browser.one("main .recipe summary")
    browser.one("body").send_keys("?")

    told = browser.one("dialog[open]").text

    assert "Merge by hand" in told
    assert "Split by hand" in told

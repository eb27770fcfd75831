"""What no rule forbids and yet two sentences contradict each other on, decided at `/` in a real browser."""

import httpx2
import pytest
from serving import ServeProcess

pytestmark = pytest.mark.long

TEXTS = {
    "one": "Paris is the capital of France.",
    "two": "Lyon is the capital of France.",
    "three": "Ada works for Acme.",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    process = ServeProcess(tmp_path_factory.mktemp("sentences") / "data")
    with httpx2.Client(base_url=process.address) as client:
        documents = [{"id": id, "text": text} for id, text in TEXTS.items()]
        client.post("/documents", json=documents).raise_for_status()
    yield process
    process.kill()


def test_sentences_are_read_against_each_other_by_a_key_and_one_side_is_rejected(site, browser):
    with httpx2.Client(base_url=site.address) as client:
        browser.until(lambda: client.get("/overview").json()["documents"] == {"done": 3})
    browser.patience_s = 180.0  # the model is loaded first
    browser.open("review/conflicts")
    browser.one(".empty", "No conflicts")
    page = browser.one("body")

    page.send_keys("t")
    browser.one("main section h2", "One sentence contradicts another")
    halves = [one.text for one in browser.find_elements("css selector", ".halves > section")]
    address, wrong = browser.current_url, browser.accessible()
    browser.look("phone", "dark")
    wrong += browser.accessible()
    wide = browser.execute_script("return document.documentElement.scrollWidth - innerWidth")
    browser.look()
    curl = browser.find_element("css selector", "pre[data-code=curl]").get_attribute("textContent")
    page.send_keys("l" if "Lyon" in halves[0] else "r")
    browser.one(".toast", "Rejected in 1 sentence")
    browser.one(".empty", "No conflicts")

    assert all("is the capital of France" in half for half in halves)
    assert address.endswith("review/conflicts?sentences=true")
    assert "conflicts?sentences=true" in curl
    assert (wrong, wide) == ([], 0)
    with httpx2.Client(base_url=site.address) as client:
        left = client.get("/statements").json()["statements"]
    assert {one["subject"]["name"] for one in left} == {"Paris", "Ada"}
    assert browser.errors() == []

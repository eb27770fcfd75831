"""The pictures of docs/page.md, taken of the page as it is, with the shipped model and the bundled documents.

With KG_PICTURES=1 they are made anew.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from serving import ROOT, ServeProcess

pytestmark = pytest.mark.long

PATIENCE_S = 150.0
PICTURES = ROOT / "docs/pictures"
ONTOLOGY = """
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
wdt:P19 a owl:FunctionalProperty .
"""
EXAMPLE = "Greta Holm captains the Wexcombe Rovers."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeProcess]:
    """A service that has read the examples, and knows that one is born in one place."""
    data = tmp_path_factory.mktemp("pictures") / "data"
    process = ServeProcess(data, extractor="neural", examples="1")
    with httpx2.Client(base_url=process.address, timeout=PATIENCE_S) as client:
        turtle = {"Content-Type": "text/turtle"}
        client.put("/ontology", content=ONTOLOGY, headers=turtle).raise_for_status()
    yield process
    process.kill()


@pytest.fixture
def take(browser: Any, tmp_path: Path) -> Callable[[str], None]:
    """Take a picture of what the browser shows; it goes to docs/pictures where that is asked for."""
    folder = PICTURES if os.environ.get("KG_PICTURES") else tmp_path

    def picture(name: str) -> None:
        browser.execute_script("document.activeElement.blur()")
        file = folder / f"page-{name}.png"
        assert browser.save_screenshot(str(file))
        assert file.stat().st_size > 5_000, "nothing is drawn"

    return picture


def test_every_picture_of_the_page_can_be_taken_of_it(site, browser, take):
    browser.patience_s = PATIENCE_S
    with httpx2.Client(base_url=site.address, timeout=PATIENCE_S) as client:
        browser.until(lambda: set(client.get("/overview").json()["documents"]) == {"done"})
        browser.until(lambda: client.get("/conflicts").json()["conflicts"])

    browser.open("documents")
    browser.one("td .chip[data-status=done]")
    take("documents")
    browser.open("reader/nikola-tesla")
    browser.press("button.fact", "Nikola Tesla place of birth Smiljan")
    browser.one("aside .about blockquote", "Smiljan")
    take("reader")
    browser.open("graph?entity=person/nikola_tesla")
    browser.one("aside button.fact", "Smiljan")
    take("graph")
    browser.open("sparql")
    browser.press(".examples button", "country")
    browser.one(".yasr table td")
    take("sparql")
    mark_an_example(browser)
    take("teach")
    browser.open("review")
    browser.one("main section.card", "There can be only one")
    browser.one("main .halves blockquote")
    take("review")
    browser.open("review/facts")
    browser.one("main section.card .review-sentence mark")
    take("facts")

    assert browser.errors() == []


def mark_an_example(browser: Any) -> None:
    browser.open("teach")
    field = browser.one("#sentence")
    field.send_keys(EXAMPLE)
    browser.one("#relation").send_keys("captain of")
    for words, role in (("Greta Holm", "subject"), ("Wexcombe Rovers", "object")):
        start = EXAMPLE.index(words)
        browser.execute_script(f"arguments[0].setSelectionRange({start}, {start + len(words)})", field)  # fmt: skip
        browser.press("button", f"Selection is the {role}")
    browser.press("button", "Add example")
    browser.one("ul.facts li mark")

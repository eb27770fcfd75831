"""A real Chromium without a window, and a real service with some documents for it to look at."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    StaleElementReferenceException,
)
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webelement import WebElement
from services import executable
from serving import ServeProcess

PATIENCE_S = 10.0
AXE = Path(__file__).with_name("axe") / "axe-4.14.1.min.js"
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
TEXTS = [
    {"id": "ada", "title": "Ada", "text": "\N{GRINNING FACE} Ada Lovelace was born in London. Ada Lovelace works for Analytical Engines."},
    {"id": "bob", "title": "Bob", "text": "Bob Hope was born in Eltham. Ada Lovelace was born in London."},
    {"id": "dan", "title": "Dan", "text": "Dan Orr leads Albion."},
    {"id": "hostile", "title": "<img src=x onerror=alert(1)>", "text": "Eve <script>alert(1)</script> was born in Paris."},
]  # fmt: skip


class Browser(webdriver.Chrome):
    """Chromium at a page of the service; whatever it logs as an error is kept."""

    def __init__(self, address: str) -> None:
        options = Options()
        options.binary_location = executable("chromium", "chromium")
        for flag in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"):
            options.add_argument(flag)
        # each try of a click begins a smooth scroll anew, and may so never reach its end
        options.add_argument("--force-prefers-reduced-motion")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = Service(executable("chromedriver", "chromium-driver"))
        super().__init__(options=options, service=driver)
        self.address, self.patience_s = address, PATIENCE_S

    def look(self, size: str = "desktop", scheme: str = "light") -> None:
        """Choose how wide the window is, and whether it is dark."""
        width, height = SIZES[size]
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == "phone"}  # fmt: skip
        self.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def open(self, view: str) -> None:
        """Open a view afresh, and wait until it is there."""
        self.get("about:blank")
        self.get(f"{self.address}/#/{view}")
        self.until(lambda: self.find_elements("css selector", "main h1"))

    def one(self, selector: str, text: str = "") -> WebElement:
        """Wait for an element that holds a text, and return it."""

        def find() -> WebElement | None:
            found = self.find_elements("css selector", selector)
            return next((each for each in found if text in each.text), None)

        return self.until(find, f"{selector} {text}")

    def press(self, selector: str, text: str = "") -> None:
        """Click on an element as soon as it is there, however often it is drawn anew until then."""
        self.until(lambda: self.one(selector, text).click() is None)

    def until(self, ready: Callable[[], Any], what: str = "") -> Any:
        deadline = time.monotonic() + self.patience_s
        while not (found := self._tried(ready)):
            assert time.monotonic() < deadline, f"not there: {what}\n{self.find_element('css selector', 'body').text}"  # fmt: skip
            time.sleep(0.03)
        return found

    def _tried(self, ready: Callable[[], Any]) -> Any:
        try:
            return ready()
        except (StaleElementReferenceException, ElementClickInterceptedException):
            return None  # it was drawn anew in between

    def errors(self) -> list[str]:
        """Return what went wrong since it was last asked, but for routes that this server does not have."""
        logged = [entry["message"] for entry in self.get_log("browser")]
        return [line for line in logged if "the server responded with a status of 404" not in line]

    def accessible(self) -> list[str]:
        """Return what axe-core finds wrong with the page as it is, a line each."""
        if not self.execute_script("return !!window.axe"):
            self.execute_script(AXE.read_text("utf-8"))
        script = """const done = arguments[arguments.length - 1];
            axe.run(document, {resultTypes: ['violations']}).then((found) => done(found.violations.map(
                (one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(' | ')}`)))"""
        found: list[str] = self.execute_async_script(script)
        return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeProcess]:
    """A service with the scripted extractor that has read some documents."""
    process = ServeProcess(tmp_path_factory.mktemp("page") / "data")
    with httpx2.Client(base_url=process.address) as client:
        job = client.post("/documents", json=TEXTS).json()["job"]
        deadline = time.monotonic() + PATIENCE_S
        while not client.get(f"/jobs/{job}").json()["finished"]:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    yield process
    process.kill()


@pytest.fixture(scope="module")
def shown(site: ServeProcess) -> Iterator[Browser]:
    """One browser for a file of tests."""
    browser = Browser(site.address)
    yield browser
    browser.quit()


@pytest.fixture
def browse() -> Iterator[Callable[[str], Browser]]:
    """Open a browser of its own for a service."""
    opened: list[Browser] = []

    def start(address: str) -> Browser:
        opened.append(Browser(address))
        return opened[-1]

    yield start
    for each in opened:
        each.quit()


@pytest.fixture
def browser(shown: Browser) -> Browser:
    shown.look()
    shown.errors()
    return shown

"""The page over a large graph: how long one waits for each step of the Graph view, in a real Chromium.

    PYTHONPATH=tests python -m bench.large_graph [--entities 100000] [--data FOLDER] [--picture graph.png]

Persons are born in 997 towns of seven lands, and every fifth works for one firm, so that there is a thing with a
fifth of all facts. A service with the scripted extractor reads them, a hundred in a document; with `--data`, a folder
that was filled before is served again, and who is who is not worked out anew. Times are seconds of the clock from a key or a click until the page shows what
it is to show; those of routes are milliseconds, the last of three.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
from selenium.webdriver.common.keys import Keys

from bench.texts import processor
from tests.page.conftest import Browser
from tests.serving import ServeProcess

_SYLLABLES = "ba ko ri mel tan dor vi sha len po gar ust mir na fel zo bri cal eno wex".split()
_EACH = 100
_TOWNS = 997
_FIRM = "Colossal Holdings"
_PERSON = 777
ROUTES = (
    "/entities?limit=12",
    "/entities?q=coloss&limit=8",
    "/entities?q={within}&limit=8",
    "/entities?q=qqqq&limit=8",
    "/entities/organisation/colossal_holdings?limit=60",
    "/overview",
    "/reviews?limit=20",
    "/judgements/due?limit=20",
    "/conflicts?limit=50",
)


def main() -> None:
    """Fill, serve, drive and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=100_000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--picture", type=Path)
    args = parser.parse_args()
    print(processor())
    with tempfile.TemporaryDirectory() as folder:
        data = args.data or Path(folder) / "data"
        data.parent.mkdir(parents=True, exist_ok=True)
        filled = data.exists()
        with timed("start"):
            service = ServeProcess(data, anew=True, **({"resolve": "0"} if filled else {}))
        try:
            with httpx2.Client(base_url=service.address, timeout=600) as client:
                if not filled:
                    with timed("read and in the graph"):
                        fill(client, args.entities)
                ask_routes(client)
            browser = Browser(service.address)
            try:
                walk(browser, args.picture)
            finally:
                browser.quit()
        finally:
            service.stop()


def fill(client: httpx2.Client, entities: int) -> None:
    """Have texts about so many things read, and wait until they are in the graph."""
    texts = [{"id": f"d{n}", "text": _text(n)} for n in range(entities // _EACH)]
    for start in range(0, len(texts), 100):
        client.post("/documents", json=texts[start : start + 100]).raise_for_status()
    while set(client.get("/overview").json()["documents"]) != {"done"}:
        time.sleep(1)


def ask_routes(client: httpx2.Client) -> None:
    """Print how long the routes take that the page asks."""
    for route in ROUTES:
        path = route.format(within=_within())
        for _ in range(3):
            began = time.perf_counter()
            answer = client.get(path).raise_for_status()
            took = time.perf_counter() - began
        print(f"{1000 * took:6.0f} ms  {len(answer.content) / 1000:5.0f} kB  GET {path}")


def walk(browser: Browser, picture: Path | None) -> None:
    """Go through the Graph view as somebody does who looks for a thing, and print how long each step takes."""
    browser.patience_s = 60.0
    browser.look()

    def facts() -> str:
        return browser.one(".row .soft", "fact").text

    def differs(act: Callable[[], object]) -> None:
        before = facts()
        act()
        browser.until(lambda: facts() != before)

    with timed("the view opens"):
        browser.open("graph")
        browser.one("main .row.small button")
    field = browser.one("input[role=combobox]")
    with timed("a name is found by its beginning"):
        field.send_keys("coloss")
        browser.one("[role=option]", _FIRM)
    with timed("60 facts of the largest thing are drawn"):
        field.send_keys(Keys.ENTER)
        browser.one(".row .soft", "60 facts")
    for number in (120, 180, 240):
        with timed(f"more of them: {number}"):
            browser.press("button.main", "More facts")
            browser.one(".row .soft", f"{number} facts")
    with timed("a neighbour is chosen"):
        browser.press("aside button.quiet", "to ")
        browser.one("button.main", "Open its neighbours")
    with timed("and opened"):
        differs(lambda: browser.press("button.main", "Open its neighbours"))
    with timed("a relation is hidden"):
        differs(lambda: browser.press(".filters label", "employer"))
    with timed("and shown again"):
        differs(lambda: browser.press(".filters label", "employer"))
    with timed("a fact shows its sentence"):
        browser.press("aside button.fact")
        browser.one("aside .about blockquote")
    with timed("a source is hidden"):
        differs(lambda: browser.press("fieldset:nth-of-type(2) .filters label"))
    for kind in ("SVG", "PNG"):
        with timed(f"saved as {kind}"):
            browser.press("button", kind)
            browser.one(".toast", f"graph.{kind.lower()}")
    if picture:
        browser.save_screenshot(str(picture))
    field = browser.one("input[role=combobox]")
    with timed("a name is found by a part of it"):
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(_within())
        browser.one("[role=option]", _name(f"p{_PERSON}"))
    with timed("there is nothing by a name"):
        field.send_keys("qqqq")
        browser.one("[role=option]", "Nothing")
    print(*browser.errors(), sep="\n", file=sys.stderr)


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print the seconds that something takes."""
    began = time.monotonic()
    yield
    print(f"{time.monotonic() - began:6.2f} s   {what}", flush=True)


def _text(n: int) -> str:
    said = []
    for i in range(n * _EACH, (n + 1) * _EACH):
        said.append(f"{_name(f'p{i}')} was born in {_name(f't{i % _TOWNS}')}.")
        if i % 5 == 0:
            said.append(f"{_name(f'p{i}')} works for {_FIRM}.")
    if n == 0:
        said += [f"{_name(f't{t}')} is located in {_name(f'l{t % 7}')}." for t in range(_TOWNS)]
    return " ".join(said)


def _name(seed: str) -> str:
    dice = random.Random(seed)
    return " ".join("".join(dice.choices(_SYLLABLES, k=k)).capitalize() for k in (2, 4))


def _within() -> str:
    return _name(f"p{_PERSON}").split()[1][1:].lower()


if __name__ == "__main__":
    main()

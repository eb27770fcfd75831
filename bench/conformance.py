"""The W3C's SPARQL 1.1 suites over HTTP against a real `kg serve`; prints docs/conformance.md.

KG_SHARED=… python -m bench.conformance > docs/conformance.md
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from api.version import installed_version
from bench.ingest import service
from bench.w3c import evaluation, manifests, protocol
from bench.w3c.reasons import NOT_RUN, REASONS

HEAD = """# Conformance

The W3C's SPARQL 1.1 test suites (w3c/rdf-tests, `sparql/sparql11`), each test played over HTTP against a
real `kg serve` with its embedded store. Values are compared as values: the store keeps `"01"^^xsd:integer`
as 1. This page is made by one command, and a test sees to it that the counts do not fall:

    make conformance

| suite | kind | passed | of |
|---|---|---|---|"""


@dataclass
class Count:
    """How a suite went."""

    passed: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def all(self) -> int:
        return self.passed + len(self.failed)


Counts = dict[tuple[str, str], Count]


def main() -> None:
    """Run everything and print the page."""
    if manifests.folder() is None:
        sys.exit("KG_SHARED has to name the folder that holds data/w3c-sparql11")
    with (
        tempfile.TemporaryDirectory() as folder,
        service(Path(folder), extractor="scripted") as client,
    ):
        print("\n".join(page(run(client))))


def run(client: httpx2.Client) -> Counts:
    """Play every test; returns what came of it by suite and kind."""
    counts: Counts = {}
    for suite, kind, name, play in _tests(client):
        count = counts.setdefault((suite, kind), Count())
        if wrong := play():
            count.failed.append((name, wrong))
        else:
            count.passed += 1
    return counts


def page(counts: Counts) -> Iterator[str]:
    """Yield the lines of the page."""
    yield HEAD
    for (suite, kind), count in counts.items():
        yield f"| {suite} | {kind} | {count.passed} | {count.all} |"
    passed, everything = (
        sum(getattr(count, name) for count in counts.values()) for name in ("passed", "all")
    )
    yield f"| **all** | | **{passed}** | **{everything}** |"
    yield f"\nkg {installed_version()}.\n\n## What fails\n\n| test | why |\n|---|---|"
    for count in counts.values():
        for name, wrong in count.failed:
            yield f"| `{name}` | {REASONS.get(name, wrong)} |"
    yield "\n## What is not run\n\n| suite | why |\n|---|---|"
    for suite, why in NOT_RUN.items():
        yield f"| {suite} | {why} |"


def _tests(client: httpx2.Client) -> Iterator[tuple[str, str, str, Callable[[], str | None]]]:
    for suite in manifests.SUITES:
        for test in manifests.tests(f"manifest-sparql11-{suite}.ttl"):
            kind = "syntax" if "Syntax" in test.kind else "evaluation"
            yield suite, kind, test.name, _evaluation(test, client)
    for manifest, place, ours in (
        ("protocol/manifest.ttl", "/sparql/", "/sparql"),
        ("graph-store-protocol/manifest-indirect.ttl", "/gsp", "/store"),
        ("graph-store-protocol/manifest-direct.ttl", "/gsp", "/store"),
    ):
        suite, _, part = manifest.removesuffix(".ttl").partition("/manifest")
        for case in protocol.suite(manifest):
            yield (
                suite,
                part.strip("-") or "requests",
                case.name,
                _requests(case, client, place, ours),
            )


def _evaluation(test: manifests.Test, client: httpx2.Client) -> Callable[[], str | None]:
    return lambda: evaluation.play(test, client)


def _requests(
    case: protocol.Case, client: httpx2.Client, place: str, ours: str
) -> Callable[[], str | None]:
    def play() -> str | None:
        client.post("/sparql", data={"update": "DROP ALL"}).raise_for_status()
        for iri, file in case.graphs:
            client.put(
                "/store",
                params={"graph": iri},
                content=file.read_bytes(),
                headers={"Content-Type": "application/n-triples"},
            ).raise_for_status()
        try:
            protocol.play(case, client, lambda path: path.replace(place, ours, 1))
        except AssertionError as err:
            return str(err).partition("\n")[0] or "another answer"
        return None

    return play


if __name__ == "__main__":
    main()

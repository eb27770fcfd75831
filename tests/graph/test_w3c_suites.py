"""The W3C's query and update suites, against the counts that docs/conformance.md gives."""

import re
from pathlib import Path

import httpx2
import pytest

from bench.conformance import run
from bench.w3c.manifests import folder
from bench.w3c.reasons import REASONS

PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"


def promised() -> dict[tuple[str, str], int]:
    rows = re.findall(r"^\| ([\w-]+) \| (\w+) \| (\d+) \|", PAGE.read_text(), re.MULTILINE)
    return {(suite, kind): int(passed) for suite, kind, passed in rows}


@pytest.mark.long
@pytest.mark.skipif(folder() is None, reason="KG_SHARED is not set")
@pytest.mark.timeout(1200)
def test_as_many_tests_pass_as_the_page_says_and_each_failure_has_its_reason(
    endpoint: httpx2.Client,
) -> None:
    counts = run(endpoint)

    assert {key: count.passed for key, count in counts.items()} == promised()
    failed = [name for count in counts.values() for name, _ in count.failed]
    assert [name for name in failed if name not in REASONS] == []

"""Every command and program of the README, the quickstart and the tutorials does what the page says."""

from pathlib import Path

import pytest
from docs_blocks import FOLLOWED, NOT_HERE, Reader, same, steps

from scripts.rewrite_pages import Rewriter


@pytest.mark.long
@pytest.mark.parametrize("page", FOLLOWED, ids=lambda page: page.stem)
def test_a_reader_who_follows_the_page_sees_what_it_shows(page: Path, tmp_path: Path):
    assert list(steps(page)), "nothing in it is run"

    Reader(tmp_path, NOT_HERE).follow(page)


@pytest.mark.parametrize(
    ("printed", "shown", "expected"),
    [
        ("Warsaw 0.71\n", "Warsaw 0.70", True),
        ("Warsaw 0.71\n", "Warsaw 0.41", False),
        ("a\nb\nc\n", "a\n…\nc\n", True),
        ("a\nc\n", "a\n…\nc\n", True),
        ("a\nb\nd\n", "a\n…\nc\n", False),
        ("job 0123456789abcdef0123456789abcdef", "job ffffffffffffffffffffffffffffffff", True),
        ("3 documents", "4 documents", False),
        ("", "", True),
        ("a word too many", "", False),
    ],
)
def test_what_is_printed_is_compared_with_what_is_shown(printed: str, shown: str, expected: bool):
    assert same(printed, shown) is expected


def test_a_page_that_shows_what_is_no_longer_printed_is_rewritten(tmp_path: Path):
    page = tmp_path / "page.md"
    shown = "```console\n$ echo one\n{}\n$ echo two\ntwo\n```\n\n```python\nprint(3)\n```\n\n```text\n{}\n```\n"
    page.write_text(shown.format("none", "4"), "utf-8")
    (tmp_path / "work").mkdir()

    Rewriter(tmp_path / "work").follow(page)

    assert page.read_text("utf-8") == shown.format("one", "3")

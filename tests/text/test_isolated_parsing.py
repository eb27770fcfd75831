import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from making_files import LIMITS, pdf, word

from kg.errors import DocumentTooLarge, DocumentUnreadable, TransientError
from kg.text.isolated import IsolatedParser
from kg.text.reading import ReadLimits, ReadText, read

ENDLESS = b"[" * 3_000_000
"""Markdown that its parser works on for hours."""


@pytest.fixture
def parser() -> Iterator[IsolatedParser]:
    with IsolatedParser(time_limit_s=20) as parser:
        yield parser


def only(parser: IsolatedParser, name: str, content: bytes, limits: ReadLimits = LIMITS) -> str:
    (document,) = read(name, content, limits=limits, parse=parser.parse)
    assert isinstance(document, ReadText)
    return document.text


def readers_of(parent: int) -> list[int]:
    """Return the ids of the reader processes that a process has started and that still run."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue  # it ended while we looked
        if fields[0] != "Z" and int(fields[1]) == parent and b"reader_process" in command:
            found.append(int(folder.name))
    return found


def eventually(condition: Callable[[], object]) -> bool:
    deadline = time.monotonic() + 20
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_hostile_formats_are_read_in_another_process_that_stays(parser: IsolatedParser) -> None:
    page = b"<html><body><p>Ada was born in K\xc3\xb6ln \xf0\x9f\x98\x80.</p></body></html>"

    assert only(parser, "a.html", page) == "Ada was born in Köln 😀."
    first = readers_of(os.getpid())
    assert only(parser, "b.pdf", pdf(["Bob was born."])) == "Bob was born."
    assert only(parser, "c.docx", word("Eve was born.")) == "Eve was born."

    assert len(first) == 1
    assert readers_of(os.getpid()) == first


def test_plain_text_needs_no_process(parser: IsolatedParser) -> None:
    assert only(parser, "a.txt", b"Ada was born.") == "Ada was born."

    assert not readers_of(os.getpid())


def test_the_reason_of_a_refusal_comes_back(parser: IsolatedParser) -> None:
    with pytest.raises(DocumentUnreadable, match=r"^a\.pdf: it is protected by a password"):
        only(parser, "a.pdf", pdf(["secret"], password="sesame"))


def test_a_document_that_takes_too_long_costs_one_error() -> None:
    with IsolatedParser(processes=1, time_limit_s=1) as parser:
        began = time.monotonic()
        with pytest.raises(DocumentUnreadable, match="took longer than 1 s"):
            only(parser, "endless.md", ENDLESS)
        took = time.monotonic() - began

        assert took < 5
        assert only(parser, "next.md", b"# Next") == "Next"


def test_a_document_that_needs_too_much_memory_costs_one_error() -> None:
    with IsolatedParser(processes=1, max_memory_bytes=150_000_000) as parser:
        with pytest.raises(DocumentUnreadable):
            only(parser, "vast.html", b"<p>a</p>" * 500_000)

        assert only(parser, "next.md", b"# Next") == "Next"


def test_a_reader_that_dies_costs_one_error() -> None:
    with IsolatedParser(processes=1) as parser, ThreadPoolExecutor() as pool:
        pending = pool.submit(only, parser, "endless.md", ENDLESS)
        assert eventually(lambda: readers_of(os.getpid()))
        os.kill(readers_of(os.getpid())[0], signal.SIGKILL)

        with pytest.raises(DocumentUnreadable, match="its reader broke down"):
            pending.result()
        assert only(parser, "next.md", b"# Next") == "Next"


def test_text_over_the_limit_does_not_come_back(parser: IsolatedParser) -> None:
    with pytest.raises(DocumentTooLarge):
        only(parser, "a.docx", word("a" * 90_000), ReadLimits(max_document_bytes=80_000))


def test_many_threads_share_the_readers(parser: IsolatedParser) -> None:
    def read_one(number: int) -> str:
        return only(parser, f"{number}.md", f"# Heading {number}".encode())

    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(read_one, range(60)))

    assert texts == [f"Heading {number}" for number in range(60)]
    assert len(readers_of(os.getpid())) == 2


def test_closing_ends_the_readers_in_the_middle_of_a_document() -> None:
    parser = IsolatedParser(processes=1)
    with ThreadPoolExecutor() as pool:
        pending = pool.submit(only, parser, "endless.md", ENDLESS)
        assert eventually(lambda: readers_of(os.getpid()))
        parser.close()

        with pytest.raises(TransientError, match="stopping"):
            pending.result()
    assert not readers_of(os.getpid())
    with pytest.raises(TransientError):
        only(parser, "late.md", b"# Late")


def test_readers_do_not_outlive_a_parent_that_was_killed() -> None:
    script = (
        "import sys, time\n"
        "from kg.text.isolated import IsolatedParser\n"
        "from kg.text.reading import ReadLimits, read\n"
        "parser = IsolatedParser()\n"
        "list(read('a.md', b'# Text', limits=ReadLimits(), parse=parser.parse))\n"
        "print('warm', flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        readers = readers_of(parent.pid)
        parent.kill()

    assert readers
    assert eventually(lambda: not any(Path(f"/proc/{reader}").exists() for reader in readers))


def test_the_reader_knows_nothing_of_the_model_the_database_or_the_environment(
    parser: IsolatedParser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_SECRET", "sesame")
    only(parser, "a.html", b"<p>Ada was born.</p>")
    (reader,) = readers_of(os.getpid())

    loaded = Path(f"/proc/{reader}/maps").read_text()
    environment = Path(f"/proc/{reader}/environ").read_bytes()

    assert "libtorch" not in loaded
    assert "sqlalchemy" not in loaded
    assert b"sesame" not in environment


def test_a_parser_may_be_used_from_a_thread_that_ends_before_the_next_begins(
    parser: IsolatedParser,
) -> None:
    texts: list[str] = []
    for number in range(3):
        thread = threading.Thread(
            target=lambda number=number: texts.append(only(parser, "a.md", b"# %d" % number))
        )
        thread.start()
        thread.join()

    assert texts == ["0", "1", "2"]

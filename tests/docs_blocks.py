"""The commands of a page of documentation, run as a reader would run them, and what they print compared.

`sh` blocks are run by bash. In `console` blocks, lines that begin with `$ ` are commands and what follows
each is what it prints. `python` blocks are run by Python; a `text` block straight after one is its output.
Other languages show files and are not run. In what is printed, a line `…` stands for any lines, `…` within
a line for anything, and decimals, ids and times need only be near.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from markdown_it import MarkdownIt
from services import free_port
from serving import KG, ROOT, kg_environment

FOLLOWED = [
    ROOT / "README.md",
    ROOT / "docs/quickstart.md",
    *sorted((ROOT / "docs/tutorials").glob("*.md")),
]
"""Pages whose commands are run, and do what the page says."""

NOT_HERE = frozenset({"make test"})
"""Runs the tests, which follow pages."""

START_S, COMMAND_S = 240.0, 240.0
NEAR = 0.03
"""Confidences differ a little between processors."""

_SERVES = re.compile(r"^(?:[A-Z_]+=\S+ )*(?:kg serve|make run)\b")
_NUMBER = re.compile(r"\d+\.\d+")
_ID = re.compile(r"\b[0-9a-f]{32}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its text, and the line of the page it begins at."""

    language: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Step:
    """A command or program, and what it should print; None where the page does not show it."""

    language: str
    command: str
    printed: str | None
    line: int


def steps(page: Path) -> Iterator[Step]:
    """Yield what a page has its reader run, in order."""
    found = [
        Block(token.info.strip(), token.content, (token.map or [0])[0] + 1)
        for token in MarkdownIt().parse(page.read_text("utf-8"))
        if token.type == "fence"
    ]
    for number, block in enumerate(found):
        if block.language in ("sh", "bash"):
            yield from (Step("sh", part, None, block.line) for part in _parts(block.text))
        elif block.language == "console":
            yield from _console(block)
        elif block.language == "python":
            after = found[number + 1] if number + 1 < len(found) else None
            told = after is not None and after.language == "text"
            yield Step("python", block.text, after.text if told and after else None, block.line)


def _parts(text: str) -> Iterator[str]:
    """Part what starts a service, which goes on, from what comes before and after it."""
    kept: list[str] = []
    for line in text.splitlines():
        if _SERVES.match(line):
            yield from ["\n".join(kept)] if kept else []
            yield line
            kept = []
        else:
            kept.append(line)
    yield from ["\n".join(kept)] if kept else []


def _console(block: Block) -> Iterator[Step]:
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        number = 1
        while number < len(lines) and _goes_on("".join(lines[:number])):
            number += 1
        yield Step("sh", "".join(lines[:number]), "".join(lines[number:]), block.line)


def _goes_on(command: str) -> bool:
    return command.rstrip().endswith("\\") or command.count("'") % 2 == 1


def same(printed: str, shown: str) -> bool:
    """Return whether a page shows what was printed."""
    pattern = "".join(
        r"(?:[^\n]*\n)*?" if line.strip() == "…" else _line(line) + r"\n"
        for line in shown.rstrip().splitlines()
    )
    text = _without_ids(printed).rstrip()
    found = re.fullmatch(pattern, text and text + "\n")
    if found is None:
        return False
    expected = [float(one) for one in _NUMBER.findall(shown)]
    return all(abs(float(a) - b) <= NEAR for a, b in zip(found.groups(), expected, strict=True))


def _without_ids(text: str) -> str:
    return "\n".join(line.rstrip() for line in _ID.sub("ID", text).splitlines())


def _line(line: str) -> str:
    parts = re.split(r"(…|\d+\.\d+)", _without_ids(line))
    return "".join(
        ".*?" if part == "…" else r"(\d+\.\d+)" if _NUMBER.fullmatch(part) else re.escape(part)
        for part in parts
    )


class Reader:
    """Somebody who follows a page: a folder, a shell, and the services that the page has them start.

    Args:
        leave: Commands that are not run.
    """

    def __init__(self, folder: Path, leave: frozenset[str] = frozenset()) -> None:
        self.folder, self._leave = folder, leave
        self.port = free_port()
        self._served: list[subprocess.Popen[bytes]] = []
        self._environment = kg_environment(port=str(self.port), server=self.address)
        # what is found is the same on every processor then; with bfloat16, a few facts near the threshold are others
        self._environment["KG_PRECISION"] = "float32"
        self._environment["PATH"] = f"{self._commands()}{os.pathsep}{os.environ['PATH']}"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def follow(self, page: Path) -> None:
        """Do all that a page says; fail where something else comes of it."""
        files = page.with_suffix("")
        if files.is_dir():
            shutil.copytree(files, self.folder, dirs_exist_ok=True)
        try:
            for step in steps(page):
                self._take(step, f"{os.path.relpath(page, ROOT)}:{step.line}")
        finally:
            self.leave()

    def leave(self) -> None:
        """Stop what was started."""
        while self._served:
            served = self._served.pop()
            served.terminate()
            served.wait(20)

    def _take(self, step: Step, where: str) -> None:
        command = step.command.split("  #")[0].strip() if "\n" not in step.command else step.command
        if command.strip() in self._leave:
            return
        if _SERVES.match(command):
            self._serve(command)
            return
        if step.printed and self._shows_a_file(command, step.printed):
            return
        code, printed = self._run(
            step.language, command.replace("127.0.0.1:8000", self.address[7:])
        )
        if code != 0 and step.printed is None:
            pytest.fail(f"{where} ended with {code}: {command}\n{printed}")
        if step.printed is not None and not same(printed, step.printed):
            self.differs(step, printed, where)

    def differs(self, step: Step, printed: str, where: str) -> None:
        """Take note that a page shows something else than what was printed."""
        pytest.fail(f"{where} $ {step.command}\nshown:\n{step.printed}\nprinted:\n{printed}")

    def _run(self, language: str, command: str) -> tuple[int, str]:
        program = [sys.executable, "-c"] if language == "python" else ["bash", "-ec"]
        done = subprocess.run(
            [*program, command],
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=COMMAND_S,
        )
        return done.returncode, done.stdout

    def _shows_a_file(self, command: str, printed: str) -> bool:
        """Make a file that the page shows and the reader would write: `cat NAME` before there is any."""
        words = command.split()
        if words[0] != "cat" or len(words) != 2 or (self.folder / words[1]).exists():
            return False
        (self.folder / words[1]).write_text(printed, "utf-8")
        return True

    def _serve(self, command: str) -> None:
        self.leave()
        line = command.partition("#")[0].replace("make run", "kg serve")
        with (self.folder / f"serve-{time.monotonic_ns()}.log").open("wb") as log:
            served = subprocess.Popen(
                ["bash", "-c", f"exec env {line}"],
                cwd=self.folder,
                env=self._environment,
                stderr=log,
                stdout=log,
            )
        self._served.append(served)
        deadline = time.monotonic() + START_S
        while not self._ready("KG_EXAMPLES=0" not in line):
            assert served.poll() is None, "kg serve ended"
            assert time.monotonic() < deadline, "kg serve did not become ready"
            time.sleep(0.1)

    def _ready(self, examples: bool) -> bool:
        try:
            counts = httpx2.get(f"{self.address}/overview").json()["documents"]
            ready = httpx2.get(f"{self.address}/health/ready").status_code == 200
        except httpx2.TransportError:
            return False
        return ready and (set(counts) == {"done"} or not examples)

    def _commands(self) -> Path:
        """Make a folder with `kg`, here and where `make` would have put it."""
        commands = self.folder / ".venv" / "bin"
        commands.mkdir(parents=True)
        kg = commands / "kg"
        kg.write_text(f"#!/bin/sh\nexec {KG[0]} -c '{KG[2]}' \"$@\"\n")
        kg.chmod(0o755)
        return commands

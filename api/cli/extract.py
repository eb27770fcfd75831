"""`kg extract`: facts from a file, without a service."""

import json
import sys
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated

import typer

from api.cli.options import settings
from api.cli.output import say, write
from kg.errors import KGError

STDIN = "-"


class Format(StrEnum):
    """What facts are written as."""

    TURTLE = "turtle"
    JSON_LD = "json-ld"
    JSON = "json"


class InputFormat(StrEnum):
    """What the input is: a document, or a document a line."""

    DOCUMENT = "document"
    JSONL = "jsonl"


def extract(
    file: Annotated[str, typer.Argument(help="A document, or - for stdin.")],
    format: Annotated[Format, typer.Option(help="What to print.")] = Format.TURTLE,
    input_format: Annotated[
        InputFormat, typer.Option(help='jsonl: {"id", "text"} a line, answered line by line.')
    ] = InputFormat.DOCUMENT,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Add the evidence to Turtle and JSON-LD.")
    ] = False,
) -> None:
    """Read a document and print the facts that it states."""
    if file != STDIN and (not Path(file).exists() or Path(file).is_dir()):
        raise typer.BadParameter(f"there is no file {file}")
    if input_format is InputFormat.JSONL:
        _lines(file)
    else:
        _document(file, format, evidence)


def _document(file: str, format: Format, evidence: bool) -> None:
    from api.cli.reading import Reader

    with _opened(file) as source:
        content = source.read()
    reader = Reader(settings())
    found = reader.read_file("stdin.txt" if file == STDIN else file, content)
    match format:
        case Format.JSON:
            write(reader.json(found))
        case Format.JSON_LD:
            write(reader.json_ld(found, evidence=evidence))
        case Format.TURTLE:
            write(reader.turtle(found, evidence=evidence))


def _lines(file: str) -> None:
    from api.cli.lines import answers
    from api.cli.reading import Reader

    chosen = settings()
    failed: list[int] = []

    def report(line: int, error: KGError) -> None:
        failed.append(line)
        say(f"kg: line {line}: {error}")

    reader = Reader(chosen)
    with _opened(file) as source:
        for answer in answers(source, reader.answers, report, characters=chosen.batch_characters):
            typer.echo(json.dumps(answer, ensure_ascii=False))
    if failed:
        raise typer.Exit(1)


def _opened(file: str) -> AbstractContextManager[IO[bytes]]:
    return nullcontext(sys.stdin.buffer) if file == STDIN else Path(file).open("rb")

"""`kg extract`: facts from a file, without a service."""

import json
import sys
from contextlib import AbstractContextManager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from api.cli.options import settings
from api.cli.output import say, write
from kg.errors import KGError

if TYPE_CHECKING:
    from api.cli.reading import Reader

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
    ontology: Annotated[
        Path | None,
        typer.Option(help="Ontology whose properties to look for.  [default: KG_ONTOLOGY]"),
    ] = None,
    examples: Annotated[
        Path | None,
        typer.Option(help='Lines {"text", "subject", "relation", "object"} that show relations.'),
    ] = None,
) -> None:
    """Read a document and print the facts that it states."""
    if file != STDIN and (not Path(file).exists() or Path(file).is_dir()):
        raise typer.BadParameter(f"there is no file {file}")
    if input_format is InputFormat.JSONL:
        _lines(file, ontology, examples)
    else:
        _document(file, format, evidence, ontology, examples)


def _reader(ontology: Path | None, examples: Path | None) -> "Reader":
    from api.cli.reading import Reader

    reader = Reader(settings(ontology=ontology, teaching=examples))
    for line in reader.left_out:
        say(f"kg: example left out: {line}")
    return reader


def _document(
    file: str, format: Format, evidence: bool, ontology: Path | None, examples: Path | None
) -> None:
    with _opened(file) as source:
        content = source.read()
    reader = _reader(ontology, examples)
    found = reader.read_file("stdin.txt" if file == STDIN else file, content)
    match format:
        case Format.JSON:
            write(reader.json(found))
        case Format.JSON_LD:
            write(reader.json_ld(found, evidence=evidence))
        case Format.TURTLE:
            write(reader.turtle(found, evidence=evidence))


def _lines(file: str, ontology: Path | None, examples: Path | None) -> None:
    from api.cli.lines import answers

    characters = settings().batch_characters
    failed: list[int] = []

    def report(line: int, error: KGError) -> None:
        failed.append(line)
        say(f"kg: line {line}: {error}")

    reader = _reader(ontology, examples)
    with _opened(file) as source:
        for answer in answers(source, reader.answers, report, characters=characters):
            typer.echo(json.dumps(answer, ensure_ascii=False))
    if failed:
        raise typer.Exit(1)


def _opened(file: str) -> AbstractContextManager[IO[bytes]]:
    return nullcontext(sys.stdin.buffer) if file == STDIN else Path(file).open("rb")

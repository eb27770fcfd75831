"""`kg teach`: a new relation by one to five examples, without training."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, say
from api.cli.relations import show_found
from kg.errors import InputError

Texts = list[str] | None


def teach(
    name: Annotated[str, typer.Argument(help="What the relation is called.")],
    example: Annotated[
        Texts, typer.Option(help="A sentence that states it; may be given often.")
    ] = None,
    subject: Annotated[Texts, typer.Option(help="Its subject, once for each example.")] = None,
    object: Annotated[Texts, typer.Option(help="Its object, once for each example.")] = None,
    examples: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help='Lines {"text", "subject", "object"}.'),
    ] = None,
    description: Annotated[str | None, typer.Option(help="What it means.")] = None,
    domain: Annotated[Texts, typer.Option(help="What a subject may be, as `person`.")] = None,
    range: Annotated[Texts, typer.Option(help="What an object may be.")] = None,
    only_try: Annotated[
        bool, typer.Option("--try", help="Show what it would find; keep nothing.")
    ] = False,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Teach a relation: every document that is read from now on is read for it, too."""
    shown = _pairs(example or [], subject or [], object or []) + (
        _lines(examples) if examples else []
    )
    if not shown:
        raise typer.BadParameter("give --example with --subject and --object, or --examples FILE")
    given: dict[str, Any] = {
        "examples": shown,
        "description": description,
        "domain": domain or (),
        "range": range or (),
    }
    with client(server) as service:
        if only_try:
            show_found([service.try_relation(name, **given)], as_json)
            return
        taught = service.teach(name, **given)
    if as_json:
        print_json(taught.model_dump(mode="json"))
        return
    typer.echo(f"{taught.id} <{taught.iri}>")
    if taught.read_before:
        say(
            f"{taught.read_before:,} documents were read before. See what they hold: kg relations "
            f"preview {taught.id}; read them again: kg relations reextract {taught.id}"
        )


def _pairs(texts: list[str], subjects: list[str], objects: list[str]) -> list[dict[str, Any]]:
    if not len(texts) == len(subjects) == len(objects):
        raise typer.BadParameter(
            f"each --example needs one --subject and one --object: there are {len(texts)}, "
            f"{len(subjects)} and {len(objects)}"
        )
    return [
        {"text": text, "subject": one, "object": other}
        for text, one, other in zip(texts, subjects, objects, strict=True)
    ]


def _lines(file: Path) -> list[dict[str, Any]]:
    """Read examples from a file; whether their ends stand in their texts the service says."""
    rows = []
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as err:
            raise InputError(f"{file}, line {number}: not JSON in UTF-8.") from err
        if not isinstance(row, dict) or not {"text", "subject", "object"} <= row.keys():
            raise InputError(f"{file}, line {number}: no object with text, subject and object.")
        rows.append(row)
    return rows

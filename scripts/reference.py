"""The reference pages that are written from the code: commands, routes, Python, vocabulary."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import click
import typer
from pyoxigraph import NamedNode, RdfFormat, serialize

from api.app import create_app
from api.cli.app import app as cli
from api.client import Client
from kg.graph.described import described
from kg.graph.vocabulary import RDFS_COMMENT, Vocabulary
from kg.iris import Minter
from kg.settings import Settings


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each page."""
    yield "commands.md", "# Every command\n\n" + "\n".join(_commands())
    yield "routes.md", "# Every route\n\n" + "\n".join(_routes())
    yield "python.md", "# Python\n\n" + "\n".join(_python())
    yield "vocabulary.md", "# RDF vocabulary\n\n" + "\n".join(_vocabulary())


def _commands() -> Iterator[str]:
    whole = typer.main.get_command(cli)
    yield from _command(whole, "kg")


def _command(command: Any, name: str) -> Iterator[str]:
    if subcommands := getattr(command, "commands", None):
        for each in sorted(subcommands):
            yield from _command(subcommands[each], f"{name} {each}")
        return
    context = click.Context(command, info_name=name)
    yield f"## {name}\n"
    yield f"{inspect.cleandoc(command.help or '')}\n"
    rows = [one.get_help_record(context) for one in command.params]
    if rows := [row for row in rows if row]:
        yield "| | |\n|---|---|"
        yield from (f"| `{_cell(left)}` | {_cell(right)} |" for left, right in rows)
        yield ""


def _routes() -> Iterator[str]:
    document = create_app(Settings()).openapi()
    yield "The same as JSON is at `/openapi.json` of a running service, and to try out at `/docs`.\n"
    for path, methods in sorted(document["paths"].items()):
        for method, route in methods.items():
            yield f"## {method.upper()} {path}\n"
            yield f"{route.get('description', route.get('summary', ''))}\n"
            if parameters := route.get("parameters"):
                yield "| parameter | in | |\n|---|---|---|"
                for one in parameters:
                    yield f"| `{one['name']}` | {one['in']} | {_cell(one.get('description', ''))} |"
                yield ""


def _python() -> Iterator[str]:
    yield "`from api.client import Client`\n"
    yield f"{inspect.getdoc(Client)}\n"
    yield f"```text\nClient{inspect.signature(Client)}\n```\n"
    for name, method in sorted(inspect.getmembers(Client, inspect.isfunction)):
        if not name.startswith("_"):
            yield f"## {name}\n"
            yield f"```text\n{name}{inspect.signature(method)}\n```\n"
            yield f"{inspect.getdoc(method) or ''}\n"


def _vocabulary() -> Iterator[str]:
    minter = Minter("http://localhost:8000/")
    triples = described(minter)
    yield "A running service has this at `/vocabulary` under its own `KG_BASE_IRI`: as Turtle, as any other form of RDF, and as a page, by `Accept`.\n"
    yield "| term | |\n|---|---|"
    for one in triples:
        if one.predicate == RDFS_COMMENT and isinstance(one.subject, NamedNode):
            name = one.subject.value.removeprefix(minter.vocabulary)
            if not name.startswith("http"):
                yield f"| `kg:{name}` | {_cell(getattr(one.object, 'value', ''))} |"
    turtle = serialize(triples, format=RdfFormat.TURTLE, prefixes=Vocabulary(minter).prefixes)
    yield f"\n```text\n{(turtle or b'').decode()}```\n"


def _cell(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("|", "\\|")

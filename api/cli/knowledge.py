"""`kg ontology` and `kg rules`: what is reasoned with."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, say, write

if TYPE_CHECKING:
    from api.schemas.reasoning import KnowledgeOut

ontology = typer.Typer(no_args_is_help=True, help="Axioms to reason with.", rich_markup_mode=None)
rules = typer.Typer(no_args_is_help=True, help="Rules to reason with.", rich_markup_mode=None)

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The file.")]
Name = Annotated[str, typer.Option(help="Which one, where there are several.")]

_ONTOLOGIES = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".owl": "application/rdf+xml",
    ".xml": "application/rdf+xml",
    ".jsonld": "application/ld+json",
}
_RULES = {".rq": "application/sparql-query", ".sparql": "application/sparql-query"}


@ontology.command("put")
def put_ontology(
    file: File, name: Name = "main", server: Server = None, as_json: Json = False
) -> None:
    """Reason with an ontology: RDFS and OWL 2 RL axioms."""
    media_type = _ONTOLOGIES.get(file.suffix.lower())
    if media_type is None:
        raise typer.BadParameter(f"{file.suffix or 'no ending'} is not {', '.join(_ONTOLOGIES)}.")
    _put("ontology", file, media_type, name, server, as_json)


@ontology.command("show")
def show_ontology(name: Name = "main", server: Server = None) -> None:
    """Print the ontology as it was given."""
    _show("ontology", name, server)


@ontology.command("delete")
def delete_ontology(name: Name = "main", server: Server = None) -> None:
    """Forget the ontology; what followed by it alone goes."""
    _delete("ontology", name, server)


@rules.command("put")
def put_rules(
    file: File, name: Name = "main", server: Server = None, as_json: Json = False
) -> None:
    """Reason with rules: Horn rules, or (.rq) a CONSTRUCT query."""
    media_type = _RULES.get(file.suffix.lower(), "text/plain")
    _put("rules", file, media_type, name, server, as_json)


@rules.command("show")
def show_rules(name: Name = "main", server: Server = None) -> None:
    """Print the rules as they were given."""
    _show("rules", name, server)


@rules.command("delete")
def delete_rules(name: Name = "main", server: Server = None) -> None:
    """Forget the rules; what followed by them alone goes."""
    _delete("rules", name, server)


_Kind = Literal["ontology", "rules"]


def _put(
    kind: _Kind, file: Path, media_type: str, name: str, server: str | None, as_json: bool
) -> None:
    with client(server) as service:
        _tell(service.put_knowledge(kind, file.read_bytes(), media_type, name=name), as_json)


def _tell(taken: "KnowledgeOut", as_json: bool) -> None:
    if as_json:
        print_json(taken.model_dump(mode="json"))
        return
    for axiom in taken.ignored:
        say(f"cannot be reasoned with: {axiom}")
    typer.echo(f"{taken.rules:,} {'rule' if taken.rules == 1 else 'rules'}")


def _show(kind: _Kind, name: str, server: str | None) -> None:
    with client(server) as service:
        write(service.knowledge(kind, name=name))


def _delete(kind: _Kind, name: str, server: str | None) -> None:
    with client(server) as service:
        service.delete_knowledge(kind, name=name)
    say("Forgotten. The graph follows.")

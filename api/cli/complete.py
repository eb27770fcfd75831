"""`kg complete`: how well facts that were held out can be guessed."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Json, catalogs, given_workspace, settings
from api.cli.output import print_json, print_table

complete = typer.Typer(no_args_is_help=True, help="Guessing facts that no document states.")


@complete.callback()
def _group() -> None:
    """Guessing facts that no document states."""


@complete.command()
def evaluate(
    data: Annotated[
        Path, typer.Option(help="Folder with train, valid and test, .txt or .tsv, perhaps .gz.")
    ],
    rank: Annotated[int, typer.Option(min=1, help="Complex numbers in a vector.")] = 128,
    epochs: Annotated[int, typer.Option(min=1, help="Passes over the facts.")] = 20,
    batch: Annotated[int, typer.Option(min=1, help="Queries in a step.")] = 200,
    negatives: Annotated[
        int, typer.Option(min=0, help="Wrong answers drawn for a step; 0: all entities.")
    ] = 0,
    decay: Annotated[float, typer.Option(min=0, help="Weight of the nuclear 3-norm.")] = 0.01,
    minutes: Annotated[float, typer.Option(min=0, help="Longest training; 0: no limit.")] = 0,
    seed: Annotated[int, typer.Option(help="Seed of every random choice.")] = 0,
    as_json: Json = False,
) -> None:
    """Learn from train, rank test, or valid if there is no test: filtered MRR and hits, both directions."""
    from kg.reasoning.embedding.config import EmbeddingConfig
    from kg.reasoning.evaluating import evaluate as measure
    from kg.reasoning.mining import MiningConfig
    from kg.reasoning.triples import read_folder

    config = EmbeddingConfig(
        rank, epochs, batch, negatives, decay=decay, seed=seed, minutes=minutes
    )
    found = measure(read_folder(data), config, MiningConfig(seed=seed))
    if as_json:
        print_json(found.to_json())
        return
    rows = [
        (name, *(f"{value:.3f}" for value in (one.mrr, one.hits1, one.hits3, one.hits10)))
        for name, one in found.ranked.items()
    ]
    print_table((found.split, "MRR", "hits@1", "hits@3", "hits@10"), rows)


@complete.command()
def train(
    rank: Annotated[int, typer.Option(min=1, help="Complex numbers in a vector.")] = 64,
    epochs: Annotated[int, typer.Option(min=1, help="Passes over the facts.")] = 30,
    minutes: Annotated[
        float, typer.Option(min=0, help="Longest training of each of the two runs; 0: no limit.")
    ] = 0,
    seed: Annotated[int, typer.Option(help="Seed of every random choice.")] = 0,
    data: Annotated[
        Path | None, typer.Option(help="Folder that holds everything.  [default: KG_DATA, or data]")
    ] = None,
    as_json: Json = False,
) -> None:
    """Learn vectors and rule R from the graph's facts, here and not at a server; GET /suggestions takes them up."""
    from dataclasses import asdict

    from kg.extraction.sought import sought_from
    from kg.reasoning.embedding.config import EmbeddingConfig
    from kg.reasoning.learnt.learning import LearningConfig, learn
    from kg.reasoning.learnt.learnt import FILE, save
    from kg.records import DEFAULT_WORKSPACE
    from kg.workspaces import settings_within

    read = settings(data=data)
    with catalogs(data) as (main, catalog):
        revision = catalog.facts.revision()
        facts = catalog.facts.between_things()
        if catalog is not main:
            name = given_workspace.get() or read.workspace or DEFAULT_WORKSPACE
            read = settings_within(read, main.workspaces.get(name))
    embedding = EmbeddingConfig(rank, epochs, 200, relation_weight=0.25, seed=seed, minutes=minutes)
    properties = sought_from(read.ontology, None).properties
    config = LearningConfig(embedding, seed=seed)
    learnt = learn(facts.triples, facts.labels, properties, revision, config)
    save(learnt, read.data / FILE)
    if as_json:
        print_json(asdict(learnt.about))
        return
    typer.echo(
        f"Learnt from {learnt.about.facts:,} facts. GET /suggestions and kg suggest use it at once."
    )

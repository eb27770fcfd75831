"""`kg evaluate`: a checkpoint's figures on a labelled corpus."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Json, settings
from api.cli.output import print_json, print_table, progress_bar


def evaluate(
    data: Annotated[Path, typer.Option(help="Labelled corpus; .gz is read as it is.")],
    format: Annotated[str, typer.Option(help="re-docred, knowledgenet or wiki80.")],
    model: Annotated[
        Path | None, typer.Option(help="Checkpoint.  [default: KG_MODEL, or the shipped one]")
    ] = None,
    split: Annotated[
        Path | None, typer.Option(help='JSON file whose "dev" lists the ids to measure on.')
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure mentions and relations, from raw text and between the corpus's own entities."""
    from kg.model.checkpoint import SHIPPED
    from kg.training.args import Source
    from kg.training.data import dev_ids, read_source
    from kg.training.report import evaluate as measure

    texts = read_source(Source(format, data))
    if split is not None:
        kept = dev_ids(split)
        texts = [text for text in texts if text.id in kept]
    with progress_bar("windows") as bar:
        task = bar.add_task("reading")

        def show(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total)

        folder = settings(model=model).model or SHIPPED
        report = measure(folder, texts, on_progress=show).to_json()
    if as_json:
        print_json(report)
        return
    rows = [
        [name, *(f"{row[key]:.3f}" for key in ("precision", "recall", "f1"))]
        for name, row in report.items()
        if name != "ece"
    ]
    print_table(["", "precision", "recall", "F1"], rows)
    typer.echo(f"calibration error of the relations' confidence: {report['ece']:.3f}")

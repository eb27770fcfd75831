"""`kg evaluate`: a checkpoint's figures on a labelled corpus."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import Json, settings
from api.cli.output import print_json, progress_bar, say

if TYPE_CHECKING:
    from kg.training.measures.request import Request
    from kg.training.report import Report


def evaluate(
    data: Annotated[
        Path, typer.Option(help="Labelled corpus, a file or folder; .gz is read as it is.")
    ],
    format: Annotated[
        str, typer.Option(help="re-docred, knowledgenet, conll04, fewrel, text2kg …")
    ],
    model: Annotated[
        Path | None, typer.Option(help="Checkpoint.  [default: KG_MODEL, or the shipped one]")
    ] = None,
    gold_entities: Annotated[
        bool, typer.Option("--gold-entities", help="Give the entities; ask for relations only.")
    ] = False,
    ontology: Annotated[
        Path | None, typer.Option(help="What to look for.  [default: what the corpus judges]")
    ] = None,
    examples: Annotated[
        Path | None, typer.Option(help="Sentences that show relations, one a line.")
    ] = None,
    no_examples: Annotated[
        bool, typer.Option("--no-examples", help="text2kg: do not show the train sentences.")
    ] = False,
    min_confidence: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="What counts as stated.  [default: the checkpoint's]"),
    ] = None,
    way: Annotated[int, typer.Option(help="fewrel: relations of an episode.")] = 5,
    shot: Annotated[int, typer.Option(help="fewrel: sentences shown of each.")] = 1,
    episodes: Annotated[int, typer.Option(help="fewrel: how many to draw.")] = 1000,
    with_names: Annotated[
        bool, typer.Option("--with-names", help="fewrel: also with names and descriptions shown.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Seed of episodes and of noise.")] = 13,
    split: Annotated[
        Path | None, typer.Option(help='JSON file whose "dev" lists the ids to measure on.')
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Another checkpoint, to compare with.")
    ] = None,
    robustness: Annotated[
        bool, typer.Option("--robustness", help="Again with typos, changed case and OCR noise.")
    ] = False,
    as_json: Json = False,
    out: Annotated[Path | None, typer.Option(help="Also write the JSON here.")] = None,
) -> None:
    """Measure mentions, coreference and relations, from raw text or between the corpus's own entities."""
    from api.cli.report import show
    from kg.model.checkpoint import SHIPPED
    from kg.training.measures.episodes import Episodes
    from kg.training.measures.request import Request

    request = Request(
        data,
        format,
        settings(model=model).model or SHIPPED,
        marked=gold_entities,
        ontology=ontology,
        examples=examples,
        split=split,
        min_confidence=min_confidence,
        episodes=Episodes(way, shot, episodes, seed),
        with_names=with_names,
        own_examples=not no_examples,
        robustness=robustness,
    )
    report = _measured(request)
    found = report.to_json()
    if baseline is not None:
        found |= _compared(found, request, baseline)
    if out is not None:
        _write(out, found)
    if as_json:
        print_json(found)
    else:
        show(report, found)


def _measured(request: "Request") -> "Report":
    from kg.training.measures.evaluate import evaluate as measure

    with progress_bar("") as bar:
        task = bar.add_task("reading", total=None)

        def show(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total)

        return measure(request, on_progress=show)


def _compared(found: dict[str, object], request: "Request", baseline: Path) -> dict[str, object]:
    from dataclasses import replace

    from kg.training.report import differences

    before = _measured(replace(request, model=baseline)).to_json()
    return {"baseline": before, "difference": differences(found, before)}


def _write(out: Path, found: dict[str, object]) -> None:
    try:
        out.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as err:
        raise typer.BadParameter(f"{out} cannot be written: {err.strerror}") from err
    say(f"The figures are in {out}.")

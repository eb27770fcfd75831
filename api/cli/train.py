"""`kg train`: a checkpoint made from labelled corpora."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.options import Json, Server
from api.cli.output import print_json, say
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.training.report import Report


def train(
    out: Annotated[Path, typer.Option(help="Folder for the checkpoint.")],
    data: Annotated[
        list[Path] | None, typer.Option(help="Labelled corpus, a file or folder; may be repeated.")
    ] = None,
    format: Annotated[
        list[str] | None,
        typer.Option(help="Format of each --data, in order: re-docred, conll04, jsonl …"),
    ] = None,
    from_reviews: Annotated[
        bool,
        typer.Option("--from-reviews", help="Learn from what people decided at the service."),
    ] = False,
    unlabelled: Annotated[
        list[Path] | None,
        typer.Option(
            help="Texts without labels, a file or folder: learn from what the model is sure of there."
        ),
    ] = None,
    sure: Annotated[
        float | None,
        typer.Option(min=0.5, max=1, help="How sure it has to be there.  [default: 0.8]"),
    ] = None,
    distant: Annotated[
        bool,
        typer.Option(
            "--distant", help="Learn from what the service's knowledge bases say of its documents."
        ),
    ] = False,
    server: Server = None,
    dev: Annotated[
        Path | None,
        typer.Option(help="Texts to measure on.  [default: a tenth of --data is kept for it]"),
    ] = None,
    split: Annotated[
        Path | None, typer.Option(help='JSON file whose "dev" lists the ids to measure on.')
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", "--recipe", help="Settings in YAML, of one run or in stages."),
    ] = None,
    data_folder: Annotated[
        Path, typer.Option(help="Folder that the paths in --config start from.")
    ] = Path(),
    init: Annotated[
        Path | None, typer.Option(help="Checkpoint to start from.  [default: the shipped one]")
    ] = None,
    from_scratch: Annotated[
        bool, typer.Option("--from-scratch", help="Start from the bare encoder instead.")
    ] = False,
    encoder: Annotated[
        str | None, typer.Option(help="Hugging Face name or path; starts from scratch.")
    ] = None,
    fitted_as: Annotated[
        Path | None,
        typer.Option(help="Checkpoint to take threshold and calibration from, if none are fitted."),
    ] = None,
    name: Annotated[str | None, typer.Option(help="What the model is to be called.")] = None,
    version: Annotated[str | None, typer.Option(help="Its version.")] = None,
    method: Annotated[
        str | None, typer.Option(help="full, top-layers, lora or adalora.  [default: full]")
    ] = None,
    top_layers: Annotated[int | None, typer.Option(help="Layers that top-layers trains.")] = None,
    lora_rank: Annotated[int | None, typer.Option(help="Rank of lora and adalora.")] = None,
    optimizer: Annotated[str | None, typer.Option(help="adamw or sgd.  [default: adamw]")] = None,
    epochs: Annotated[
        int | None, typer.Option(help="Passes over the data.  [default: by its size]")
    ] = None,
    batch_tokens: Annotated[
        int | None, typer.Option(help="Tokens of a batch.  [default: by the data's size]")
    ] = None,
    accumulate: Annotated[int | None, typer.Option(help="Batches that make one step.")] = None,
    encoder_rate: Annotated[
        float | None, typer.Option(help="Peak learning rate of the encoder.")
    ] = None,
    head_rate: Annotated[
        float | None, typer.Option(help="Peak learning rate of the heads.")
    ] = None,
    weight_decay: Annotated[float | None, typer.Option(help="Decoupled weight decay.")] = None,
    dropout: Annotated[float | None, typer.Option(help="Share that is dropped.")] = None,
    warmup: Annotated[float | None, typer.Option(help="Share of steps with rising rate.")] = None,
    patience: Annotated[
        int | None,
        typer.Option(help="Epochs without a better dev score before it stops.  [default: 8]"),
    ] = None,
    adversarial: Annotated[
        str | None, typer.Option(help="none, fgm or freelb.  [default: none]")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of every random choice.")] = None,
    precision: Annotated[
        str | None, typer.Option(help="auto, bf16 or float32.  [default: auto]")
    ] = None,
    track: Annotated[
        list[str] | None, typer.Option(help="tensorboard or wandb; may be repeated.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run that was cut off.")
    ] = False,
    search: Annotated[
        int | None, typer.Option(min=1, help="Try so many settings, and keep the best ones.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Train a model, calibrate it, and measure it on the dev texts before and after."""
    own = {
        "fitted_as": fitted_as and fitted_as.absolute(),
        "name": name,
        "version": version,
        "method": method,
        "top_layers": top_layers,
        "lora_rank": lora_rank,
        "optimizer": optimizer,
        "epochs": epochs,
        "batch_tokens": batch_tokens,
        "accumulate": accumulate,
        "encoder_rate": encoder_rate,
        "head_rate": head_rate,
        "weight_decay": weight_decay,
        "dropout": dropout,
        "warmup": warmup,
        "patience": patience,
        "adversarial": adversarial,
        "seed": seed,
        "precision": precision,
    }
    given: dict[str, Any] = {key: value for key, value in own.items() if value is not None}
    formats = format or []
    if from_reviews:
        from api.cli.reviewed import with_decisions

        data, formats = with_decisions(data or [], formats, out, server, resume=resume)
    if data:
        from api.cli.training import settings_for

        given |= settings_for(data, formats, dev, split)
    if config is not None and (unlabelled or distant):
        raise InputError(
            "--unlabelled and --distant go with --data, not with --config. Run once without it: the labels are "
            "kept in the folder of --out, and a --config may list that file as jsonl, with guessed: true."
        )
    if sure is not None and not unlabelled:
        raise InputError(
            "--sure says how sure the model has to be of --unlabelled texts: name some."
        )
    if unlabelled:
        from api.cli.guessed import from_texts

        labelled = given.get("data", [])
        found = from_texts(unlabelled, labelled, init, out, sure=sure, resume=resume)
        given["data"] = [*labelled, found]
    if distant:
        from api.cli.distant import from_base

        given["data"] = [*given.get("data", []), from_base(server, out, resume=resume)]
    from api.cli.training import beginning

    begins = beginning(init, from_scratch, encoder)
    if "data" in given and config is None:
        from kg.model.checkpoint import SHIPPED

        given = {"held_out": 0.1, "patience": 8, "init": SHIPPED, **given}
    given |= begins
    _train(config, data_folder, out, given, track or [], resume, search, as_json)


def _train(
    config: Path | None,
    data_folder: Path,
    out: Path,
    given: dict[str, Any],
    track: list[str],
    resume: bool,
    search: int | None,
    as_json: bool,
) -> None:
    from api.cli.training import run, show_table
    from kg.training.recipe import SHIPPED_RECIPE, Recipe, read_recipe
    from kg.training.settings_file import from_settings

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    if "data" in given and config is None:
        recipe = Recipe((from_settings({**given, "out": out}, Path.cwd(), "kg train"),))
    else:
        recipe = read_recipe(config or SHIPPED_RECIPE, data_folder, out, given)
    if search is not None:
        show_table(recipe, search, as_json)
        return
    earlier, report = run(recipe, track, resume)
    _show(out, earlier, report, as_json)


def _show(out: Path, earlier: "Report | None", report: "Report", as_json: bool) -> None:
    from kg.training.report import differences

    found = report.to_json()
    if earlier is not None:
        first = earlier.to_json()
        found |= {"baseline": first, "difference": differences(found, first)}
    if as_json:
        print_json(found)
    elif report.scores:
        from api.cli.report import show

        show(report, found)
    say(f"The checkpoint is in {out}. KG_MODEL={out} makes kg use it.")

"""`kg analogy`: which pair of names is related as another one is."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.options import Json
from api.cli.output import print_json
from kg.errors import InputError


def analogy(
    questions: Annotated[
        Path,
        typer.Option(
            help='JSONL file; a line is {"stem": [a, b], "choice": [[c, d], …], "answer": 0}.'
        ),
    ],
    as_json: Json = False,
) -> None:
    """Answer multiple-choice analogies, and say how many answers are right."""
    from kg.model.namepairs import score_choices

    read = _read(questions)
    scores = score_choices([(one["stem"], one["choice"]) for one in read])
    answers = [max(range(len(each)), key=each.__getitem__) for each in scores]
    right = sum(a == one["answer"] for a, one in zip(answers, read, strict=True))
    accuracy = right / len(read)
    if as_json:
        print_json({"questions": len(read), "accuracy": accuracy, "answers": answers})
        return
    typer.echo(f"{right} of {len(read)} right ({accuracy:.1%})")


def _read(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    try:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                stem, choice = tuple(row["stem"]), [(c, d) for c, d in row["choice"]]
                found.append({"stem": stem, "choice": choice, "answer": int(row["answer"])})
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise InputError(
            f'{file}: {err}. Each line is {{"stem": [a, b], "choice": [[c, d], …], "answer": 0}}.'
        ) from err
    if not found:
        raise InputError(f"{file} holds no questions.")
    return found

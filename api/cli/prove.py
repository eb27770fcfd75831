"""`kg prove`: whether claims follow from facts and rules in simple English."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Json
from api.cli.output import print_json


def prove(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="Facts and rules, one a sentence.")
    ],
    claims: Annotated[
        list[str] | None, typer.Argument(help='Claims, for example "The cow is blue."')
    ] = None,
    questions: Annotated[
        bool, typer.Option("--questions", help="FILE is ProofWriter's JSON: measure on it.")
    ] = False,
    last: Annotated[int, typer.Option(min=0, help="Only so many at the end; 0 is all.")] = 0,
    as_json: Json = False,
) -> None:
    """Judge claims True, False or Unknown by a text, with proofs; needs no service."""
    if questions:
        _measure(file, last, as_json)
        return
    if not claims:
        raise typer.BadParameter("name what is to be proved.")
    _prove(file.read_text("utf-8"), claims, as_json)


def _prove(text: str, claims: list[str], as_json: bool) -> None:
    from kg.reasoning.logic.drawing import as_text
    from kg.reasoning.proving import drawn, judge

    found = []
    for claim in claims:
        judged = judge(text, claim)
        proofs = as_text([drawn(step) for step in judged.proofs]) if judged.proofs else ""
        found.append({"claim": claim, "verdict": judged.verdict, "proofs": proofs})
        if not as_json:
            typer.echo(f"{judged.verdict}: {claim}")
            typer.echo(proofs)
    if as_json:
        print_json(found)


def _measure(file: Path, last: int, as_json: bool) -> None:
    from kg.reasoning.proofwriter import measure, read_questions

    measured = measure(read_questions(file)[-last:])
    figures = {
        "questions": measured.questions,
        "accuracy": round(measured.accuracy, 4),
        "unread": measured.unread,
        "judged": {
            f"{answer}→{verdict}": n for (answer, verdict), n in sorted(measured.judged.items())
        },
    }
    if as_json:
        print_json(figures)
    else:
        typer.echo(
            f"{measured.accuracy:.1%} of {measured.questions} right, {measured.unread} unread"
        )

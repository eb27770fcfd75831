"""`kg analogy`: what is related as something else is."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.options import Json, Server, client
from api.cli.output import print_json, say
from kg.errors import InputError

if TYPE_CHECKING:
    from api.schemas.analogy import AnalogyAnswer


Term = Annotated[str | None, typer.Argument(help="A name, an IRI, or TYPE/NAME.")]


def analogy(
    a: Term = None,
    b: Term = None,
    c: Term = None,
    most: Annotated[int, typer.Option("-k", min=1, max=100, help="Answers at most.")] = 10,
    candidate: Annotated[
        list[str] | None, typer.Option(help="Words that may be the answer; may be repeated.")
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option(
            help='JSONL file of choices instead; a line is {"stem": [a, b], "choice": [[c, d], …], "answer": 0}.'
        ),
    ] = None,
    server: Server = None,
    as_json: Json = False,
) -> None:
    """Say what stands to C as B to A, with the evidence; or answer multiple-choice analogies."""
    if questions is not None:
        return _choose(questions, as_json)
    if a is None or b is None or c is None:
        raise typer.BadParameter("give A, B and C, or --questions.")
    with client(server) as service:
        found = service.analogy(a, b, c, k=most, candidates=candidate or ())
    if as_json:
        return print_json(found.model_dump(mode="json"))
    if found.reason:
        say(found.reason)
    for one in found.answers:
        _show(one)
    return None


def _show(one: "AnalogyAnswer") -> None:
    logic = f"logic {one.logic.score:.2f}" if one.logic else "no logic"
    alike = "not compared" if one.likeness is None else f"likeness {one.likeness:.2f}"
    typer.echo(f"{one.value}\t{one.score:.2f}\t{logic}\t{alike}")
    if one.logic is None:
        return
    for side, facts in (("a : b", one.logic.facts.a_b), ("c : d", one.logic.facts.c_d)):
        for fact in facts:
            typer.echo(f"  {side}  {fact.subject} · {fact.predicate} · {fact.object}")
            for quote in fact.quotes:
                text = " ".join(quote.text.split())
                typer.echo(f"    {quote.document} {quote.start}–{quote.end}: “{text}”")


def _choose(questions: Path, as_json: bool) -> None:
    from kg.model.choices import score_choices

    read = _read(questions)
    scores = score_choices([(one["stem"], one["choice"]) for one in read])
    answers = [max(range(len(each)), key=each.__getitem__) for each in scores]
    right = sum(a == one["answer"] for a, one in zip(answers, read, strict=True))
    accuracy = right / len(read)
    if as_json:
        print_json({"questions": len(read), "accuracy": accuracy, "answers": answers})
        return
    typer.echo(f"{right} of {len(read)} right ({accuracy:.1%})")


def _index(row: dict[str, Any], choice: list[Any]) -> int:
    answer = int(row["answer"])
    if not 0 <= answer < len(choice):
        raise ValueError(
            f"answer {answer} is none of the {len(choice)} in choice, which count from 0"
        )
    return answer


def _read(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    try:
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                row = json.loads(line)
                stem, choice = tuple(row["stem"]), [(c, d) for c, d in row["choice"]]
                found.append({"stem": stem, "choice": choice, "answer": _index(row, choice)})
    except (OSError, ValueError, KeyError, TypeError) as err:
        raise InputError(
            f'{file}: {err}. Each line is {{"stem": [a, b], "choice": [[c, d], …], "answer": 0}}.'
        ) from err
    if not found:
        raise InputError(f"{file} holds no questions.")
    return found

"""A report for people: a line a relation, then the whole, then what else was measured."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import typer

from api.cli.output import print_table

if TYPE_CHECKING:
    from kg.training.report import Report

_RATIOS = ("precision", "recall", "f1")


def show(report: "Report", found: Mapping[str, Any]) -> None:
    """Print a classification report; `found` is its JSON, with the comparison if there is one."""
    about = ", ".join(f"{name} {value}" for name, value in report.about.items())
    typer.echo(about)
    if found["per_relation"]:
        rows = [
            [row["label"], *map(_number, (row[key] for key in _RATIOS)), str(row["support"])]
            for row in found["per_relation"]
        ]
        typer.echo()
        print_table(["relation", "precision", "recall", "F1", "support"], rows)
    typer.echo()
    print_table(
        ["", "precision", "recall", "F1"], [_row(name, found[name]) for name in report.scores]
    )
    if report.ece is not None:
        typer.echo(f"calibration error of the relations' confidence: {report.ece:.3f}")
    for name, value in report.more.items():
        typer.echo()
        _show_more(name, value)
    if "baseline" in found:
        typer.echo()
        print_table(["before against after", "before", "after", "difference"], _compared(found))


def _row(name: str, row: Mapping[str, Any]) -> list[str]:
    return [name.replace("_", " "), *(_number(row[key]) for key in _RATIOS)]


def _show_more(name: str, value: Any) -> None:
    name = name.replace("_", " ")
    if not isinstance(value, Mapping):
        typer.echo(f"{name}: {_number(value)}")
        return
    flat = dict(_flat(value))
    print_table([name, ""], [[key, _number(one)] for key, one in flat.items()])


def _compared(found: Mapping[str, Any]) -> Iterator[list[str]]:
    before, after = dict(_flat(found["baseline"])), dict(_flat(found))
    for name, difference in _flat(found["difference"]):
        yield [name, _number(before[name]), _number(after[name]), f"{difference:+.3f}"]


def _flat(value: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, one in value.items():
        name = f"{before}{key.replace('_', ' ')}"
        if isinstance(one, Mapping):
            yield from _flat(one, f"{name} ")
        elif not isinstance(one, list):
            yield name, one


def _number(value: Any) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)

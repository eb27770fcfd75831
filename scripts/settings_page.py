"""Prints docs/settings.md: one row for each field of kg.settings.Settings, from its docstring."""

import ast
import inspect
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from kg.settings import Settings

HEAD = """# Settings

Every setting is an environment variable or a line in a `.env` file in the folder that `kg` is started from; the environment wins. Options of a command win over both. Times are in seconds, sizes in bytes unless the name says otherwise.

This page is made from `kg/settings.py` by `make docs`.

| Variable | Default | What it is |
|---|---|---|"""


def main() -> None:
    meanings = dict(_docstrings(ast.parse(inspect.getsource(Settings))))
    print(HEAD)
    for name, field in Settings.model_fields.items():
        meaning = meanings[name] + _choices(field.annotation)
        print(f"| `KG_{name.upper()}` | {_shown(field.default)} | {meaning} |")


def _docstrings(module: ast.Module) -> Iterator[tuple[str, str]]:
    (settings,) = module.body
    assert isinstance(settings, ast.ClassDef)
    for field, text in zip(settings.body, settings.body[1:], strict=False):
        match field, text:
            case ast.AnnAssign(target=ast.Name(name)), ast.Expr(ast.Constant(str(docstring))):
                yield name, " ".join(docstring.split())


def _choices(annotation: Any) -> str:
    if get_origin(annotation) is not Literal:
        return ""
    return f" One of {', '.join(f'`{choice}`' for choice in get_args(annotation))}."


def _shown(default: Any) -> str:
    match default:
        case None:
            return "–"
        case bool():
            return f"`{int(default)}`"
        case _:
            return f"`{default}`"


if __name__ == "__main__":
    main()

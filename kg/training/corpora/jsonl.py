"""Our own format: one text with its labels a line; docs/training.md shows each form.

{"relations": {"works for": "organisation that this person works for"}}
{"text": "Ann leads Acme.", "mentions": [{"start": 0, "end": 3, "type": "person"}, …],
 "relations": [{"subject": 0, "relation": "works for", "object": 1}]}
{"text": "Ann leads Acme.", "subject": "Ann", "relation": "works for", "object": "Acme"}
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.training.corpora.jsonl_lines import BadLine, Marked, marked
from kg.training.corpora.names import RelationNames
from kg.training.corpora.records import Corpus, LabelledText, open_corpus

Row = Callable[[], Mapping[str, Any]]
"""Gives one row, or raises BadLine."""

_SHOWN = 20
"""Bad lines that one message lists."""

_HEADER = frozenset({"relations", "ontology"})


def read_jsonl(path: Path) -> Corpus:
    """Read a file whole.

    Raises:
        InputError: Lines are bad, all of which are named; or there is no text.
    """
    rows = ((f"line {number}", partial(_row, line)) for number, line in _lines(path))
    return corpus_of(path, rows)


def corpus_of(path: Path, rows: Iterator[tuple[str, Row]]) -> Corpus:
    """Make a corpus of rows, each with the place in the file by which messages name it.

    Raises:
        InputError: Rows are bad, all of which are named; or there is no text.
    """
    names = RelationNames()
    texts: list[Marked] = []
    bad: list[str] = []
    for number, (where, read) in enumerate(rows, start=1):
        try:
            row = read()
            if _HEADER & row.keys() and "text" not in row:
                names.declare(row, path.parent)
            else:
                texts.append(marked(row, number, names))
        except BadLine as err:
            bad.append(f"{where}: {err}")
    if bad:
        more = f"\n… and {len(bad) - _SHOWN} more" if len(bad) > _SHOWN else ""
        raise InputError(
            f"{path}: {len(bad)} lines cannot be used:\n" + "\n".join(bad[:_SHOWN]) + more
        )
    if not texts:
        raise InputError(f'{path}: there is no text in it. Each line needs a "text".')
    used = {relation for text in texts for _, relation, _ in text.relations}
    judged = frozenset(names.declared or used)
    types = frozenset(m.label for text in texts for m in text.mentions if m.label)
    return Corpus(
        tuple(_labelled(text, judged, types) for text in texts),
        tuple(names.properties[iri] for iri in sorted(judged | used)),
    )


def _labelled(text: Marked, judged: frozenset[str], types: frozenset[str]) -> LabelledText:
    looked_for = judged if text.judged is None else text.judged
    return LabelledText(
        text.id,
        text.text,
        text.mentions,
        text.relations,
        looked_for or None,
        text.pairs,
        types if text.complete is True else text.complete or frozenset(),
        text.clustered,
        text.exhaustive,
    )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with open_corpus(path) as file:
            for number, line in enumerate(file, start=1):
                if line.strip("\ufeff \t\r\n"):
                    yield number, line.removeprefix("\ufeff")
    except UnicodeDecodeError as err:
        raise InputError(f"{path} is not UTF-8: {err.reason} at byte {err.start}.") from err
    except (OSError, EOFError) as err:
        raise InputError(f"{path} cannot be read: {err}.") from err


def _row(line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as err:
        raise BadLine(f"not JSON ({err.msg} at column {err.colno})") from err
    except (ValueError, RecursionError) as err:
        raise BadLine("not JSON that can be read") from err
    if not isinstance(row, dict):
        raise BadLine("not a JSON object")
    return row

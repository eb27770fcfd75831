"""Annotations made in Label Studio (labelstud.io): its JSON export of texts with labels and relations.

Of each task, the newest annotation that was not cancelled counts; tasks without one are passed over, since a
prediction that nobody looked at teaches nothing.
"""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.training.corpora.jsonl import corpus_of
from kg.training.corpora.jsonl_lines import BadLine
from kg.training.corpora.records import Corpus, open_corpus

_UNTYPED = "pronoun"
"""Label that the export of kg gives to what has no type."""


def read_label_studio(path: Path) -> Corpus:
    """Read a file whole.

    Raises:
        InputError: Tasks are bad, all of which are named; or none has an annotation.
    """
    tasks = _tasks(path)
    annotated = [
        (f"task {number}", task, result)
        for number, task in enumerate(tasks, start=1)
        if (result := _result(task)) is not None
    ]
    if not annotated:
        raise InputError(
            f"{path}: none of {len(tasks):,} tasks has an annotation. Submit some in Label Studio, "
            'then export them as "JSON".'
        )
    iris = {label: iri for _, task, _ in annotated for label, iri in _shown(task).items()}
    used = {label for _, _, result in annotated for one in result for label in _labels(one)}
    # what one task was shown with or uses, an annotator looked for in all
    judged = sorted({*iris.values(), *(iris.get(label, label) for label in used)})
    rows = (
        (where, partial(_line, task, result, iris, judged)) for where, task, result in annotated
    )
    return corpus_of(path, rows)


def _tasks(path: Path) -> list[Any]:
    try:
        with open_corpus(path) as file:
            found = json.load(file)
    except (OSError, EOFError, ValueError, RecursionError) as err:
        raise InputError(f'{path} cannot be read as Label Studio\'s "JSON" export: {err}.') from err
    if not isinstance(found, list):
        raise InputError(f'{path} is not a list of tasks. Export from Label Studio as "JSON".')
    return found


def _result(task: Any) -> list[Any] | None:
    """What the annotation that counts says; None: nobody annotated the task."""
    if not isinstance(task, dict):
        raise InputError('A task is no JSON object. Export from Label Studio as "JSON".')
    annotations = [
        one
        for one in task.get("annotations") or task.get("completions") or ()
        if isinstance(one, dict) and not one.get("was_cancelled")
    ]
    if not annotations:
        return None
    result = max(annotations, key=lambda one: str(one.get("updated_at") or "")).get("result")
    return [one for one in result or () if isinstance(one, dict)]


def _shown(task: Mapping[str, Any]) -> Mapping[str, str]:
    """The labels of relations, with their IRIs, that the export of kg names beside a text."""
    data = task.get("data")
    shown = data.get("relations") if isinstance(data, dict) else None
    pairs = shown.items() if isinstance(shown, dict) else ()
    return {label: iri for label, iri in pairs if isinstance(iri, str)}


def _labels(one: Mapping[str, Any]) -> list[str]:
    return list(one.get("labels") or ()) if one.get("type") == "relation" else []


def _line(
    task: Mapping[str, Any], result: list[Any], iris: Mapping[str, str], judged: list[str]
) -> Mapping[str, Any]:
    """Return a task in the form of a line of our own format."""
    data = task.get("data")
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise BadLine('its data has no "text"')
    mentions: list[dict[str, Any]] = []
    places: dict[str, int] = {}
    for one in result:
        if one.get("type") == "labels":
            places[str(one.get("id"))] = len(mentions)
            mentions.append(_mention(one, data["text"]))
    return {
        "id": str(data.get("document") or task.get("id")),
        "text": data["text"],
        "mentions": mentions,
        "relations": list(_relations(result, places, iris)),
        "judged": judged,
    }


def _mention(region: Mapping[str, Any], text: str) -> dict[str, Any]:
    value = region.get("value")
    if not isinstance(value, dict):
        raise BadLine(f"region {region.get('id')} has no value")
    labels = value.get("labels") or [None]
    start, end = _place(value, text)
    return {"start": start, "end": end, "type": None if labels[0] == _UNTYPED else labels[0]}


def _place(value: Mapping[str, Any], text: str) -> tuple[Any, Any]:
    """Code points; older releases counted UTF-16 code units, which the quoted text tells."""
    start, end, quoted = value.get("start"), value.get("end"), value.get("text")
    if not isinstance(quoted, str) or type(start) is not int or type(end) is not int:
        return start, end
    if text[start:end] == quoted or text.isascii():
        return start, end
    units = text.encode("utf-16-le")
    if units[2 * start : 2 * end] == quoted.encode("utf-16-le"):
        before = units[: 2 * start].decode("utf-16-le", "ignore")
        return len(before), len(before) + len(quoted)
    return start, end


def _relations(
    result: list[Any], places: Mapping[str, int], iris: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for one in result:
        if one.get("type") != "relation":
            continue
        ends = places.get(str(one.get("from_id"))), places.get(str(one.get("to_id")))
        if not (labels := _labels(one)):
            raise BadLine(
                "a relation has no label. Give it one in Label Studio, or delete it there"
            )
        directions = {"left": [ends[::-1]], "bi": [ends, ends[::-1]]}
        for subject, object_ in directions.get(str(one.get("direction")), [ends]):
            for label in labels:
                yield {
                    "subject": subject,
                    "relation": iris.get(label, label),
                    "object": object_,
                }

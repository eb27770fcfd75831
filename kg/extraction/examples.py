"""Teaching examples: sentences in which somebody has marked a relation, one JSON object a line.

    {"text": "Ann leads Acme.", "subject": "Ann", "relation": "chief executive", "object": "Acme"}

`relation` is a label, an IRI or the end of one. `subject_span` and `object_span`, [start, end) in Unicode
code points, say which occurrence is meant; without them it is the pair that stands closest together.
"""

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.errors import InputError
from kg.extraction.chinese_spans import HAN
from kg.ontology.lookup import PropertyNames
from kg.ontology.records import Ontology
from kg.records import Span

_SHOWN = 20
"""Bad lines that one message lists."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_KEYS = ("text", "subject", "relation", "object")


@dataclass(frozen=True, slots=True)
class TeachingExample:
    """One marked relation: `relation` is its IRI, `line` where the example stands in its file."""

    text: str
    subject: Span
    relation: str
    object: Span
    line: int


class _BadLine(Exception):
    """What is wrong with one line; several become one `InputError`."""


class _NotInText(_BadLine):
    """A well-formed line whose names cannot be found in its text."""


def read_examples(
    data: bytes, ontology: Ontology, left_out: list[str] | None = None
) -> tuple[TeachingExample, ...]:
    """Read a JSONL file of examples for the relations of an ontology. Blank lines are passed over.

    Args:
        left_out: Where lines are told whose subject or object does not occur in their text, as happens in
            examples made from a knowledge base; without it such a line is as bad as any other.

    Raises:
        InputError: There is no example, or any line is bad; the message says which, and what is wrong.
    """
    names = PropertyNames(ontology.properties)
    found: list[TeachingExample] = []
    bad: list[str] = []
    for number, line in _lines(data):
        try:
            found.append(_example(line, number, names))
        except _BadLine as err:
            lenient = left_out is not None and isinstance(err, _NotInText)
            told = left_out if lenient and left_out is not None else bad
            told.append(f"line {number}: {err}")
    if not found and left_out:
        bad.extend(left_out)
    if bad:
        more = f"\n… and {len(bad) - _SHOWN} more" if len(bad) > _SHOWN else ""
        listed = "\n".join(bad[:_SHOWN])
        raise InputError(f"{len(bad)} of the examples cannot be used:\n{listed}{more}")
    if not found:
        raise InputError(
            f"There are no examples: each line is a JSON object with {_listed(_KEYS)}."
        )
    return tuple(found)


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            yield number, line


def _example(line: bytes, number: int, names: PropertyNames) -> TeachingExample:
    row = _row(line)
    text = row["text"]
    subjects = _places(row, "subject", text)
    objects = _places(row, "object", text)
    pair = _closest(subjects, objects)
    if pair is None:
        raise _NotInText("subject and object are the same place in the text")
    return TeachingExample(text, pair[0], _relation(row["relation"], names), pair[1], number)


def _row(line: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as err:
        raise _BadLine(f"not JSON ({err.msg} at column {err.colno})") from err
    except (ValueError, RecursionError) as err:
        raise _BadLine("not JSON in UTF-8") from err
    if not isinstance(row, Mapping):
        raise _BadLine("not a JSON object")
    missing = [key for key in _KEYS if not (isinstance(row.get(key), str) and row[key].strip())]
    if missing:
        raise _BadLine(f"without a text for {_listed(missing)}")
    if any(_SURROGATE.search(row[key]) for key in _KEYS):
        raise _BadLine("half of a surrogate pair stands in it; write the whole character")
    return row


def _relation(name: str, names: PropertyNames) -> str:
    property = names.find(name)
    if property is None:
        near = names.nearest(name)
        advice = f"did you mean {_listed(near)}?" if near else "the ontology has no label like it"
        raise _BadLine(f"unknown relation {name!r}; {advice}")
    return property.iri


def _places(row: Mapping[str, Any], key: str, text: str) -> list[Span]:
    """Return where a mention may stand: at its span if the line gives one, else at every occurrence."""
    given = row.get(f"{key}_span")
    if given is not None:
        return [_given(given, key, text)]
    places = occurrences(text, row[key])
    if not places:
        raise _NotInText(f"the {key} {row[key]!r} does not occur in its text")
    return places


def _given(given: Any, key: str, text: str) -> Span:
    # bool is a kind of int, and no offset
    match given:
        case [int(start), int(end)] if 0 <= start < end <= len(text) and bool not in map(
            type, given
        ):
            return Span(start, end)
    raise _BadLine(f"{key}_span is not [start, end) within a text of {len(text)} characters")


_LETTER = r"[^\W\u3400-\u9fff\uf900-\ufaff]"
"""A character that goes on with a word: none of Chinese, where words stand side by side."""


def occurrences(text: str, name: str) -> list[Span]:
    """Return where a name stands in a text as whole words; in any case only if nowhere as written.

    Underscores count as spaces, and any space as any other. Beside a Chinese character, no word has an end.
    """
    words = name.replace("_", " ").split()
    if not words:
        return []
    start = "" if HAN.match(words[0]) else rf"(?<!{_LETTER})"
    end = "" if HAN.match(words[-1][-1]) else rf"(?!{_LETTER})"
    pattern = start + r"[\s_]+".join(map(re.escape, words)) + end
    for flags in (0, re.IGNORECASE):
        found = [Span(match.start(), match.end()) for match in re.finditer(pattern, text, flags)]
        if found:
            return found
    return []


def _closest(subjects: Sequence[Span], objects: Sequence[Span]) -> tuple[Span, Span] | None:
    """Return the pair with the fewest characters between, of those that do not overlap; earliest first.

    Both are in order and do not overlap among themselves, so that each has one neighbour on either side.
    """
    starts, ends = [each.start for each in objects], [each.end for each in objects]
    pairs: list[tuple[int, Span, Span]] = []
    for subject in subjects:
        before = bisect_right(ends, subject.start) - 1
        after = bisect_left(starts, subject.end)
        if before >= 0:
            pairs.append((subject.start - ends[before], subject, objects[before]))
        if after < len(objects):
            pairs.append((starts[after] - subject.end, subject, objects[after]))
    return min(pairs)[1:] if pairs else None


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)

"""One line of a JSONL corpus, checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from kg.extraction.examples import occurrences
from kg.records import Span
from kg.training.corpora.records import LabelledMention


class BadLine(Exception):
    """What is wrong with one line; all of them become one `InputError`."""


class Names(Protocol):
    """Finds the IRI of a relation."""

    def iri(self, name: Any) -> str: ...


@dataclass(frozen=True, slots=True)
class Marked:
    """A line's labels.

    Attributes:
        judged: Relations that were looked for; None where the line does not say.
        complete: Types of which every mention is marked; True: all types of the file.
    """

    id: str
    text: str
    mentions: tuple[LabelledMention, ...]
    relations: frozenset[tuple[int, str, int]]
    judged: frozenset[str] | None
    pairs: tuple[tuple[int, int], ...] | None
    complete: bool | frozenset[str]
    clustered: bool
    exhaustive: bool = False


def marked(row: Mapping[str, Any], number: int, names: Names) -> Marked:
    """Read a line in either form.

    Raises:
        BadLine: Something in it cannot be used.
    """
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadLine('without a "text"')
    id = str(row.get("id", number))
    judged = _judged(row, names)
    if "subject" in row or "object" in row:
        return _pair(row, id, text, judged, names)
    given = _list(row, "mentions")
    mentions = tuple(_mention(one, index, text) for index, one in enumerate(given))
    entities = {mention.entity for mention in mentions}
    relations = frozenset(_fact(one, entities, names) for one in _list(row, "relations"))
    return Marked(
        id=id,
        text=text,
        mentions=mentions,
        relations=relations,
        judged=judged,
        pairs=_pairs(row, entities, relations),
        complete=_complete(row, "mentions" in row),
        clustered=any("entity" in one for one in given),
        exhaustive=_exhaustive(row),
    )


def _pair(
    row: Mapping[str, Any], id: str, text: str, judged: frozenset[str] | None, names: Names
) -> Marked:
    ends = [_places(row, role, text) for role in ("subject", "object")]
    apart = [
        (max(s.start, o.start) - min(s.end, o.end), s, o)
        for s in ends[0]
        for o in ends[1]
        if s.end <= o.start or o.end <= s.start
    ]
    if not apart:
        raise BadLine("subject and object are the same place in the text")
    _, *spans = min(apart)
    kinds = [_type(row.get(f"{role}_type")) for role in ("subject", "object")]
    relation = row.get("relation")
    return Marked(
        id=id,
        text=text,
        mentions=tuple(LabelledMention(spans[end], kinds[end], end) for end in (0, 1)),
        relations=frozenset() if relation is None else frozenset({(0, names.iri(relation), 1)}),
        judged=judged,
        pairs=((0, 1), (1, 0)),
        complete=_complete(row, False),
        clustered=False,
        exhaustive=_exhaustive(row),
    )


def _places(row: Mapping[str, Any], role: str, text: str) -> list[Span]:
    if (given := row.get(f"{role}_span")) is not None:
        if not isinstance(given, list) or len(given) != 2:
            raise BadLine(f"{role}_span is not [start, end)")
        return [_span(given[0], given[1], text)]
    name = row.get(role)
    if not isinstance(name, str):
        raise BadLine(f'without a text for "{role}"')
    if found := occurrences(text, name):
        return found
    raise BadLine(f"the {role} {name!r} does not occur in its text")


def _mention(one: Any, index: int, text: str) -> LabelledMention:
    if not isinstance(one, dict):
        raise BadLine(f"mention {index} is not an object")
    entity = one.get("entity", index)
    if type(entity) is not int or entity < 0:
        raise BadLine(f"the entity of mention {index} is not a number")
    return LabelledMention(
        _span(one.get("start"), one.get("end"), text), _type(one.get("type")), entity
    )


def _span(start: Any, end: Any, text: str) -> Span:
    # bool is a kind of int, and no offset
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        raise BadLine(f"[{start}, {end}) is not a stretch of a text of {len(text)} characters")
    return Span(start, end)


def _type(given: Any) -> str | None:
    if given is not None and (not isinstance(given, str) or not given.strip()):
        raise BadLine("the type of a mention is not a text")
    return given


def _fact(one: Any, entities: set[int], names: Names) -> tuple[int, str, int]:
    if not isinstance(one, dict):
        raise BadLine("a relation is not an object")
    subject, object_ = one.get("subject"), one.get("object")
    for end in (subject, object_):
        if type(end) is not int or end not in entities:
            raise BadLine(f"a relation names entity {end!r}, and no mention has it")
    if subject == object_:
        raise BadLine(f"a relation leads from entity {subject} to itself")
    return int(subject or 0), names.iri(one.get("relation")), int(object_ or 0)


def _pairs(
    row: Mapping[str, Any], entities: set[int], relations: frozenset[tuple[int, str, int]]
) -> tuple[tuple[int, int], ...] | None:
    """Return the pairs that were looked at, those of relations among them; None where the line does not say."""
    if "pairs" not in row:
        return None
    found = {(subject, object_) for subject, _, object_ in relations}
    for one in _list(row, "pairs"):
        if not isinstance(one, list) or len(one) != 2:
            raise BadLine("a pair is not [subject entity, object entity]")
        subject, object_ = one
        if not {type(subject), type(object_)} == {int} or not entities.issuperset(one):
            raise BadLine(f"a pair names {one!r}, and no mentions have these entities")
        if subject != object_:
            found.add((subject, object_))
    return tuple(sorted(found))


def _judged(row: Mapping[str, Any], names: Names) -> frozenset[str] | None:
    if "judged" not in row:
        return None
    return frozenset(names.iri(name) for name in _list(row, "judged"))


def _complete(row: Mapping[str, Any], usual: bool) -> bool | frozenset[str]:
    given = row.get("complete", usual)
    if isinstance(given, bool):
        return given
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise BadLine('"complete" is neither true, false nor a list of types')
    return frozenset(given)


def _exhaustive(row: Mapping[str, Any]) -> bool:
    given = row.get("exhaustive", False)
    if not isinstance(given, bool):
        raise BadLine('"exhaustive" is neither true nor false')
    return given


def _list(row: Mapping[str, Any], key: str) -> list[Any]:
    given = row.get(key) or []
    if not isinstance(given, list):
        raise BadLine(f'"{key}" is not a list')
    return given

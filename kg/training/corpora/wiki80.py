"""Wiki80: sentences with one pair of entities and the one relation between them (OpenNRE's re-split of FewRel).

JSON lines {token, h, t, relation}; `wiki80_rel2pid.json` beside the file maps names to properties.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.iris import WIKIDATA_DIRECT
from kg.records import Span
from kg.training.corpora.records import LabelledMention, LabelledText, join_tokens, open_corpus

_LABELS = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "DATE": "time",
}


def read_wiki80(path: Path) -> Iterator[LabelledText]:
    """Read one file, a sentence a text. Every relation of the file is judged, for the marked pair only."""
    names = json.loads((path.parent / "wiki80_rel2pid.json").read_text(encoding="utf-8"))
    with open_corpus(path) as file:
        rows = [json.loads(line) for line in file]
    judged = frozenset(WIKIDATA_DIRECT + names[row["relation"]] for row in rows)
    for number, row in enumerate(rows, start=1):
        yield _labelled(str(number), row, WIKIDATA_DIRECT + names[row["relation"]], judged)


def _labelled(id: str, row: dict[str, Any], relation: str, judged: frozenset[str]) -> LabelledText:
    text, spans = join_tokens(row["token"])
    mentions = []
    for entity, end in enumerate((row["h"], row["t"])):
        first, after = end["pos"]
        span = Span(spans[first].start, spans[after - 1].end)
        mentions.append(LabelledMention(span, _LABELS.get(end.get("type", "")), entity))
    return LabelledText(
        id=id,
        text=text,
        mentions=tuple(mentions),
        relations=frozenset({(0, relation, 1)}),
        judged=judged,
        pairs=((0, 1),),
    )

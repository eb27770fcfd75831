"""KnowledgeNet: passages in which some of 15 properties were looked for exhaustively.

JSON lines {documentId, passageStart, passageText, annotatedProperties, facts}; its properties are told
here in Wikidata's terms. EMPLOYEE_OR_MEMBER_OF covers several of them; "employer" stands for it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.iris import WIKIDATA_DIRECT
from kg.records import Span
from kg.training.corpora.records import LabelledMention, LabelledText, open_corpus

PROPERTIES = {
    # name: (property, subject type, object type)
    "EMPLOYEE_OR_MEMBER_OF": ("P108", "person", "organisation"),
    "PLACE_OF_RESIDENCE": ("P551", "person", "place"),
    "SPOUSE": ("P26", "person", "person"),
    "PLACE_OF_BIRTH": ("P19", "person", "place"),
    "EDUCATED_AT": ("P69", "person", "organisation"),
    "CHILD_OF": ("P40", "person", "person"),
    "HEADQUARTERS": ("P159", "organisation", "place"),
    "DATE_OF_BIRTH": ("P569", "person", "time"),
    "FOUNDED_BY": ("P112", "organisation", None),
    "NATIONALITY": ("P27", "person", "place"),
    "POLITICAL_AFFILIATION": ("P102", "person", "organisation"),
    "CEO": ("P169", "organisation", "person"),
    "DATE_OF_DEATH": ("P570", "person", "time"),
    "DATE_FOUNDED": ("P571", "organisation", "time"),
    "SUBSIDIARY_OF": ("P749", "organisation", "organisation"),
}
REVERSED = frozenset({"CHILD_OF"})  # "x is a child of y" is Wikidata's y child x


def read_knowledgenet(path: Path) -> Iterator[LabelledText]:
    """Read one file, a passage a text."""
    with open_corpus(path) as file:
        for line in file:
            yield _labelled(json.loads(line))


def _labelled(row: dict[str, Any]) -> LabelledText:
    entities: dict[str, int] = {}
    mentions: dict[tuple[Span, int], LabelledMention] = {}
    relations = set()
    for fact in row["facts"]:
        code, *labels = PROPERTIES[fact["property"]]
        ends = []
        for role, label in zip(("subject", "object"), labels, strict=True):
            span = Span(fact[f"{role}Start"], fact[f"{role}End"])
            # without a link, two equal spellings are the only sign of one entity
            key = fact[f"{role}Uri"] or fact[f"{role}Text"].casefold()
            entity = entities.setdefault(key, len(entities))
            mentions.setdefault((span, entity), LabelledMention(span, label, entity))
            ends.append(entity)
        subject, object_ = reversed(ends) if fact["property"] in REVERSED else ends
        if subject != object_:
            relations.add((subject, WIKIDATA_DIRECT + str(code), object_))
    return LabelledText(
        id=f"{row['documentId']}:{row['passageStart']}",
        text=row["passageText"],
        mentions=tuple(mentions.values()),
        relations=frozenset(relations),
        judged=frozenset(
            f"{WIKIDATA_DIRECT}{PROPERTIES[name][0]}" for name in row["annotatedProperties"]
        ),
    )

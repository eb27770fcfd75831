"""KnowledgeNet: passages in which some of 15 properties were looked for exhaustively.

JSON lines {documentId, passageStart, passageText, annotatedProperties, facts}; its properties are told
here in Wikidata's terms. EMPLOYEE_OR_MEMBER_OF covers several of them; "employer" stands for it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.iris import WIKIDATA_DIRECT
from kg.model.pronouns import pronoun_kind
from kg.ontology.records import Property
from kg.records import Span
from kg.training.corpora.records import Corpus, LabelledMention, LabelledText, open_corpus

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


def read_knowledgenet(path: Path) -> Corpus:
    """Read one file, a passage a text."""
    with open_corpus(path) as file:
        texts = tuple(_labelled(json.loads(line)) for line in file)
    names = {code: name.replace("_", " ").lower() for name, (code, *_) in PROPERTIES.items()}
    return Corpus(texts, tuple(Property(WIKIDATA_DIRECT + c, n) for c, n in names.items()))


def _labelled(row: dict[str, Any]) -> LabelledText:
    ends = list(_ends(row["facts"]))
    name = _names(ends)
    index = {key: number for number, key in enumerate(dict.fromkeys(name.values()))}
    mentions = {
        (end.span, index[name[end.span]]): LabelledMention(
            end.span, end.label, index[name[end.span]]
        )
        for end in ends
    }
    relations = set()
    for subject, object_ in zip(ends[::2], ends[1::2], strict=True):
        pair = index[name[subject.span]], index[name[object_.span]]
        if pair[0] != pair[1]:
            relations.add((pair[0], WIKIDATA_DIRECT + subject.role[0], pair[1]))
    return LabelledText(
        # the fold comes first, so that a split file can name folds by their prefix
        id=f"{row['fold']}:{row['documentId']}:{row['passageStart']}",
        text=row["passageText"],
        mentions=tuple(sorted(mentions.values(), key=lambda mention: mention.span)),
        relations=frozenset(relations),
        judged=frozenset(
            f"{WIKIDATA_DIRECT}{PROPERTIES[name][0]}" for name in row["annotatedProperties"]
        ),
        clustered=True,
        exhaustive=True,
    )


@dataclass(frozen=True, slots=True)
class _End:
    span: Span
    text: str
    uri: str | None
    label: str | None
    role: tuple[str, str]  # property code, and "subject" or "object"


def _ends(facts: Iterable[dict[str, Any]]) -> Iterator[_End]:
    """Yield subject and object of each fact in turn, turned round where the property is."""
    for fact in facts:
        code, *labels = PROPERTIES[fact["property"]]
        ends = [
            _End(
                Span(fact[f"{role}Start"], fact[f"{role}End"]),
                fact[f"{role}Text"],
                fact[f"{role}Uri"],
                label,
                (str(code), role),
            )
            for role, label in zip(("subject", "object"), labels, strict=True)
        ]
        yield from reversed(ends) if fact["property"] in REVERSED else ends


def _names(ends: Sequence[_End]) -> dict[Span, str]:
    """Return for each place what the thing there is called: its link, or else its name.

    A pronoun without a link goes to the name of which the very same facts are told: facts are marked for
    every mention of a thing.
    """
    told: dict[Span, set[tuple[tuple[str, str], Span]]] = defaultdict(set)
    for one, other in zip(ends[::2], ends[1::2], strict=True):
        told[one.span].add((one.role, other.span))
        told[other.span].add((other.role, one.span))
    named = {frozenset(told[end.span]): _key(end) for end in ends if not _unlinked_pronoun(end)}
    return {
        end.span: named.get(frozenset(told[end.span]), str(sorted(told[end.span])))
        if _unlinked_pronoun(end)
        else _key(end)
        for end in ends
    }


def _key(end: _End) -> str:
    return end.uri or end.text.casefold()


def _unlinked_pronoun(end: _End) -> bool:
    return end.uri is None and pronoun_kind(end.text) is not None

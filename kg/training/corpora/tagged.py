"""Sentences whose words carry entity tags and relations: CoNLL04, SciERC and SemEval-2010 task 8.

Their relations are told in words of our own, since the corpora give bare codes.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from kg.ontology.records import Property
from kg.records import Span
from kg.training.corpora.records import (
    Corpus,
    LabelledMention,
    LabelledText,
    join_tokens,
    open_corpus,
)

_CONLL04 = "urn:kg:conll04:"
_CONLL04_LABELS = {"Peop": "person", "Loc": "place", "Org": "organisation", "Other": "thing"}
_CONLL04_NAMES = {
    "Work_For": ("works for", "organisation that this person works for"),
    "Live_In": ("lives in", "place where this person lives or comes from"),
    "OrgBased_In": ("based in", "place where this organisation is based"),
    "Located_In": ("located in", "larger place in which this place lies"),
    "Kill": ("killed", "person whom this person killed"),
}
_SCIERC = "urn:kg:scierc:"
_SCIERC_NAMES = {
    "USED-FOR": ("used for", "task or method that this method is used for"),
    "FEATURE-OF": ("feature of", "thing of which this is a feature"),
    "HYPONYM-OF": ("kind of", "broader class that this is a kind of"),
    "PART-OF": ("part of", "whole of which this is a part"),
    "COMPARE": ("compared with", "thing with which this is compared"),
    "CONJUNCTION": ("listed with", "thing named together with this, in the same role"),
    "EVALUATE-FOR": ("evaluates", "thing that this measure or data set evaluates"),
}
_SEMEVAL = "urn:kg:semeval:"
_SEMEVAL_NAMES = {
    "Cause-Effect": ("causes", "effect that this causes"),
    "Instrument-Agency": ("instrument used by", "agent who uses this instrument"),
    "Product-Producer": ("produced by", "maker of this product"),
    "Content-Container": ("contained in", "container in which this is kept"),
    "Entity-Origin": ("originates from", "origin or source from which this comes"),
    "Entity-Destination": ("moves to", "destination towards which this moves"),
    "Component-Whole": ("component of", "whole of which this is a component"),
    "Member-Collection": ("member of collection", "collection or group to which this belongs"),
    "Message-Topic": ("is about", "topic that this message or text is about"),
}


def read_conll04(path: Path) -> Corpus:
    """Read the multi-head form: index, token, tag, relations, heads, separated by tabs; blocks by "#doc"."""
    with open_corpus(path) as file:
        blocks = re.split(r"^#doc ", file.read(), flags=re.MULTILINE)[1:]
    judged = frozenset(_CONLL04 + name for name in _CONLL04_NAMES)
    texts = tuple(_conll04(block, judged) for block in blocks)
    return Corpus(texts, _properties(_CONLL04, _CONLL04_NAMES))


def _conll04(block: str, judged: frozenset[str]) -> LabelledText:
    id, *lines = block.strip().split("\n")
    rows = [line.split("\t") for line in lines if line.strip()]
    text, spans = join_tokens([row[1] for row in rows])
    mentions: list[LabelledMention] = []
    ends: dict[int, int] = {}  # last token of each mention to its entity
    first = 0
    for index, row in enumerate(rows):
        if row[2].startswith("B-"):
            first = index
        following = rows[index + 1][2] if index + 1 < len(rows) else "O"
        if row[2] != "O" and not following.startswith("I-"):
            ends[index] = len(mentions)
            span = Span(spans[first].start, spans[index].end)
            mentions.append(LabelledMention(span, _CONLL04_LABELS[row[2][2:]], len(mentions)))
    relations = {
        (ends[index], _CONLL04 + name, ends[head])
        for index, row in enumerate(rows)
        for name, head in zip(_names(row[3]), json.loads(row[4]), strict=True)
        if name != "N" and index in ends and head in ends
    }
    return LabelledText(
        id=id.strip(),
        text=text,
        mentions=tuple(mentions),
        relations=frozenset(relations),
        judged=judged,
        complete=frozenset(_CONLL04_LABELS.values()),
    )


def _names(field: str) -> list[str]:
    return re.findall(r"'([^']*)'", field)


def read_scierc(path: Path) -> Corpus:
    """Read JSON lines {doc_key, sentences, ner, relations, clusters}; token offsets count through the text."""
    with open_corpus(path) as file:
        texts = tuple(_scierc(line) for line in file)
    return Corpus(texts, _properties(_SCIERC, _SCIERC_NAMES))


def _scierc(line: str) -> LabelledText:
    row = json.loads(line)
    text, spans = join_tokens([token for sentence in row["sentences"] for token in sentence])
    places = [(first, last) for group in row["ner"] for first, last, _ in group]
    entity: dict[tuple[int, int], int] = {
        (first, last): index
        for index, cluster in enumerate(row["clusters"])
        for first, last in cluster
    }
    for place in places:
        entity.setdefault(place, len(row["clusters"]) + len(entity))
    mentions = tuple(
        LabelledMention(Span(spans[first].start, spans[last].end), "concept", entity[first, last])
        for first, last in dict.fromkeys(places)
    )
    relations = {
        (entity[h1, h2], _SCIERC + name, entity[t1, t2])
        for group in row["relations"]
        for h1, h2, t1, t2, name in group
        if (h1, h2) in entity and (t1, t2) in entity and entity[h1, h2] != entity[t1, t2]
    }
    return LabelledText(
        id=row["doc_key"],
        text=text,
        mentions=mentions,
        relations=frozenset(relations),
        judged=frozenset(_SCIERC + name for name in _SCIERC_NAMES),
        complete=frozenset({"concept"}),
        clustered=True,
    )


_MARKS = re.compile(r"</?e[12]>")


def read_semeval(path: Path) -> Corpus:
    """Read blocks of a numbered sentence with <e1> and <e2>, and a directed relation or "Other"."""
    with open_corpus(path) as file:
        texts = tuple(_semeval(file.read()))
    return Corpus(texts, _properties(_SEMEVAL, _SEMEVAL_NAMES))


def _semeval(content: str) -> Iterator[LabelledText]:
    judged = frozenset(_SEMEVAL + name for name in _SEMEVAL_NAMES)
    for block in re.split(r"\n\s*\n", content.strip()):
        first, answer, *_ = block.split("\n")
        number, marked = first.split("\t", 1)
        marked = marked.strip().strip('"')
        mentions = tuple(
            LabelledMention(_unmarked(marked, f"e{end}"), None, end - 1) for end in (1, 2)
        )
        relation = re.fullmatch(r"(.+)\(e([12]),e([12])\)", answer.strip())
        facts = (
            {(int(relation[2]) - 1, _SEMEVAL + relation[1], int(relation[3]) - 1)}
            if relation
            else set()
        )
        yield LabelledText(
            number, _MARKS.sub("", marked), mentions, frozenset(facts), judged, ((0, 1), (1, 0))
        )


def _unmarked(marked: str, tag: str) -> Span:
    before, _, rest = marked.partition(f"<{tag}>")
    inside, _, _ = rest.partition(f"</{tag}>")
    start = len(_MARKS.sub("", before))
    return Span(start, start + len(_MARKS.sub("", inside)))


def _properties(base: str, names: dict[str, tuple[str, str]]) -> tuple[Property, ...]:
    return tuple(Property(base + code, *texts) for code, texts in names.items())

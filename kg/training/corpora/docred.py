"""DocRED and Re-DocRED: Wikipedia introductions with entities, and relations between them across sentences.

Schema: a JSON list of {title, sents, vertexSet, labels?}; see arXiv 1906.06127 and 2205.12696.
"""

import json
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

from kg.iris import WIKIDATA_DIRECT
from kg.ontology.records import Property
from kg.records import Span
from kg.training.corpora.records import (
    Corpus,
    LabelledMention,
    LabelledText,
    join_tokens,
    open_corpus,
)

LABELS = {
    "PER": "person",
    "ORG": "organisation",
    "LOC": "place",
    "TIME": "time",
    "NUM": "number",
    "MISC": "thing",
}


def read_docred(path: Path) -> Corpus:
    """Read one file. Without labels, only its mentions can be learnt.

    Every relation that occurs in the file counts as judged, as the annotators looked for all of them;
    names come from `rel_info.json` beside the file, where there is one.
    """
    with open_corpus(path) as file:
        documents = json.load(file)
    codes = sorted({label["r"] for document in documents for label in document.get("labels", ())})
    judged = frozenset(WIKIDATA_DIRECT + code for code in codes)
    names_file = path.parent / "rel_info.json"
    names = json.loads(names_file.read_text(encoding="utf-8")) if names_file.exists() else {}
    return Corpus(
        tuple(_labelled(document, judged or None) for document in documents),
        tuple(Property(WIKIDATA_DIRECT + code, names.get(code, code)) for code in codes),
    )


def _labelled(document: dict[str, Any], judged: frozenset[str] | None) -> LabelledText:
    text, spans = join_tokens(list(chain.from_iterable(document["sents"])))
    starts = [0, *accumulate(map(len, document["sents"]))]
    mentions = {}
    for entity, cluster in enumerate(document["vertexSet"]):
        for mention in cluster:
            first, end = (starts[mention["sent_id"]] + position for position in mention["pos"])
            span = Span(spans[first].start, spans[end - 1].end)
            mentions[span, entity] = LabelledMention(span, LABELS[mention["type"]], entity)
    relations = frozenset(
        (label["h"], WIKIDATA_DIRECT + label["r"], label["t"])
        for label in document.get("labels", ())
    )
    return LabelledText(
        id=document["title"],
        text=text,
        mentions=tuple(mentions.values()),
        relations=relations,
        judged=judged,
        complete=frozenset(LABELS.values()),
        clustered=True,
    )

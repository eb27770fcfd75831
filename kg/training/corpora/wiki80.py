"""Sentences with one pair of entities and the one relation between them: Wiki80 and FewRel.

Wiki80 (OpenNRE's re-split of FewRel): JSON lines {token, h, t, relation}; `wiki80_rel2pid.json` beside the
file maps names to properties. FewRel (Han et al., arXiv 1810.10147): a JSON object from property to
instances {tokens, h, t}; `pid2name.json` beside the file gives names and descriptions.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

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

_LABELS = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "DATE": "time",
}


def read_wiki80(path: Path) -> Corpus:
    """Read one file, a sentence a text. Every relation of the file is judged, for the marked pair only."""
    names = json.loads((path.parent / "wiki80_rel2pid.json").read_text(encoding="utf-8"))
    with open_corpus(path) as file:
        rows = [json.loads(line) for line in file]
    used = {row["relation"] for row in rows}
    judged = frozenset(WIKIDATA_DIRECT + names[name] for name in used)
    texts = tuple(
        _labelled(
            str(number),
            row["token"],
            [_end(row[role]["pos"], row[role].get("type", "")) for role in "ht"],
            WIKIDATA_DIRECT + names[row["relation"]],
            judged,
        )
        for number, row in enumerate(rows, start=1)
    )
    return Corpus(texts, tuple(Property(WIKIDATA_DIRECT + names[n], n) for n in sorted(used)))


def read_fewrel(path: Path) -> Corpus:
    """Read one file, a sentence a text, with the names beside it where there are any."""
    with open_corpus(path) as file:
        relations = json.load(file)
    names_file = path.parent / "pid2name.json"
    names = json.loads(names_file.read_text(encoding="utf-8")) if names_file.exists() else {}
    judged = frozenset(map(_iri, relations))
    texts = tuple(
        _labelled(
            f"{relation}:{number}",
            row["tokens"],
            [_end([row[role][2][0][0], row[role][2][0][-1] + 1]) for role in "ht"],
            _iri(relation),
            judged,
        )
        for relation, rows in relations.items()
        for number, row in enumerate(rows)
    )
    properties = tuple(
        Property(_iri(code), *names.get(code, (code.replace("_", " "),))) for code in relations
    )
    return Corpus(texts, properties)


def _iri(relation: str) -> str:
    known = relation.startswith("P") and relation[1:].isdigit()
    return WIKIDATA_DIRECT + relation if known else f"urn:fewrel:{relation}"


End = tuple[Sequence[int], str | None]


def _end(position: Sequence[int], type: str = "") -> End:
    return position, _LABELS.get(type)


def _labelled(
    id: str, tokens: Sequence[str], ends: Iterable[End], relation: str, judged: frozenset[str]
) -> LabelledText:
    text, spans = join_tokens(tokens)
    mentions = tuple(
        LabelledMention(Span(spans[first].start, spans[after - 1].end), label, entity)
        for entity, ((first, after), label) in enumerate(ends)
    )
    return LabelledText(
        id=id,
        text=text,
        mentions=mentions,
        relations=frozenset({(0, relation, 1)}),
        judged=judged,
        pairs=((0, 1), (1, 0)),
    )

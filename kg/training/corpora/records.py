"""What a labelled corpus says of one text, and how much of it it says."""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.ontology.records import Property
from kg.records import Span


@dataclass(frozen=True, slots=True)
class LabelledMention:
    """One marked mention; `label` is None where the corpus does not say the type."""

    span: Span
    label: str | None
    entity: int


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text with its labels, which may be partial.

    Attributes:
        mentions: Marked mentions, those of one entity under one index.
        relations: (subject entity, relation IRI, object entity).
        judged: Relations that were looked for; all others are unknown, not absent. None: none were.
        pairs: Pairs that were looked at; None means every ordered pair of marked entities.
        complete: Entity types of which every mention in the text is marked.
        clustered: Whether all mentions of one entity are marked as such.
        exhaustive: Whether every fact of the judged relations is told, so that what nobody marked has none.
    """

    id: str
    text: str
    mentions: tuple[LabelledMention, ...]
    relations: frozenset[tuple[int, str, int]]
    judged: frozenset[str] | None
    pairs: tuple[tuple[int, int], ...] | None = None
    complete: frozenset[str] = frozenset()
    clustered: bool = False
    exhaustive: bool = False


@dataclass(frozen=True, slots=True)
class Corpus:
    """Labelled texts, and what their relations are called, in the corpus's own words."""

    texts: tuple[LabelledText, ...]
    properties: tuple[Property, ...] = ()


def open_corpus(path: Path) -> IO[str]:
    """Open a text file, or a gzip of one."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def join_tokens(tokens: Sequence[str]) -> tuple[str, list[Span]]:
    """Return the text of a token list, written as people write, and where each token stands in it."""
    text, spans, opened = "", [], False
    for token in tokens:
        glued = (
            not text or text[-1] in "([{“‘$£€" or token[:1] in ",.;:!?)]}”’%" or token in _CLITICS
        )
        if token == '"':
            glued, opened = glued or opened, not opened
        elif text.endswith('"') and opened:
            glued = True
        text += token if glued else f" {token}"
        spans.append(Span(len(text) - len(token), len(text)))
    return text, spans


_CLITICS = frozenset({"'s", "'", "n't", "'re", "'ve", "'ll", "'d", "'m"})

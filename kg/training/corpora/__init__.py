"""Readers of labelled corpora: one module a format, all of them to `LabelledText`."""

from collections.abc import Callable, Iterable
from pathlib import Path

from kg.training.corpora.docred import read_docred
from kg.training.corpora.knowledgenet import read_knowledgenet
from kg.training.corpora.records import LabelledText
from kg.training.corpora.wiki80 import read_wiki80

READERS: dict[str, Callable[[Path], Iterable[LabelledText]]] = {
    "re-docred": read_docred,
    "knowledgenet": read_knowledgenet,
    "wiki80": read_wiki80,
}
"""Format name, as `--data FORMAT=PATH` gives it, to the reader of such a file."""

__all__ = ["READERS", "LabelledText"]

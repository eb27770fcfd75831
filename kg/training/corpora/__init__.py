"""Readers of labelled corpora: one module a family of formats, all of them to `Corpus`."""

from collections.abc import Callable
from pathlib import Path

from kg.training.corpora.docred import read_docred
from kg.training.corpora.jsonl import read_jsonl
from kg.training.corpora.knowledgenet import read_knowledgenet
from kg.training.corpora.label_studio import read_label_studio
from kg.training.corpora.records import Corpus, LabelledText
from kg.training.corpora.tagged import read_conll04, read_scierc, read_semeval
from kg.training.corpora.text2kg import read_text2kg
from kg.training.corpora.wiki80 import read_fewrel, read_wiki80
from kg.training.corpora.written.passages import read_written

READERS: dict[str, Callable[[Path], Corpus]] = {
    "re-docred": read_docred,
    "knowledgenet": read_knowledgenet,
    "wiki80": read_wiki80,
    "fewrel": read_fewrel,
    "conll04": read_conll04,
    "scierc": read_scierc,
    "semeval": read_semeval,
    "text2kg": read_text2kg,
    "jsonl": read_jsonl,
    "label-studio": read_label_studio,
    "written": read_written,
}
"""Format name, as `--format` gives it, to the reader of such a file or folder."""

__all__ = ["READERS", "Corpus", "LabelledText"]

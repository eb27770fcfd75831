"""`kg train --unlabelled`: texts that nobody has labelled, as one more corpus."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.cli.files import write_corpus
from api.cli.output import progress_bar, say
from kg.errors import InputError
from kg.records import Document

if TYPE_CHECKING:
    from kg.extraction.extractor import Extractor
    from kg.training.guessed import Row

BY_ITSELF = "by_itself.jsonl"
"""File of such labels in the checkpoint's folder, so that it can be seen later what was learnt from."""

_AT_ONCE = 64
_NOTHING_SURE = (
    "The model is sure of no fact in these texts, so they teach nothing. Train it on labelled texts first, "
    "and start from that model with --init; give more texts; or ask for less with --sure."
)


def from_texts(
    texts: Sequence[Path],
    data: Sequence[dict[str, Any]],
    init: Path | None,
    out: Path,
    *,
    sure: float | None,
    resume: bool,
) -> dict[str, Any]:
    """Return a corpus of what a model says of texts: of the relations in `data`, as `init` reads them or the shipped one.

    A run that goes on keeps the labels that it began with.

    Raises:
        InputError: A text cannot be read, or the model is sure of nothing.
    """
    path = out / BY_ITSELF
    if not (resume and path.exists()):
        rows = _said(_documents(texts), _teacher(data, init), sure)
        write_guessed(rows, path, _NOTHING_SURE, "passages, as the model labelled them")
    return {"format": "jsonl", "path": path.resolve(), "guessed": True}


def write_guessed(rows: Iterable["Row"], path: Path, nothing: str, what: str) -> None:
    """Write labels to a file. Raises InputError, which says `nothing`, if there are none."""
    lines = (json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
    count = write_corpus(lines, path, nothing)
    say(f"Learning from {count:,} {what}, too ({path})")


def _teacher(data: Sequence[dict[str, Any]], init: Path | None) -> "Extractor":
    from kg.extraction.neural import NeuralExtractor
    from kg.extraction.sought import Sought
    from kg.iris import Minter
    from kg.model.checkpoint import SHIPPED, load
    from kg.model.precision import prepare
    from kg.ontology.shipped import shipped_properties
    from kg.training.args import Source
    from kg.training.data import judged_relations, read_source
    from kg.training.guessed import UNSURE

    corpora = [read_source(Source(one["format"], Path(one["path"]))) for one in data]
    sought = Sought(judged_relations(corpora) or shipped_properties())
    network = prepare(load(init or SHIPPED))
    return NeuralExtractor(network, Minter("urn:kg:training:"), sought, min_confidence=UNSURE)


def _said(
    documents: Iterator[Document], teacher: "Extractor", sure: float | None
) -> Iterator["Row"]:
    from kg.training.guessed import SURE, by_itself

    with progress_bar("passages") as bar:
        task = bar.add_task("labelling", total=None)
        while some := list(islice(documents, _AT_ONCE)):
            for document, found in zip(some, teacher.extract(some), strict=True):
                if (row := by_itself(document.text, found, sure or SURE)) is not None:
                    yield row
            bar.update(task, advance=len(some))


def _documents(paths: Sequence[Path]) -> Iterator[Document]:
    """Yield the passages of files, and of the files in folders; what cannot be read in a folder is named and left out."""
    from kg.settings import Settings
    from kg.text.isolated import IsolatedParser
    from kg.text.reading import read
    from kg.text.records import ReadFailure, ReadLimits
    from kg.training.guessed import passages
    from kg.training.measures.task import content_of

    limits = ReadLimits(max_document_bytes=Settings().max_document_bytes)
    with IsolatedParser(processes=1) as parser:
        for path, named in _files(paths):
            try:
                for found in read(path.name, content_of(path), limits=limits, parse=parser.parse):
                    if isinstance(found, ReadFailure):
                        raise found.error
                    for number, passage in enumerate(passages(found.text)):
                        yield Document(f"{path} {number}", passage)
            except InputError as err:
                if named:
                    raise
                say(f"Left out {path}: {err}")


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """Yield files, each with whether it was named itself."""
    for path in paths:
        if path.is_dir():
            yield from ((one, False) for one in sorted(path.rglob("*")) if one.is_file())
        else:
            yield path, True

"""`kg evaluate` as a value: what to measure, on what, and how."""

from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError
from kg.training.corpora import READERS, Corpus
from kg.training.data import dev_ids
from kg.training.measures.episodes import Episodes


@dataclass(frozen=True, slots=True)
class Request:
    """One evaluation.

    Attributes:
        model: Folder of the checkpoint.
        marked: Whether relations are asked between the corpus's own entities.
        ontology, examples: Files that say what to look for; None: what the corpus judges.
        split: JSON file whose "dev" lists the ids to measure on, whole or up to a colon.
        min_confidence: Confidence from which on a statement counts as made; None: the checkpoint's threshold.
        own_examples: Whether Text2KGBench's train sentences are shown as examples.
    """

    data: Path
    format: str
    model: Path
    marked: bool = False
    ontology: Path | None = None
    examples: Path | None = None
    split: Path | None = None
    min_confidence: float | None = None
    episodes: Episodes = field(default_factory=Episodes)
    with_names: bool = False
    own_examples: bool = True
    robustness: bool = False


def corpus_of(request: Request) -> Corpus:
    """Read the texts that are asked for.

    Raises:
        InputError: The format is unknown, there is nothing to read, or it is not in that format.
    """
    corpus = read_corpus(request.format, request.data)
    texts = corpus.texts
    if request.split is not None:
        kept = _ids(request.split)
        texts = tuple(text for text in texts if kept & _prefixes(text.id))
        if not texts:
            raise InputError(f'{request.split} lists no text of {request.data} under "dev".')
    if not texts:
        raise InputError(f"{request.data} holds no text to measure on.")
    return Corpus(texts, corpus.properties)


def read_corpus(format: str, path: Path) -> Corpus:
    """Read a file or folder of a format.

    Raises:
        InputError: The format is unknown, there is nothing at the path, or it is not in that format.
    """
    if format not in READERS:
        raise InputError(f"{format!r} is not one of the formats {', '.join(READERS)}.")
    if not path.exists():
        raise InputError(f"There is no file or folder {path}.")
    try:
        return READERS[format](path)
    except IsADirectoryError as err:
        raise InputError(f"{path} is a folder; {format} is read from a file.") from err
    except (ValueError, KeyError, TypeError, AttributeError, LookupError, OSError, EOFError) as err:
        raise InputError(f"{path} is not {format}: {err!r}. Is --format right?") from err


def _ids(split: Path) -> set[str]:
    try:
        return dev_ids(split)
    except FileNotFoundError as err:
        raise InputError(f"There is no file {split}.") from err
    except (ValueError, KeyError, TypeError, OSError) as err:
        raise InputError(f'{split} is not a JSON object with a list of ids under "dev".') from err


def _prefixes(id: str) -> set[str]:
    parts = id.split(":")
    return {":".join(parts[:length]) for length in range(1, len(parts) + 1)}

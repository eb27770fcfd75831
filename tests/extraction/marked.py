"""Sentences with their subject in [brackets] and their object in {braces}."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.records import Span

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Marked:
    text: str
    subject: Span
    object: Span

    @property
    def sentence(self) -> Span:
        return Span(0, len(self.text))


def marked(line: str) -> Marked:
    text, places = "", {}
    for character in line:
        if character in "[]{}":
            places[character] = len(text)
        else:
            text += character
    return Marked(text, Span(places["["], places["]"]), Span(places["{"], places["}"]))


def labelled(file: str) -> Iterator[tuple[str, str]]:
    """Yield status and sentence of each line of a file of labels."""
    for line in (DATA / file).read_text().splitlines():
        if line and not line.startswith("#"):
            status, sentence = line.split(" | ", maxsplit=1)
            yield status, sentence

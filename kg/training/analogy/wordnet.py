"""WordNet 3.0's database files (wndb(5WN)), which Debian's wordnet-base puts in /usr/share/wordnet."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.training.analogy.pairs import RelatedPair

PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
_RELATIONS = {  # pointer symbol: name, whether symmetric
    "!": ("antonym", True),
    "@": ("is a kind of", False),
    "@i": ("is one of", False),
    "%p": ("has part", False),
    "%m": ("has member", False),
    "%s": ("has substance", False),
    "=": ("attribute", False),
    "*": ("entails", False),
    ">": ("causes", False),
    "&": ("similar", True),
    "+": ("derived", False),
    "\\": ("pertains to", False),
    ";c": ("belongs to topic", False),
}
_RARE = frozenset(("@", "@i", "%m", "&", "+", ";c"))
"""Pointers so many that those of words which no tagged text has are left out."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """From one synset to another; `source` and `target` are word numbers, 0 for the whole synset."""

    symbol: str
    offset: str
    part: str
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Synset:
    """Words with one meaning: `category` is the lexicographer file's number, `gloss` the definition."""

    part: str
    category: str
    words: tuple[str, ...]
    pointers: tuple[Pointer, ...]
    gloss: str


class WordNet:
    """All synsets, and how often each word is tagged in the semantic concordance."""

    def __init__(self, folder: Path) -> None:
        """Read the files. Raises InputError if they are not there."""
        self.synsets: dict[tuple[str, str], Synset] = {}
        self.frequency: Counter[str] = Counter()
        try:
            for name, part in PARTS.items():
                for offset, synset in _synsets(folder / f"data.{name}", part):
                    self.synsets[part, offset] = synset
            for line in (folder / "cntlist.rev").read_text(encoding="latin-1").splitlines():
                key, _, count = line.split()
                self.frequency[key.partition("%")[0].replace("_", " ")] += int(count)
        except OSError as err:
            raise InputError(
                f"{folder} holds no WordNet: {err}. Debian's wordnet-base has it; name its folder with --wordnet."
            ) from err

    def words(self, part: str) -> set[str]:
        """Return every word of a part of speech (n, v, a, r)."""
        return {w for s in self.synsets.values() if s.part == part for w in s.words}

    def common(self, synset: Synset) -> str:
        """Return the synset's most frequent word, the first of equals."""
        return max(synset.words, key=lambda word: self.frequency[word.casefold()])

    def pairs(self) -> Iterator[RelatedPair]:
        """Yield the pairs of all pointers, their children told apart by lexicographer file or ending."""
        for synset in self.synsets.values():
            for pointer in synset.pointers:
                if pointer.symbol in _RELATIONS and (pair := self._pair(synset, pointer)):
                    yield pair

    def _pair(self, synset: Synset, pointer: Pointer) -> RelatedPair | None:
        name, symmetric = _RELATIONS[pointer.symbol]
        other = self.synsets[pointer.part, pointer.offset]
        head = synset.words[pointer.source - 1] if pointer.source else self.common(synset)
        tail = other.words[pointer.target - 1] if pointer.target else self.common(other)
        if pointer.symbol in _RARE and not self._met(head, tail):
            return None
        if pointer.symbol == "+":
            child = f"{synset.part}{other.part}{head[-2:]}{tail[-2:]}"
        else:
            child = f"{synset.part}{synset.category}-{other.category}"
        return RelatedPair(f"{name}/{child}", head, tail, symmetric)

    def _met(self, *words: str) -> bool:
        return all(self.frequency[word.casefold()] for word in words)


def _synsets(file: Path, part: str) -> Iterator[tuple[str, Synset]]:
    for line in file.read_text(encoding="latin-1").splitlines():
        if line.startswith("  "):  # the licence
            continue
        data, _, gloss = line.partition(" | ")
        fields = data.split()
        count = int(fields[3], 16)
        words = tuple(
            word.partition("(")[0].replace("_", " ") for word in fields[4 : 4 + 2 * count : 2]
        )
        rest = fields[4 + 2 * count :]
        pointers = tuple(
            Pointer(
                symbol,
                offset,
                "a" if kind == "s" else kind,
                int(ends[:2], 16),
                int(ends[2:], 16),
            )
            for symbol, offset, kind, ends in _fours(rest[1 : 1 + 4 * int(rest[0])])
        )
        yield fields[0], Synset(part, fields[1], words, pointers, gloss.partition(";")[0].strip())


def _fours(fields: list[str]) -> Iterator[tuple[str, str, str, str]]:
    for start in range(0, len(fields), 4):
        symbol, offset, kind, ends = fields[start : start + 4]
        yield symbol, offset, kind, ends

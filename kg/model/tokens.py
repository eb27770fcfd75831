"""Text to token ids with character offsets, and token batches to padded tensors."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor

from kg.model.shapes import shapes

PAD_TO = 32
"""Lengths are rounded up to this: fewer distinct shapes, and results that do not hang on the batch."""

_ONE_WORD = re.compile(
    r"(?<![\w.])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?|(?<![\w.])[^\W\d_]\.[^\W\d_](?!\w)"
    r"|(?<![\w'’])[^\W\d_]+['’](?!(?i:s|d|ll|re|ve|t|m)\b)[^\W\d_]+(?!\w)"
)
"""What the tokeniser cuts at every stop or apostrophe, and is one word: "F.C.", "O'Brien"."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one window, without special ones.

    Attributes:
        ids: Token ids.
        offsets: Characters [start, end) of each token, in code points of the text that was given.
        shapes: How each token is written, see `kg.model.shapes`.
        continues: Whether each token goes on with the word of the one before.
    """

    ids: list[int]
    offsets: list[tuple[int, int]]
    shapes: list[int]
    continues: list[bool]

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, start: int, end: int) -> "Tokens":
        """Return tokens start … end - 1."""
        return Tokens(
            self.ids[start:end],
            self.offsets[start:end],
            self.shapes[start:end],
            self.continues[start:end],
        )


@dataclass(frozen=True, slots=True)
class TokenBatch:
    """Windows as tensors, each long (batch, tokens); position 0 is the start token."""

    tokens: Tensor
    shapes: Tensor
    mask: Tensor


def tokenize(tokenizer: Any, texts: Sequence[str]) -> list[Tokens]:
    """Split texts into tokens of a Hugging Face fast tokeniser."""
    if not texts:
        return []
    encoded = tokenizer(
        list(texts), add_special_tokens=False, return_offsets_mapping=True, verbose=False
    )
    return [
        Tokens(
            encoding.ids,
            encoding.offsets,
            shapes(text, encoding.offsets),
            _continues(text, encoding),
        )
        for text, encoding in zip(texts, encoded.encodings, strict=True)
    ]


def _continues(text: str, encoding: Any) -> list[bool]:
    words = encoding.word_ids
    if not words:
        return []
    continues = [False, *(a == b for a, b in pairwise(words))]
    place = {start: index for index, (start, _) in enumerate(encoding.offsets)}
    for match in _ONE_WORD.finditer(text):
        for start in range(match.start() + 1, match.end()):
            if start in place:
                continues[place[start]] = True
    return continues


def padded_length(tokens: int, to: int = PAD_TO) -> int:
    """Return how wide a window of so many tokens is with start and end token, rounded up."""
    return -(-(tokens + 2) // to) * to


def pad(windows: Sequence[Tokens], tokenizer: Any, to: int = PAD_TO) -> TokenBatch:
    """Put windows under one another, each between the start and the end token; widths are multiples of `to`."""
    width = padded_length(max(map(len, windows)), to)
    tokens = torch.full((len(windows), width), tokenizer.pad_token_id)
    shape = torch.zeros_like(tokens)
    mask = torch.zeros_like(tokens)
    for row, window in enumerate(windows):
        end = len(window) + 2
        ids = [tokenizer.cls_token_id, *window.ids, tokenizer.sep_token_id]
        tokens[row, :end] = torch.tensor(ids)
        shape[row, 1 : end - 1] = torch.tensor(window.shapes, dtype=torch.long)
        mask[row, :end] = 1
    return TokenBatch(tokens, shape, mask)

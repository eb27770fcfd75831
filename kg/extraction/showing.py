"""Teaching examples as the network sees them."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

from kg.extraction.examples import TeachingExample
from kg.extraction.schema import Shown
from kg.model.layout import MentionRow, lay_out
from kg.model.network import ExtractionNetwork
from kg.model.tokens import Tokens, pad, tokenize
from kg.records import Span

_AT_ONCE = 32
_LIKELY = 0.3


def shown(
    network: ExtractionNetwork, tokenizer: Any, examples: Sequence[TeachingExample]
) -> list[Shown]:
    """Read the examples' sentences and return the relation vector of each marked pair.

    An example whose ends lie past the longest window, or in one and the same token, is left out.
    """
    order = sorted(examples, key=lambda example: len(example.text))
    found: list[Shown] = []
    for start in range(0, len(order), _AT_ONCE):
        found.extend(_batch(network, tokenizer, order[start : start + _AT_ONCE]))
    return found


def _batch(
    network: ExtractionNetwork, tokenizer: Any, examples: Sequence[TeachingExample]
) -> Iterator[Shown]:
    room = network.config.max_tokens - 2
    tokens = [t.part(0, room) for t in tokenize(tokenizer, [e.text for e in examples])]
    ends = [
        (_covered(t, example.subject), _covered(t, example.object))
        for t, example in zip(tokens, examples, strict=True)
    ]
    kept = [index for index, (s, o) in enumerate(ends) if s and o and s != o]
    if not kept:
        return
    device = network.prototypes.threshold.device
    padded = pad([tokens[index] for index in kept], tokenizer)
    with torch.inference_mode():
        encoded = network.encode(
            padded.tokens.to(device), padded.shapes.to(device), padded.mask.to(device)
        )
        typed = _typed(network.tags(encoded).float().softmax(-1).cpu())
        rows = [_rows(typed[row], ends[index]) for row, index in enumerate(kept)]
        layout = lay_out(rows).to(device)
        pairs = torch.arange(2 * len(kept), device=device).view(-1, 2)
        vectors = network.vectors(encoded, layout, pairs).float().cpu()
    names = [*network.config.labels, None]
    for row, index in enumerate(kept):
        subject, object_ = (names[label] for _, _, label, _ in rows[row])
        one = examples[index]
        yield Shown(one.text, one.relation, vectors[row], subject, object_)


def _typed(probability: Tensor) -> Tensor:
    return probability[..., 1::2] + probability[..., 2::2]


Place = tuple[int, int]


def _covered(tokens: Tokens, span: Span) -> Place | None:
    """Return the first and last token that a span covers, counted with the start token."""
    inside = [
        index
        for index, (start, end) in enumerate(tokens.offsets, start=1)
        if start < span.end and end > span.start
    ]
    return (inside[0], inside[-1]) if inside else None


def _rows(typed: Tensor, ends: tuple[Place | None, Place | None]) -> list[MentionRow]:
    rows = []
    for entity, place in enumerate(ends):
        assert place is not None
        first, last = place
        score, label = typed[first : last + 1].mean(0).max(0)
        known = float(score) >= _LIKELY
        rows.append((first, last, int(label) if known else typed.shape[-1], entity))
    return rows

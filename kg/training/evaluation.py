"""Measures of a network on labelled texts whose mentions are given."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

from kg.extraction.schema import Schema
from kg.model.network import ExtractionNetwork
from kg.training.batches import batches, collate
from kg.training.device import mixed
from kg.training.examples import Example
from kg.training.scores import Scores


def gold_entity_scores(
    network: ExtractionNetwork,
    examples: Sequence[Example],
    tokenizer: object,
    threshold: float = 0.0,
) -> Scores:
    """Score relations between the entities that the corpus marks, over (text, subject, relation, object).

    Facts whose entities lie past the longest window count as missed.
    """
    correct = predicted = 0
    for margins, gold in gold_entity_margins(network, examples, tokenizer):
        chosen = margins > threshold
        predicted += int(chosen.sum())
        correct += int((chosen & gold).sum())
    return Scores(correct, predicted, expected(examples))


def expected(examples: Sequence[Example]) -> int:
    """Return how many facts the texts hold."""
    return sum(len(example.source.relations) for example in examples)


def best_threshold(
    network: ExtractionNetwork, examples: Sequence[Example], tokenizer: object
) -> tuple[float, Scores]:
    """Return the margin that gives the best F1, and the scores there; 0 where nothing is found."""
    found = list(gold_entity_margins(network, examples, tokenizer))
    facts = expected(examples)
    if not found:
        return 0.0, Scores(expected=facts)
    margins = torch.cat([m.flatten() for m, _ in found])
    right = torch.cat([g.flatten() for _, g in found])
    near = margins > -12.0
    order = margins[near].argsort(descending=True)
    margins, hits = margins[near][order], right[near][order].cumsum(0)
    if not len(hits) or not int(hits[-1]):
        return 0.0, Scores(expected=facts)
    f1 = 2 * hits / (torch.arange(1, len(hits) + 1) + facts)
    best = int(f1.argmax())
    scores = Scores(int(hits[best]), best + 1, facts)
    return round(float(margins[best]), 4) - 1e-4, scores


def gold_entity_margins(
    network: ExtractionNetwork,
    examples: Sequence[Example],
    tokenizer: Any,
    schema: Schema | None = None,
) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield, batch by batch, each pair's margins over the threshold and what the corpus says of them.

    Margins of relations that nobody judged are minus infinity; both are (pairs, relations). The relations
    are those of training, or the schema's, and the examples must have been built for the same ones.
    """
    network.eval()
    prototypes = network.prototypes.trained().detach() if schema is None else schema.prototypes
    shift = 0.0 if schema is None else schema.shift
    for group in batches(examples, 4096):
        batch = collate(group, tokenizer)
        if not len(batch.pairs):
            continue
        with torch.inference_mode(), mixed(torch.device("cpu"), "auto"):
            encoded = network.encode(batch.padded.tokens, batch.padded.shapes, batch.padded.mask)
            vectors = network.vectors(encoded, batch.mentions, batch.pairs)
        with torch.inference_mode():
            logits = network.prototypes.score(vectors, prototypes)
            margins = logits[:, 1:] - logits[:, :1] - shift
            yield margins.masked_fill(~batch.judged, float("-inf")), batch.gold

"""Measures of a network on labelled texts."""

from collections.abc import Sequence

import torch

from kg.model.network import ExtractionNetwork
from kg.model.tokens import pad
from kg.training.examples import Example, batches
from kg.training.scores import Scores


def gold_entity_scores(
    network: ExtractionNetwork, examples: Sequence[Example], tokenizer: object
) -> Scores:
    """Score relations between the entities that the corpus marks, over (text, subject, relation, object).

    Facts whose entities lie past the longest window count as missed.
    """
    network.eval()
    correct = predicted = 0
    for batch in batches(examples, 4096):
        padded = pad([example.tokens for example in batch], tokenizer)
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            encoded = network.encode(padded.tokens, padded.shapes, padded.mask)
            for item, example in enumerate(batch):
                if example.mentions is None or not len(example.pairs):
                    continue
                logits = network.relations(encoded, item, example.mentions, example.pairs)
                chosen = (logits[:, 1:] > logits[:, :1]) & example.judged
                predicted += int(chosen.sum())
                correct += int((chosen & example.gold).sum())
    expected = sum(len(example.source.relations) for example in examples)
    return Scores(correct, predicted, expected)

"""Relations between the entities that the corpus marks, of any ontology."""

import math
from collections.abc import Sequence
from dataclasses import replace

import torch

from kg.extraction.confidence import Confidence
from kg.extraction.schema import schema_for
from kg.extraction.showing import shown
from kg.model.config import ModelConfig
from kg.model.encoder import load_tokenizer
from kg.model.network import ExtractionNetwork
from kg.records import Progress, ignore_progress
from kg.training.corpora import LabelledText
from kg.training.evaluation import gold_entity_margins
from kg.training.examples import build_examples
from kg.training.measures.judgements import Judged, Judgement
from kg.training.measures.task import Task
from kg.training.scores import Scores, Tally


def between_marked(
    network: ExtractionNetwork,
    texts: Sequence[LabelledText],
    task: Task,
    *,
    on_progress: Progress = ignore_progress,
) -> Judged:
    """Score relations, trained or not, over every ordered pair of marked entities that the corpus looked at.

    A relation holds from the checkpoint's threshold on, or from `task.min_confidence` if that is given.
    Facts whose entities lie past the longest window count as missed.
    """
    tokenizer = load_tokenizer(network.config.encoder)
    seen = shown(network, tokenizer, task.examples)
    schema = schema_for(network, task.properties, seen, sparing=False)
    iris = tuple(property.iri for property in schema.properties)
    examples = build_examples(texts, tokenizer, replace(network.config, relations=iris))
    confidence = Confidence(network.config.calibration)
    least = _least_margin(network.config, task.min_confidence)
    right, made = (torch.zeros(len(iris), dtype=torch.long) for _ in range(2))
    judgements: list[Judgement] = []
    done, pairs = 0, sum(len(example.pairs) for example in examples)
    for margins, gold in gold_entity_margins(network, examples, tokenizer, schema):
        chosen = margins > least
        right += (chosen & gold).sum(0)
        made += chosen.sum(0)
        for margin, correct in zip(margins[chosen].tolist(), gold[chosen].tolist(), strict=True):
            judgements.append(Judgement(confidence.of(margin), correct))
        done += len(margins)
        on_progress("pairs", done, pairs)
    found = dict(zip(iris, zip(right.tolist(), made.tolist(), strict=True), strict=True))
    return Judged(_tally(texts, found), tuple(judgements))


def _tally(texts: Sequence[LabelledText], found: dict[str, tuple[int, int]]) -> Tally:
    facts = [relation for text in texts for _, relation, _ in text.relations]
    tally = {iri: Scores(*found.get(iri, (0, 0)), facts.count(iri)) for iri in {*found, *facts}}
    return {iri: scores for iri, scores in tally.items() if scores.predicted or scores.expected}


def _least_margin(config: ModelConfig, least: float | None) -> float:
    if least is None:
        return config.threshold
    inside = min(max(least, 1e-6), 1 - 1e-6)
    scaled = math.log(inside / (1 - inside)) - config.calibration.offset
    return scaled / config.calibration.slope if config.calibration.slope > 0 else config.threshold

"""One evaluation, from the request to the report."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kg.model.checkpoint import load
from kg.model.network import ExtractionNetwork
from kg.model.precision import prepare
from kg.ontology.records import Property
from kg.records import Progress, ignore_progress
from kg.training.calibration import expected_calibration_error
from kg.training.corpora import Corpus, LabelledText
from kg.training.end_to_end import EndToEnd, measure, measure_of
from kg.training.measures.few_shot import few_shot
from kg.training.measures.marked import between_marked
from kg.training.measures.noise import NOISES, noisy
from kg.training.measures.request import Request, corpus_of
from kg.training.measures.task import Task, extractor_for, least_confidence, task_for
from kg.training.measures.text2kg import evaluate_text2kg
from kg.training.measures.text2kg_data import is_benchmark
from kg.training.report import Report, row
from kg.training.scores import total

_PAIRS = frozenset({"fewrel", "wiki80", "semeval"})
"""Formats whose texts mark one pair each: there is nothing to compare what raw text holds with."""


def evaluate(request: Request, *, on_progress: Progress = ignore_progress) -> Report:
    """Measure a checkpoint.

    Raises:
        InputError: The data, or another file that the request names, cannot be used.
        CheckpointMismatch: The folder holds no checkpoint of this version.
    """
    if request.format == "text2kg" and not request.marked and is_benchmark(request.data):
        return evaluate_text2kg(request, on_progress=on_progress)
    corpus = corpus_of(request)
    task = task_for(corpus, request.ontology, request.examples, request.min_confidence)
    network = load(request.model)
    if request.format in _PAIRS:
        return _on_pairs(request, corpus, task, network, on_progress)
    if request.marked:
        return _on_marked(request, corpus, task, network, on_progress)
    return _on_raw_text(request, corpus, task, network, on_progress)


def _on_raw_text(
    request: Request,
    corpus: Corpus,
    task: Task,
    network: ExtractionNetwork,
    on_progress: Progress,
) -> Report:
    how = measure_of(request.format)
    extractor = extractor_for(prepare(network), how.asked(task))

    def run(texts: Sequence[LabelledText]) -> EndToEnd:
        return measure(extractor, texts, how, task.properties, on_progress=on_progress)

    found = run(corpus.texts)
    report = _raw_report(request, corpus, task, network, found)
    if not request.robustness:
        return report
    noise = {"clean": _short(found)}
    for name in NOISES:
        noise[name] = _short(run([noisy(t, name, request.episodes.seed) for t in corpus.texts]))
    return replace(report, more={**report.more, "robustness": noise})


def _raw_report(
    request: Request,
    corpus: Corpus,
    task: Task,
    network: ExtractionNetwork,
    found: EndToEnd,
) -> Report:
    how = measure_of(request.format)
    scores = {"relations": total(found.relations.values())}
    if found.second is not None:
        scores[how.second_name] = total(found.second.values())
    if any(text.complete for text in corpus.texts):
        scores["mentions"] = found.mentions
    if any(text.clustered for text in corpus.texts):
        scores["coreference"] = found.coreference
    return Report(
        _about(request, corpus, task, network, "raw text"),
        scores,
        found.relations,
        _labels(task.properties, corpus),
        expected_calibration_error(found.judgements),
        {"logic": found.logic.to_json()},
    )


def _short(found: EndToEnd) -> dict[str, Any]:
    scores = {"relations": total(found.relations.values()), "mentions": found.mentions}
    return {name: row(one) for name, one in scores.items() if one.expected}


def _on_marked(
    request: Request,
    corpus: Corpus,
    task: Task,
    network: ExtractionNetwork,
    on_progress: Progress,
) -> Report:
    judged = between_marked(network, corpus.texts, task, on_progress=on_progress)
    return Report(
        _about(request, corpus, task, network, "marked entities"),
        {"relations": total(judged.tally.values())},
        judged.tally,
        _labels(task.properties, corpus),
        expected_calibration_error(judged.judgements),
    )


def _on_pairs(
    request: Request,
    corpus: Corpus,
    task: Task,
    network: ExtractionNetwork,
    on_progress: Progress,
) -> Report:
    report = _on_marked(request, corpus, task, network, on_progress)
    found = few_shot(
        network,
        corpus.texts,
        task.properties,
        request.episodes,
        with_names=request.with_names,
        on_progress=on_progress,
    )
    more = {"accuracy": round(found.plain.mean, 4), "few_shot": found.to_json()}
    return replace(report, more=more)


def _about(
    request: Request, corpus: Corpus, task: Task, network: ExtractionNetwork, given: str
) -> dict[str, Any]:
    config = network.config
    least = task.min_confidence
    return {
        "model": config.name,
        "version": config.version,
        "format": request.format,
        "texts": len(corpus.texts),
        "read_from": given,
        "min_confidence": least_confidence(config) if least is None else least,
        "examples": len(task.examples),
    }


def _labels(properties: Sequence[Property], corpus: Corpus) -> dict[str, str]:
    return {p.iri: p.label for p in (*corpus.properties, *properties)}

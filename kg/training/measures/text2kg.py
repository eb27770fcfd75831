"""Text2KGBench: an ontology and its train sentences are shown, its test sentences are read."""

from collections.abc import Mapping, Sequence

from kg.errors import InputError
from kg.model.checkpoint import load
from kg.model.network import ExtractionNetwork
from kg.model.precision import prepare
from kg.records import Document, Evidence, Extraction, Progress, ignore_progress
from kg.training.calibration import expected_calibration_error
from kg.training.corpora.text2kg import Sentence, Triple
from kg.training.measures.judgements import Judgement
from kg.training.measures.logic import Logic, logic_of
from kg.training.measures.request import Request
from kg.training.measures.task import Task, extractor_for, least_confidence
from kg.training.measures.text2kg_averages import Found, averages, figures
from kg.training.measures.text2kg_data import Bench, read_benches
from kg.training.measures.text2kg_scores import key, score
from kg.training.measures.text2kg_values import Form, default_forms, forms, written
from kg.training.report import Report
from kg.training.scores import Scores, Tally, added


def evaluate_text2kg(request: Request, *, on_progress: Progress = ignore_progress) -> Report:
    """Measure each ontology of the folder on its own, and average over sentences, then over ontologies.

    Raises:
        InputError: The folder is not laid out as the benchmark is.
    """
    _refuse_others(request)
    benches = read_benches(request.data)
    network = prepare(load(request.model))
    least = request.min_confidence
    found = [_run(network, bench, request, on_progress) for bench in benches]
    return Report(
        {
            "model": network.config.name,
            "version": network.config.version,
            "format": request.format,
            "texts": sum(len(bench.sentences) for bench in benches),
            "read_from": "raw text",
            "min_confidence": least_confidence(network.config) if least is None else least,
            "examples": sum(len(b.examples) for b in benches) if request.own_examples else 0,
        },
        averages(found),
        added(one.tally for one in found),
        {iri: label for bench in benches for iri, label in bench.labels.items()},
        expected_calibration_error([j for one in found for j in one.judgements]),
        figures(found),
    )


def _refuse_others(request: Request) -> None:
    given = {
        "--ontology": request.ontology,
        "--examples": request.examples,
        "--split": request.split,
        "--robustness": request.robustness,
    }
    if wrong := [name for name, value in given.items() if value]:
        raise InputError(
            f"{', '.join(wrong)} cannot be used here: a folder of Text2KGBench brings its own ontologies, "
            "examples and test sentences. Leave it out, or add --gold-entities to use the train sentences."
        )


def _run(
    network: ExtractionNetwork, bench: Bench, request: Request, on_progress: Progress
) -> Found:
    examples = bench.examples if request.own_examples else ()
    task = Task(bench.properties, examples, request.min_confidence)
    documents = [Document(sentence.id, sentence.text) for sentence in bench.sentences]
    extractor = extractor_for(network, task)
    read = extractor.extract(
        documents, on_progress=lambda _, done, total: on_progress(bench.name, done, total)
    )
    seen = forms(bench.taught) if request.own_examples else {}
    forms_of = default_forms(bench.labels.values(), seen)
    judgements: list[Judgement] = []
    scores, tallies = [], []
    for sentence, extraction in zip(bench.sentences, read, strict=True):
        stated = [e for e in extraction.evidence if e.status == "asserted"]
        triples = [triple_of(one, extraction, sentence.text, bench, forms_of) for one in stated]
        gold = {key(triple) for triple in sentence.triples}
        judgements += [
            Judgement(one.confidence, key(triple) in gold)
            for one, triple in zip(stated, triples, strict=True)
        ]
        tallies.append(_tally(triples, sentence, bench))
        scores.append(
            score(triples, sentence.triples, sentence.text, bench.labels.values(), bench.concepts)
        )
    logic = sum(
        (
            logic_of(e, bench.properties, len(s.text))
            for s, e in zip(bench.sentences, read, strict=True)
        ),
        start=Logic(),
    )
    return Found(bench, tuple(scores), added(tallies), tuple(judgements), logic)


def triple_of(
    evidence: Evidence,
    extraction: Extraction,
    text: str,
    bench: Bench,
    forms_of: Mapping[str, Form],
) -> Triple:
    """Say a statement in the benchmark's strings: things by their names, values as it writes them."""
    entity = {mention.span: extraction.entities[mention.entity] for mention in extraction.mentions}
    label = bench.labels[evidence.statement.predicate]
    form = forms_of[label]
    named = form.kind in {"name", "text"}
    value = entity[evidence.object].name if named else evidence.object.of(text)
    return Triple(entity[evidence.subject].name, label, written(value, form))


def _tally(triples: Sequence[Triple], sentence: Sentence, bench: Bench) -> Tally:
    iris = {label: iri for iri, label in bench.labels.items()}
    gold = {key(triple): triple.relation for triple in sentence.triples}
    made = {key(triple): triple.relation for triple in triples}
    return {
        iris.get(relation, relation): Scores(
            sum(one == relation for k, one in made.items() if k in gold),
            list(made.values()).count(relation),
            list(gold.values()).count(relation),
        )
        for relation in {*gold.values(), *made.values()}
    }

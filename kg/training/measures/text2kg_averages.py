"""Text2KGBench's figures over sentences, then over ontologies: each ontology counts alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.training.measures.judgements import Judgement
from kg.training.measures.logic import Logic
from kg.training.measures.text2kg_data import Bench
from kg.training.measures.text2kg_scores import SentenceScores, mean
from kg.training.report import Averages, row
from kg.training.scores import Tally

_SHARES = ("_conformance", "_hallucination")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one ontology; `scores` has an entry a sentence."""

    bench: Bench
    scores: tuple[SentenceScores, ...]
    tally: Tally
    judgements: tuple[Judgement, ...]
    logic: Logic


def averages(found: Sequence[Found]) -> dict[str, Averages]:
    """Return the official ratios, the strict ones, and the official ones of what was verified by hand."""
    scores = {
        "relations": mean([mean([s.official for s in one.scores]) for one in found]),
        "relations_strict": mean([mean([s.strict for s in one.scores]) for one in found]),
    }
    checked = [_verified(one) for one in found if one.bench.verified]
    if checked:
        scores["relations_verified"] = mean(checked)
    return scores


def _verified(found: Found) -> Averages:
    pairs = zip(found.bench.sentences, found.scores, strict=True)
    return mean([s.official for sentence, s in pairs if sentence.id in found.bench.verified])


def figures(found: Sequence[Found]) -> dict[str, Any]:
    """Return conformance and hallucinations, and every figure of each ontology."""
    rows = {one.bench.name: _row(one) for one in found}
    names = [name for name in next(iter(rows.values())) if name.endswith(_SHARES)]
    means = {name: sum(r[name] for r in rows.values()) / len(rows) for name in names}
    return {
        **{name: round(value, 4) for name, value in means.items()},
        "ontologies": rows,
        "logic": sum((one.logic for one in found), start=Logic()).to_json(),
    }


def _row(found: Found) -> dict[str, Any]:
    count = max(1, len(found.scores))
    conformance = sum(s.conformance for s in found.scores) / count
    return {
        "sentences": len(found.scores),
        "relations": row(mean([s.official for s in found.scores])),
        "relations_strict": row(mean([s.strict for s in found.scores])),
        "ontology_conformance": round(conformance, 4),
        "relation_hallucination": round(1 - conformance, 4),
        "subject_hallucination": round(
            sum(s.subject_hallucination for s in found.scores) / count, 4
        ),
        "object_hallucination": round(sum(s.object_hallucination for s in found.scores) / count, 4),
    }

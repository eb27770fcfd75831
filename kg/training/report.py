"""A checkpoint's figures on a labelled corpus, as JSON and as a table."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from kg.training.scores import Scores, Tally


class Ratios(Protocol):
    """Anything with precision, recall and F1, 0 to 1."""

    @property
    def precision(self) -> float: ...
    @property
    def recall(self) -> float: ...
    @property
    def f1(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Averages:
    """Ratios that are means of other ratios, so that no counts stand behind them."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Report:
    """What a checkpoint finds of what a corpus marks.

    Attributes:
        about: What was measured on what: model, format, number of texts and the like.
        scores: By name: `relations`, `mentions`, `coreference` and others.
        tally: Scores of `relations`, by relation.
        labels: What relations are called, by IRI.
        ece: Expected calibration error of the confidence of `relations`, 0 to 1.
        more: Other figures, in the form that they have in JSON.
    """

    about: Mapping[str, Any]
    scores: Mapping[str, Ratios]
    tally: Tally = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    ece: float | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return ratios and counts, rounded to four decimals."""
        return {
            **self.about,
            **{name: row(scores) for name, scores in self.scores.items()},
            **({} if self.ece is None else {"ece": round(self.ece, 4)}),
            **self.more,
            "per_relation": [
                {"label": label, "iri": iri, **row(scores), "support": scores.expected}
                for label, iri, scores in self.per_relation()
            ],
        }

    def per_relation(self) -> Iterator[tuple[str, str, Scores]]:
        """Yield label, IRI and scores of each relation, the most frequent first."""
        ordered = sorted(self.tally.items(), key=lambda item: (-item[1].expected, item[0]))
        for iri, scores in ordered:
            yield self.labels.get(iri, iri), iri, scores


def row(scores: Ratios) -> dict[str, float | int]:
    """Return ratios, and counts where there are some, rounded to four decimals."""
    ratios = {"precision": scores.precision, "recall": scores.recall, "f1": scores.f1}
    counts = asdict(scores) if isinstance(scores, Scores) else {}
    numbers = {**ratios, **counts}
    return {name: round(value, 4) for name, value in numbers.items() if value is not None}


def differences(after: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return by how much each figure that both have is higher in `after`, in the same nesting."""
    found: dict[str, Any] = {}
    for key in after.keys() & before.keys():
        one, other = after[key], before[key]
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            if inner := differences(one, other):
                found[key] = inner
        elif _is_ratio(one) and _is_ratio(other):
            found[key] = round(one - other, 4)
    return {key: found[key] for key in after if key in found}


def _is_ratio(value: Any) -> bool:
    return isinstance(value, float)

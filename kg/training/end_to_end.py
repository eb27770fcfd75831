"""Measures of an extractor from raw text: mentions, clusters and relations all predicted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kg.extraction.extractor import Extractor
from kg.ontology.records import Property
from kg.records import Document, Extraction, Progress, ignore_progress
from kg.training.corpora import LabelledText
from kg.training.measures.coreference import b_cubed
from kg.training.measures.judgements import Judged, Judgement
from kg.training.measures.logic import Logic, logic_of
from kg.training.measures.mentions import mention_scores
from kg.training.measures.passages import between_pairs_of_places, between_places
from kg.training.measures.relations import between_entities, between_exact_entities
from kg.training.measures.sentences import between_exact_mentions
from kg.training.measures.task import Task
from kg.training.scores import Scores, Tally, added, total

__all__ = ["EndToEnd", "Judgement", "Measure", "measure", "measure_of"]


@dataclass(frozen=True, slots=True)
class Measure:
    """How relations of one format are scored.

    Attributes:
        relations: The measure that the corpus is known for.
        second: Another, reported under `second_name`.
        unresolved: Whether statements about pronouns that stand for nobody count.
        by_mention: Whether statements are between mentions, each for itself, rather than entities.
    """

    relations: Callable[[LabelledText, Extraction], Judged]
    second_name: str = ""
    second: Callable[[LabelledText, Extraction], Tally] | None = None
    unresolved: bool = False
    by_mention: bool = False

    def asked(self, task: Task) -> Task:
        """Return the task with statements of the kind that is scored."""
        return replace(task, unresolved=self.unresolved, by_mention=self.by_mention)


_ENTITIES = Measure(between_entities, "relations_strict", between_exact_entities)
_MEASURES = {
    "knowledgenet": Measure(
        between_places, "relations_by_mention", between_pairs_of_places, unresolved=True
    ),
    "conll04": Measure(between_exact_mentions, by_mention=True),
}


def measure_of(format: str) -> Measure:
    """Return how relations of a format are scored: between entities of the text, unless it has its own way."""
    return _MEASURES.get(format, _ENTITIES)


@dataclass(frozen=True, slots=True)
class EndToEnd:
    """Scores over a corpus.

    Attributes:
        second: By relation, as `Measure.second` has it; None where it has none.
        judgements: One for each predicted statement, for calibration.
    """

    mentions: Scores
    coreference: Scores
    relations: Tally
    second: Tally | None
    judgements: tuple[Judgement, ...]
    logic: Logic


def measure(
    extractor: Extractor,
    texts: Sequence[LabelledText],
    how: Measure = _ENTITIES,
    properties: Sequence[Property] = (),
    *,
    on_progress: Progress = ignore_progress,
) -> EndToEnd:
    """Run the extractor over the texts and compare; `properties` are the ontology that `logic` holds it to."""
    documents = [Document(text.id, text.text) for text in texts]
    extractions = extractor.extract(documents, on_progress=on_progress)
    pairs = list(zip(texts, extractions, strict=True))
    judged = [how.relations(*pair) for pair in pairs]
    return EndToEnd(
        mentions=total(mention_scores(*pair) for pair in pairs),
        coreference=total(b_cubed(*pair) for pair in pairs),
        relations=added(one.tally for one in judged),
        second=added(how.second(*pair) for pair in pairs) if how.second else None,
        judgements=tuple(judgement for one in judged for judgement in one.judgements),
        logic=sum(
            (logic_of(found, properties, len(text.text)) for text, found in pairs), start=Logic()
        ),
    )

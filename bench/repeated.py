"""Statements that the shipped model finds in several texts of one corpus, each judged by all that the corpus says.

What one text states need not be marked in it to be true: a statement is right if any text of the corpus has it marked.
Things are told apart by their names alone, as long as nobody resolves them.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.iris import normal_name
from kg.model.network import ExtractionNetwork
from kg.records import Document, Extraction
from kg.text.sentences import sentences
from kg.training.corpora import LabelledText
from kg.training.corpora.text2kg import Triple, read_sentences
from kg.training.measures.judgements import judged_evidence, marked_places
from kg.training.measures.request import read_corpus
from kg.training.measures.task import Task, extractor_for, task_for
from kg.training.measures.text2kg import triple_of
from kg.training.measures.text2kg_data import Bench, read_benches
from kg.training.measures.text2kg_scores import key
from kg.training.measures.text2kg_values import default_forms, forms

REDOCRED = "re-docred/dev_revised.json.gz"
SPLIT = "re-docred/dev_400_100_split.json"
KNOWLEDGENET = "knowledgenet/passages_fold1-3.jsonl.gz"
WEBNLG = "text2kgbench_dbpedia_webnlg"


Said = tuple[tuple[str, ...], str, float]
"""A statement, the text that says so, and how surely."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What several texts, or one, are read to say.

    Attributes:
        confidences: The surest of each text.
        right: Whether the corpus says so.
    """

    name: tuple[str, ...]
    confidences: tuple[float, ...]
    right: bool


def re_docred(network: ExtractionNetwork, data: Path, least: float | None) -> list[Statement]:
    """The 100 documents that were kept out of training, judged by all 500."""
    return _marked(network, data / REDOCRED, "re-docred", least, _held_out(data).__contains__)


def sentences_of_re_docred(
    network: ExtractionNetwork, data: Path, least: float | None
) -> list[Statement]:
    """The sentences of those documents, each read as if it were a text of its own."""
    held = _held_out(data)
    corpus = read_corpus("re-docred", data / REDOCRED)
    truth = {named for text in corpus.texts for named in _names_of(text)}
    parts = [
        replace(text, id=f"{text.id} {span.start}", text=span.of(text.text))
        for text in corpus.texts
        if text.id in held
        for span in sentences(text.text)
    ]
    return _read(network, parts, task_for(corpus, min_confidence=least), truth)


def conll04(network: ExtractionNetwork, data: Path, least: float | None) -> list[Statement]:
    """All sentences that there are: the model was trained on none."""
    corpora = [
        read_corpus("conll04", data / "conll04" / name) for name in ("train.txt.gz", "dev.txt")
    ]
    texts = [text for corpus in corpora for text in corpus.texts]
    truth = {named for text in texts for named in _names_of(text)}
    return _read(network, texts, task_for(corpora[0], min_confidence=least), truth)


def knowledgenet(network: ExtractionNetwork, data: Path, least: float | None) -> list[Statement]:
    """The third fold's passages, judged by all three."""
    return _marked(network, data / KNOWLEDGENET, "knowledgenet", least, _is_third)


def webnlg(network: ExtractionNetwork, data: Path, least: float | None) -> list[Statement]:
    """Train and test sentences of ten ontologies, which the model was not trained on and is shown none of."""
    found: list[Statement] = []
    for bench in read_benches(data / WEBNLG):
        found.extend(_of_bench(network, bench, data / WEBNLG, least))
    return found


def grouped(said: Iterable[Said], truth: Container[tuple[str, ...]]) -> list[Statement]:
    """Put together what several texts say; of a text that says it twice, the surest counts."""
    surest: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for name, source, confidence in said:
        surest[name][source] = max(confidence, surest[name].get(source, 0.0))
    return [
        Statement(name, tuple(of.values()), name in truth) for name, of in sorted(surest.items())
    ]


def _held_out(data: Path) -> frozenset[str]:
    return frozenset(json.loads((data / SPLIT).read_text(encoding="utf-8"))["dev"])


def _is_third(id: str) -> bool:
    return id.startswith("3:")


def _marked(
    network: ExtractionNetwork,
    file: Path,
    format: str,
    least: float | None,
    held: Callable[[str], bool],
) -> list[Statement]:
    corpus = read_corpus(format, file)
    truth = {named for text in corpus.texts for named in _names_of(text)}
    texts = [text for text in corpus.texts if held(text.id)]
    return _read(network, texts, task_for(corpus, min_confidence=least), truth)


def _read(
    network: ExtractionNetwork,
    texts: Sequence[LabelledText],
    task: Task,
    truth: Container[tuple[str, ...]],
) -> list[Statement]:
    extractor = extractor_for(network, task)
    read = extractor.extract([Document(str(n), text.text) for n, text in enumerate(texts)])
    said = (one for text, found in zip(texts, read, strict=True) for one in _said(text, found))
    return grouped(said, truth)


def _names_of(text: LabelledText) -> Iterator[tuple[str, ...]]:
    """Every way to say a marked fact by the names that its ends have in the text."""
    names = {
        entity: {normal_name(span.of(text.text)) for span in spans}
        for entity, spans in marked_places(text).items()
    }
    for subject, relation, object_ in text.relations:
        for one in names[subject]:
            yield from ((one, relation, other) for other in names[object_])


def _said(text: LabelledText, found: Extraction) -> Iterator[Said]:
    entity = {mention.span: found.entities[mention.entity].name for mention in found.mentions}
    for one in judged_evidence(text, found):
        ends = [
            normal_name(entity.get(span, span.of(text.text))) for span in (one.subject, one.object)
        ]
        yield (ends[0], one.statement.predicate, ends[1]), text.id, one.confidence


def _of_bench(
    network: ExtractionNetwork, bench: Bench, folder: Path, least: float | None
) -> list[Statement]:
    train = folder / "train" / f"ont_{bench.name}_train.jsonl"
    sentences = [*bench.sentences, *read_sentences(train)]
    truth = _Alike(triple for sentence in sentences for triple in sentence.triples)
    extractor = extractor_for(network, Task(bench.properties, (), least))
    read = extractor.extract([Document(one.id, one.text) for one in sentences])
    forms_of = default_forms(bench.labels.values(), forms(bench.taught))
    said = (
        (
            _parts(triple_of(one, found, sentence.text, bench, forms_of)),
            sentence.text,
            one.confidence,
        )
        for sentence, found in zip(sentences, read, strict=True)
        for one in found.evidence
        if one.status == "asserted"
    )
    return grouped(said, truth)


class _Alike(Container[tuple[str, ...]]):
    """Facts whose ends count as the same where one holds the other: "Wheeler" for "Wheeler, Texas"."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._ends: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for triple in triples:
            subject, relation, object_ = _parts(triple)
            self._ends[relation].add((subject, object_))

    def __contains__(self, name: object) -> bool:
        assert isinstance(name, tuple)
        subject, relation, object_ = name
        return any(
            _holds(subject, one) and _holds(object_, other) for one, other in self._ends[relation]
        )


def _holds(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


def _parts(triple: Triple) -> tuple[str, str, str]:
    """Return a triple in letters and digits alone; a year is its first day there."""
    plain = key(triple).replace("-01-01", "").split("\n")
    subject, relation, object_ = ("".join(filter(str.isalnum, part)) for part in plain)
    return subject, relation, object_

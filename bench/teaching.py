"""`python -m bench.teaching --data FOLDER`: relations taught by a few sentences, and what is found by them in others.

The relations of a file in FewRel's format are taught under IRIs that the model does not know, with name and
description; other sentences are then read as whole texts, with mentions of the model's own. A statement is
right if it is the one that its sentence marks. FewRel marks one pair a sentence: whatever else a sentence
states counts as wrong, so that precision is a lower bound.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kg.extraction.neural import NeuralExtractor
from kg.extraction.sought import Sought
from kg.extraction.taught import with_taught
from kg.ontology.records import Property
from kg.ontology.taught import MarkedSentence, TaughtRelation
from kg.records import Document, Evidence, Span
from kg.settings import Settings
from kg.training.corpora import LabelledText
from kg.training.corpora.wiki80 import read_fewrel

Fact = tuple[Span, str, Span]


def main() -> None:
    """Print precision, recall and F1 for each number of examples."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--file", default="fewrel/val_wiki_dev8.json.gz")
    parser.add_argument("--shots", type=int, nargs="+", default=[1, 3, 5])
    parser.add_argument("--sentences", type=int, default=20, help="Read for each relation.")
    parser.add_argument("--seed", type=int, default=13)
    args = parser.parse_args()
    corpus = read_fewrel(args.data / args.file)
    groups: dict[str, list[LabelledText]] = defaultdict(list)
    for text in corpus.texts:
        groups[next(iter(text.relations))[1]].append(text)
    for texts in groups.values():
        random.Random(args.seed).shuffle(texts)
    extractor = NeuralExtractor.load(Settings(ontology=None, teaching=None))
    first = max(args.shots)
    asked = [text for texts in groups.values() for text in texts[first : first + args.sentences]]
    for shots in args.shots:
        relations = [_taught(one, groups[one.iri][:shots]) for one in corpus.properties]
        pupil = extractor.looking_for(with_taught(Sought(()), relations))
        found = pupil.extract([Document(text.id, text.text) for text in asked])
        sys.stdout.write(f"{shots} examples: {_scores(asked, [f.evidence for f in found])}\n")
        sys.stdout.flush()


def _taught(property: Property, texts: Sequence[LabelledText]) -> TaughtRelation:
    facts = [(text.text, _marked(text)) for text in texts]
    examples = tuple(MarkedSentence(text, fact[0], fact[2]) for text, fact in facts)
    new = replace(property, iri=_new(property.iri))
    return TaughtRelation(new.iri, new.iri, new.label, new.description, (), (), examples)


def _new(iri: str) -> str:
    return f"urn:taught:{iri}"


def _marked(text: LabelledText) -> Fact:
    (subject, relation, object_) = next(iter(text.relations))
    spans = {mention.entity: mention.span for mention in text.mentions}
    return spans[subject], _new(relation), spans[object_]


def _scores(texts: Sequence[LabelledText], found: Sequence[Sequence[Evidence]]) -> str:
    right = hit = made = 0
    for text, evidence in zip(texts, found, strict=True):
        subject, relation, object_ = _marked(text)
        good = [
            one
            for one in evidence
            if one.statement.predicate == relation
            and _meet(one.subject, subject)
            and _meet(one.object, object_)
        ]
        made += len(evidence)
        right += len(good)
        hit += bool(good)
    precision, recall = right / max(made, 1), hit / len(texts)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return (
        f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}; {made} statements in "
        f"{len(texts)} sentences"
    )


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


if __name__ == "__main__":
    main()

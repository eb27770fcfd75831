"""One ontology of Text2KGBench with its sentences, from the folder that the benchmark is laid out in."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.extraction.examples import TeachingExample
from kg.ontology.lookup import PropertyNames
from kg.ontology.reading import read_ontology
from kg.ontology.records import Property
from kg.training.corpora.text2kg import Sentence, Triple, labelled, read_sentences


@dataclass(frozen=True, slots=True)
class Bench:
    """What is asked of one ontology.

    Attributes:
        labels: Each relation's IRI to its label as the benchmark writes it.
        taught: Triples of the train sentences, for how their values are written.
        examples: The train triples whose ends can be found in their sentences.
        verified: Ids of the sentences that somebody has checked by hand.
    """

    name: str
    properties: tuple[Property, ...]
    labels: Mapping[str, str]
    concepts: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    taught: tuple[Triple, ...]
    examples: tuple[TeachingExample, ...]
    verified: frozenset[str]


def is_benchmark(folder: Path) -> bool:
    """Return whether a folder holds sentences to test on, with what is to be found in them."""
    return (folder / "ontologies").is_dir() and (folder / "ground_truth").is_dir()


def read_benches(folder: Path) -> list[Bench]:
    """Read every ontology of the folder that has a ground truth.

    Raises:
        InputError: There is none, or a file is not as the benchmark has it.
    """
    benches = [
        _bench(folder, ontology)
        for ontology in sorted((folder / "ontologies").glob("*_ontology.json"))
        if _file(folder, ontology, "ground_truth").exists()
    ]
    if not benches:
        raise InputError(
            f"{folder} has no ontologies/NAME_ontology.json with a "
            "ground_truth/ont_NAME_ground_truth.jsonl beside it."
        )
    return benches


def _bench(folder: Path, ontology: Path) -> Bench:
    try:
        data = ontology.read_bytes()
        content = json.loads(data)
        properties = read_ontology(data, ontology.name).properties
        names = PropertyNames(properties)
        rows = [
            (row["label"].strip(), names.find(row["label"].strip())) for row in content["relations"]
        ]
        iris = {label: property.iri for label, property in rows if property is not None}
        train = _file(folder, ontology, "train")
        taught = read_sentences(train) if train.exists() else []
        return Bench(
            name=_stem(ontology),
            properties=properties,
            labels={iri: label for label, iri in reversed(iris.items())},
            concepts=tuple(row["label"] for row in content["concepts"]),
            sentences=tuple(read_sentences(_file(folder, ontology, "ground_truth"))),
            taught=tuple(triple for sentence in taught for triple in sentence.triples),
            examples=tuple(_examples(taught, iris)),
            verified=_verified(folder, ontology),
        )
    except (KeyError, TypeError, AttributeError, ValueError, OSError) as err:
        raise InputError(f"{ontology} or its sentences are not Text2KGBench's: {err!r}") from err


def _examples(sentences: list[Sentence], iris: Mapping[str, str]) -> Iterator[TeachingExample]:
    for line, sentence in enumerate(sentences, start=1):
        text = labelled(sentence, dict(iris))
        place = {mention.entity: mention.span for mention in text.mentions}
        for subject, relation, object_ in sorted(text.relations):
            yield TeachingExample(text.text, place[subject], relation, place[object_], line)


def _verified(folder: Path, ontology: Path) -> frozenset[str]:
    file = folder / "manually_verified_sentences" / f"selected_ont_{_stem(ontology)}.txt"
    return frozenset(file.read_text(encoding="utf-8").split()) if file.exists() else frozenset()


def _file(folder: Path, ontology: Path, part: str) -> Path:
    return folder / part / f"ont_{_stem(ontology)}_{part}.jsonl"


def _stem(ontology: Path) -> str:
    return ontology.name.removesuffix("_ontology.json")

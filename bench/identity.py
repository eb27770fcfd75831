"""Identity: what is merged and linked rightly, and what it costs.

    python -m bench.identity [--shared DIR] [--sizes 10000 30000 100000] [--fit]

KnowledgeNet is read from DIR/data, or from the folder that KG_SHARED names; without it only the cost is
measured. Weights and thresholds were chosen on fold 1, so that folds 2 and 3 say how good they are.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

from bench.fitting import fitted_linking, fitted_merging
from bench.knowledgenet import FOLDS, read_gold
from bench.linking import judged, link_f1, link_scores, linked_facts
from bench.merging import merge_scores
from bench.texts import machine
from kg.identity.records import Edge, Occurrence, World
from kg.identity.resolve import resolve
from kg.identity.rules import rules_of
from kg.iris import WIKIDATA_DIRECT, Minter
from kg.ontology.shipped import shipped_properties

_MINTER = Minter("urn:bench:")
_SYLLABLES = "ba ko ri mel tan dor vi sha len po gar ust mir na fel zo bri cal eno wex".split()
_COMPANY = 8
"""Entities in a document."""
_FORMS = ("Inc.", "Ltd", "GmbH", "University", "Partners", "Works", "")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=os.environ.get("KG_SHARED"))
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 30_000, 100_000])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--fit", action="store_true", help="print weights fitted on fold 1")
    args = parser.parse_args()
    if args.one:
        measure_cost(args.one)
        return
    print(machine())
    if args.shared and args.fit:
        print("merging", fitted_merging(Path(args.shared)))
        print("linking", fitted_linking(Path(args.shared)))
    if args.shared:
        measure_quality(Path(args.shared))
    for size in args.sizes:  # each in a process of its own: memory is measured at its highest
        command = [sys.executable, "-m", "bench.identity", "--one", str(size)]
        subprocess.run(command, check=True)


def measure_quality(shared: Path) -> None:
    """Print what is right on each fold of KnowledgeNet."""
    for fold in FOLDS:
        print(f"fold {fold}{' (weights and thresholds were chosen on it)' if fold == 1 else ''}")
        print(f"  merging, pairs of documents: {merge_scores(shared, fold)}")
        named = judged(shared, fold)
        scores = link_scores(named)
        print(f"  linking: accuracy {scores.accuracy:.3f} of {scores.judged}")
        print(f"    entities: {scores.links}")
        print(f"    NIL:      {scores.nil}")
        gold = read_gold(shared, [fold])
        links = link_f1(linked_facts(gold, named), gold)
        print(f"  link F1 of the marked facts, the base being the other folds: {links}")
        everything = judged(shared, fold, inventory=FOLDS)
        links = link_f1(linked_facts(gold, everything), gold)
        print(f"  the same, with a base that names every entity of all folds:  {links}")


def measure_cost(size: int) -> None:
    """Print what it costs to resolve so many entities, in seconds of one core."""
    world = made_up_world(size)
    began = time.process_time()
    found = resolve(world, (), rules_of(shipped_properties()))
    seconds = time.process_time() - began
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len({one.iri for one in world.occurrences}):>8,} entities, named {len(world.occurrences):,} "
        f"times, {len(world.edges):,} facts: {seconds:.1f} s of CPU, {megabytes:,.0f} MB at most; "
        f"{len(found.assignments):,} renamed, {len(found.doubts):,} reviews",
        flush=True,
    )


def made_up_world(size: int) -> World:
    """Return a world with about so many entities, half of them in two documents, some under other names."""
    dice = random.Random(size)
    names = [_name(dice, n) for n in range(size)]
    named = [*names, *dice.sample(names, size // 2)]
    dice.shuffle(named)
    occurrences, edges = [], []
    for start in range(0, len(named), _COMPANY):
        id = f"d{start}"
        ends = [
            (_MINTER.entity(written, label), written, label)
            for name, label in named[start : start + _COMPANY]
            for written in [_variant(dice, name, label)]
        ]
        occurrences += [Occurrence(id, iri, (name,), label) for iri, name, label in ends]
        for (one, *_), (other, *_) in pairwise(ends):
            code = dice.choice(("P108", "P26", "P159", "P19"))
            edges.append(Edge(id, one, WIKIDATA_DIRECT + code, other, None, 0.9))
    return World(tuple(occurrences), tuple(edges))


def _name(dice: random.Random, n: int) -> tuple[str, str]:
    word = lambda: "".join(dice.choices(_SYLLABLES, k=dice.randint(3, 5))).capitalize()  # noqa: E731
    label = ("person", "organisation", "place")[n % 3]
    if label == "person":
        return f"{word()} {word()}", label
    if label == "organisation":
        return f"{word()} {dice.choice(_FORMS)}".strip(), label
    return word(), label


def _variant(dice: random.Random, name: str, label: str) -> str:
    first, *rest = name.split(" ")
    roll = dice.random()
    if roll < 0.1 and label == "person":
        return " ".join([first[0] + ".", *rest])
    if roll < 0.2 and label == "organisation":
        return f"{first} {dice.choice(_FORMS)}".strip()
    return name


if __name__ == "__main__":
    main()

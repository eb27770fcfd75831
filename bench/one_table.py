"""How good, how fast and at what price, in one row.

    KG_SHARED=FOLDER python -m bench.one_table [--model FOLDER] [--documents 60] [--rounds 3]

F1 is that of relations from raw text on Re-DocRED's 100 dev documents; give the checkpoint that has not learnt from
them (the model's card says how it is made). Speed is that of extraction from text to statements, on this machine's cores
and on its GPU, where it has one; prices are what the two cost an hour where they are rented.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch

from bench.extraction import DOLLARS_AN_HOUR
from bench.quality import rows
from bench.texts import documents, machine
from kg.extraction.neural import NeuralExtractor
from kg.extraction.sought import Sought
from kg.iris import Minter
from kg.model.checkpoint import SHIPPED, load
from kg.model.precision import prepare
from kg.ontology.shipped import shipped_properties
from kg.records import Document
from kg.training.measures.evaluate import evaluate

GPU_DOLLARS_AN_HOUR = 3.00
"""What one large GPU costs where it is rented; put your own price here."""


def main() -> None:
    """Measure and print the row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    shared = os.environ.get("KG_SHARED")
    if not shared:
        sys.exit("KG_SHARED names the folder that holds data/ with the public sets.")
    print(machine())
    quality = dict(rows(Path(shared) / "data", args.model))["Re-DocRED, raw text"]
    f1 = evaluate(quality).to_json()["relations"]["f1"]
    texts = documents(args.documents)
    cores = speed("cpu", texts, args.rounds)
    gpu = speed("cuda", texts, args.rounds) if torch.cuda.is_available() else None
    print(f"| relations F1 | documents/s, {torch.get_num_threads()} cores | a million | GPU | a million |")  # fmt: skip
    print("|---|---|---|---|---|")
    on_gpu = f"{gpu:.0f} | ${price(gpu, GPU_DOLLARS_AN_HOUR):.2f}" if gpu else "not measured | –"
    print(f"| {f1:.3f} | {cores:.1f} | ${price(cores, DOLLARS_AN_HOUR):.2f} | {on_gpu} |")


def speed(device: str, texts: Sequence[Document], rounds: int) -> float:
    """Return documents a second, the median of the rounds after one to warm up."""
    network = prepare(load(SHIPPED).to(device))
    extractor = NeuralExtractor(network, Minter("urn:bench:"), Sought(shipped_properties()))
    extractor.extract(texts)
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        extractor.extract(texts)
        seconds.append(time.perf_counter() - begin)
    return len(texts) / statistics.median(seconds)


def price(per_second: float, dollars_an_hour: float) -> float:
    """Return what a million documents cost."""
    return 1e6 / per_second / 3600 * dollars_an_hour


if __name__ == "__main__":
    main()

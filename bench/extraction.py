"""Extraction against a plain loop over the same network: sentences padded to 128 tokens, 16 a batch.

    python -m bench.extraction [--documents 200] [--rounds 3]

The rounds of the two alternate; the medians are compared.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence

import torch
from kg.extraction.clusters import Named, cluster

from bench.texts import documents, machine
from kg.extraction.decode import FoundMention, decode
from kg.extraction.neural import NeuralExtractor
from kg.extraction.sought import Sought
from kg.extraction.windows import Window
from kg.iris import Minter
from kg.model.checkpoint import SHIPPED, load
from kg.model.encoder import load_tokenizer
from kg.model.heads import Mentions
from kg.model.network import Encoded, ExtractionNetwork, all_pairs
from kg.model.precision import prepare
from kg.model.tokens import pad, tokenize
from kg.ontology.shipped import shipped_properties
from kg.records import Document
from kg.text.sentences import sentences

PADDED = 128
BATCH = 16


class PlainLoop:
    """Reads sentence by sentence, in the order of the text, as a tutorial would."""

    def __init__(self, network: ExtractionNetwork) -> None:
        self._network = network
        self._tokenizer = load_tokenizer(network.config.encoder)

    def extract(self, texts: Sequence[Document]) -> int:
        """Return how many relations were found."""
        pieces = [span.of(text.text) for text in texts for span in sentences(text.text)]
        found = 0
        for start in range(0, len(pieces), BATCH):
            found += self._batch(pieces[start : start + BATCH])
        return found

    def _batch(self, pieces: Sequence[str]) -> int:
        tokens = [t.part(0, PADDED - 2) for t in tokenize(self._tokenizer, pieces)]
        batch = pad(tokens, self._tokenizer, least=PADDED)
        found = 0
        with torch.inference_mode():
            encoded = self._network.encode(batch.tokens, batch.shapes, batch.mask)
            tags = self._network.tags(encoded).float()
            for row, piece in enumerate(tokens):
                window = Window(row, 0, len(piece), piece)
                mentions = decode(
                    tags[row, 1 : 1 + len(piece)], window, self._network.config.labels
                )
                found += self._relations(encoded, row, mentions, pieces[row])
        return found

    def _relations(
        self, encoded: Encoded, row: int, mentions: Sequence[FoundMention], text: str
    ) -> int:
        entity = cluster([Named(m.span, m.span.of(text), m.label) for m in mentions])
        labels = self._network.config.labels
        rows = [
            (m.first + 1, m.last + 1, labels.index(m.label), e)
            for m, e in zip(mentions, entity, strict=True)
            if e is not None
        ]
        if len({row[3] for row in rows}) < 2:
            return 0
        marked = Mentions(*(torch.tensor(column) for column in zip(*rows, strict=True)))
        logits = self._network.relations(encoded, row, marked, all_pairs(marked.entities))
        return int((logits[:, 1:] > logits[:, :1]).sum())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    texts = documents(args.documents)
    network = prepare(load(SHIPPED))
    extractor = NeuralExtractor(network, Minter("urn:bench:"), Sought(shipped_properties()))
    loop = PlainLoop(network)

    runs: dict[str, Callable[[], object]] = {
        "kg extract": lambda: extractor.extract(texts),
        "plain loop": lambda: loop.extract(texts),
    }
    seconds = measure(runs, args.rounds)
    characters = sum(len(text.text) for text in texts)
    print(machine())
    for name, taken in seconds.items():
        print(
            f"{name}: {args.documents / taken:.2f} documents/s, {characters / taken:,.0f} characters/s"
        )
    print(f"ratio: {seconds['plain loop'] / seconds['kg extract']:.2f}")


def measure(runs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return each run's median seconds over rounds in which all take their turn."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            begin = time.perf_counter()
            run()
            seconds[name].append(time.perf_counter() - begin)
    return {name: statistics.median(taken) for name, taken in seconds.items()}


if __name__ == "__main__":
    main()

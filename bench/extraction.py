"""Extraction against the bare encoder on the same tokens, and against a plain loop.

    python -m bench.extraction [--documents 100] [--rounds 3] [--threads 2]

The bare encoder runs the same windows in the same batches and number format, as many side by side, and nothing is
read off it. The plain loop is a tutorial's: float32, sentences padded to 128 tokens or documents cut at 512, 16 a batch,
the best tag of each token looked up. The rounds of all alternate; the medians are compared.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence

import torch

from bench.texts import documents, machine
from kg.extraction.neural import OVERLAP, NeuralExtractor, token_batches
from kg.extraction.sections import sections
from kg.extraction.side_by_side import side_by_side
from kg.extraction.sought import Sought
from kg.extraction.windows import Window, windows
from kg.iris import Minter
from kg.model.checkpoint import SHIPPED, load
from kg.model.encoder import load_tokenizer
from kg.model.network import ExtractionNetwork
from kg.model.precision import prepare
from kg.model.tokens import pad, tokenize
from kg.ontology.shipped import shipped_properties
from kg.records import Document
from kg.text.sentences import sentences

BATCH = 16
DOLLARS_AN_HOUR = 0.10
"""What two cores cost where they are rented; put your own price here."""


class BareEncoder:
    """The forward pass alone, over windows cut beforehand."""

    def __init__(self, network: ExtractionNetwork, texts: Sequence[Document]) -> None:
        self._network = network
        self._tokenizer = load_tokenizer(network.config.encoder)
        room = network.config.max_tokens - 2
        tokens = tokenize(self._tokenizer, [text.text for text in texts])
        self._cut: list[Window] = [
            window
            for index, (text, document) in enumerate(zip(texts, tokens, strict=True))
            for window in windows(
                index,
                document,
                sections(text.text, sentences(text.text)),
                room=room,
                overlap=OVERLAP,
            )
        ]
        self.tokens = sum(len(window.tokens) for window in self._cut)

    def run(self) -> None:
        """Encode every window."""
        batches = list(token_batches(self._cut, 4096))
        for _ in side_by_side(self._encode, batches, torch.device("cpu")):
            pass

    def _encode(self, batch: Sequence[Window]) -> None:
        padded = pad([window.tokens for window in batch], self._tokenizer)
        with torch.inference_mode():
            self._network.encoder(input_ids=padded.tokens, attention_mask=padded.mask)


class PlainLoop:
    """Reads in the order of the text, padded to a fixed width, as a tutorial would."""

    def __init__(self, width: int) -> None:
        self._network = prepare(load(SHIPPED), "float32")
        self._tokenizer = load_tokenizer(self._network.config.encoder)
        self._width = width

    def run(self, pieces: Sequence[str]) -> int:
        """Return how many tokens were tagged."""
        found = 0
        for start in range(0, len(pieces), BATCH):
            tokens = [
                t.part(0, self._width - 2)
                for t in tokenize(self._tokenizer, pieces[start : start + BATCH])
            ]
            batch = pad(tokens, self._tokenizer, to=self._width)
            with torch.inference_mode():
                encoded = self._network.encode(batch.tokens, batch.shapes, batch.mask)
                tags = self._network.tags(encoded).argmax(-1)
            found += sum(tag > 0 for row in tags.tolist() for tag in row)
        return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    texts = documents(args.documents)
    pieces = [span.of(text.text) for text in texts for span in sentences(text.text)]
    network = prepare(load(SHIPPED))
    extractor = NeuralExtractor(network, Minter("urn:bench:"), Sought(shipped_properties()))
    bare = BareEncoder(network, texts)
    short, long = PlainLoop(128), PlainLoop(512)

    seconds = measure(
        {
            "kg, documents": lambda: extractor.extract(texts),
            "kg, sentences": lambda: extractor.extract(
                [Document(str(number), piece) for number, piece in enumerate(pieces)]
            ),
            "bare encoder": bare.run,
            "plain loop, sentences": lambda: short.run(pieces),
            "plain loop, documents": lambda: long.run([text.text for text in texts]),
        },
        args.rounds,
    )
    _print(seconds, args.documents, bare.tokens, args.threads)


def _print(seconds: dict[str, float], count: int, tokens: int, threads: int) -> None:
    print(f"{machine()}; {threads} threads; {count} documents, {tokens:,} tokens")
    for name, taken in seconds.items():
        print(f"{name}: {count / taken:.2f} documents/s, {tokens / taken:,.0f} tokens/s")
    kg = seconds["kg, documents"]
    print(f"share of the bare encoder's speed: {seconds['bare encoder'] / kg:.2f}")
    print(f"times the plain loop, documents: {seconds['plain loop, documents'] / kg:.2f}")
    ratio = seconds["plain loop, sentences"] / seconds["kg, sentences"]
    print(f"times the plain loop, sentences: {ratio:.2f}")
    price = kg / count * 1e6 / 3600 * DOLLARS_AN_HOUR
    print(f"a million such documents at ${DOLLARS_AN_HOUR:.2f} an hour: ${price:.2f}")


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

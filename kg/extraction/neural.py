"""The extractor that runs our network: windows in full batches, findings merged by document."""

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from kg import observing
from kg.errors import ModelError
from kg.extraction.assemble import Assembler
from kg.extraction.boundaries import ENOUGH
from kg.extraction.confidence import Confidence
from kg.extraction.found import WindowFindings
from kg.extraction.given_names import Given, given_by
from kg.extraction.lessons import learnt
from kg.extraction.likeliest import Judge
from kg.extraction.reader import WindowReader
from kg.extraction.schema import Schema, schema_for
from kg.extraction.scoring import ScoredPairs
from kg.extraction.sections import sections
from kg.extraction.showing import shown
from kg.extraction.side_by_side import side_by_side
from kg.extraction.sought import Sought, sought_from
from kg.extraction.windows import Window, windows
from kg.iris import Minter
from kg.model.checkpoint import SHIPPED, load
from kg.model.encoder import load_tokenizer
from kg.model.network import ExtractionNetwork
from kg.model.precision import prepare
from kg.model.tokens import padded_length, tokenize
from kg.records import Document, Extraction, ModelVersion, Progress, Span, ignore_progress
from kg.settings import Settings
from kg.text.sentences import sentences

log = logging.getLogger(__name__)

OVERLAP = 128
"""Tokens that neighbouring windows share."""

_KEPT = 4
"""Ontologies of callers whose prototypes are kept."""


class NeuralExtractor:
    """Implements `Extractor` and `Teachable` with an `ExtractionNetwork`."""

    def __init__(
        self,
        network: ExtractionNetwork,
        minter: Minter,
        sought: Sought,
        *,
        batch_tokens: int = 4096,
        min_confidence: float = 0.5,
        unresolved: bool = False,
        by_mention: bool = False,
    ) -> None:
        """Look for the properties sought, as trained, or as their texts and the examples say.

        With `unresolved`, pronouns that nobody could be found for make statements too. With `by_mention`,
        each mention is an entity of its own, pronouns are none, and each pair of mentions is told.
        """
        self.model = ModelVersion(network.config.name, network.config.version)
        self._network, self._minter = network, minter
        self._min_confidence, self._batch_tokens = min_confidence, batch_tokens
        self._tokenizer = load_tokenizer(network.config.encoder)
        self._room = network.config.max_tokens - 2
        seen = shown(network, self._tokenizer, sought.examples)
        given = given_by(sought.examples, seen)
        schema = schema_for(network, sought.properties, seen)
        confidence = Confidence(network.config.calibration)
        least = confidence.least_margin(min_confidence)
        if sought.examples:
            schema = learnt(
                network, schema, sought, seen, lambda s, texts: self._observe(s, texts, given)
            )
        self._reader = WindowReader(
            network,
            self._tokenizer,
            schema,
            least,
            given,
            by_mention=by_mention,
            judge=self._judge(schema, least),
        )
        self._assembler = Assembler(
            minter,
            schema.properties,
            confidence,
            min_confidence,
            unresolved=unresolved,
            by_mention=by_mention,
        )
        self._others: dict[Sought, NeuralExtractor] = {}

    def _judge(self, schema: Schema, least: float) -> Judge | None:
        shown = frozenset(iri for iri, margins in schema.margins.items() if margins)
        many = frozenset(iri for iri in shown if len(schema.margins[iri]) >= ENOUGH)
        return Judge(shown, many, least, self._network.config.threshold) if shown else None

    def _observe(
        self, schema: Schema, texts: Sequence[str], given: Given
    ) -> Iterator[tuple[list[str], list[WindowFindings], list[ScoredPairs]]]:
        """Yield, for each batch of windows, their texts, what they name, and all their pairs."""
        reader = WindowReader(self._network, self._tokenizer, schema, 0.0, given)
        documents = [Document(str(number), text) for number, text in enumerate(texts)]
        batches = list(token_batches(self._cut(documents)[0], self._batch_tokens))
        with closing(
            side_by_side(lambda b: reader.observe(b, documents), batches, reader.device)
        ) as reading:
            for batch, (found, pairs) in zip(batches, reading, strict=True):
                yield [texts[window.document] for window in batch], found, pairs

    @classmethod
    def load(cls, settings: Settings) -> "NeuralExtractor":
        """Load the checkpoint that the settings name, on the best device at hand.

        Raises:
            CheckpointMismatch: There is none, or it is not one that this version reads.
            InputError: The ontology or the examples that the settings name are bad.
        """
        folder: Path = settings.model or SHIPPED
        network = prepare(load(folder), settings.precision)
        log.info("loaded %s %s", network.config.name, network.config.version)
        return cls(
            network,
            Minter(settings.base_iri),
            sought_from(settings.ontology, settings.teaching),
            min_confidence=settings.min_confidence,
        )

    def looking_for(self, sought: Sought) -> "NeuralExtractor":
        """Return an extractor with the same network that looks for what is sought; the last few are kept."""
        known = self._others.pop(sought, None) or NeuralExtractor(
            self._network,
            self._minter,
            sought,
            batch_tokens=self._batch_tokens,
            min_confidence=self._min_confidence,
        )
        self._others[sought] = known
        if len(self._others) > _KEPT:
            del self._others[next(iter(self._others))]
        return known

    def extract(
        self, documents: Sequence[Document], *, on_progress: Progress = ignore_progress
    ) -> list[Extraction]:
        try:
            return self._extract(documents, on_progress)
        except (ValueError, IndexError, KeyError, TypeError) as err:
            raise ModelError(f"The model failed on a batch of {len(documents)}: {err!r}") from err

    def _cut(self, documents: Sequence[Document]) -> tuple[list[Window], list[list[Span]]]:
        """Return the windows of all documents, and the sentences of each."""
        split = [list(sentences(document.text)) for document in documents]
        tokens = tokenize(self._tokenizer, [document.text for document in documents])
        cut = [
            window
            for index, (spans, document) in enumerate(zip(split, tokens, strict=True))
            for window in windows(
                index,
                document,
                sections(documents[index].text, spans),
                room=self._room,
                overlap=OVERLAP,
            )
        ]
        return cut, split

    def _extract(self, documents: Sequence[Document], on_progress: Progress) -> list[Extraction]:
        with observing.stage("cut"):
            cut, split = self._cut(documents)
        found: dict[int, list[WindowFindings]] = defaultdict(list)
        done = 0
        batches = list(token_batches(cut, self._batch_tokens))
        with (
            observing.stage("model"),
            closing(
                side_by_side(
                    lambda b: self._reader.read(b, documents), batches, self._reader.device
                )
            ) as reading,
        ):
            for batch, some in zip(batches, reading, strict=True):
                for findings in some:
                    found[findings.window.document].append(findings)
                tokens = sum(len(window.tokens) for window in batch)
                observing.count("tokens", tokens)
                observing.measure("batch_fill", tokens / self._batch_tokens)
                done += len(batch)
                on_progress("extract", done, len(cut))
        with observing.stage("assemble"):
            return [
                self._assembler.assemble(document, self.model, found[index], split[index])
                for index, document in enumerate(documents)
            ]


def token_batches(cut: Sequence[Window], budget: int) -> Iterator[list[Window]]:
    """Group windows of one padded length, so that each batch stays within a budget of tokens.

    Fused attention adds up in an order that hangs on the length: a window that always has its own reads
    the same whatever it is read with.
    """
    batch: list[Window] = []
    for window in sorted(cut, key=lambda window: len(window.tokens), reverse=True):
        width = padded_length(len(window.tokens))
        full = (len(batch) + 1) * width > budget
        if batch and (full or width != padded_length(len(batch[0].tokens))):
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch

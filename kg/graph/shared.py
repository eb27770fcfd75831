"""What the evidence of one document shares: sentences, the places of both ends, who read it. Each is told once."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph import vocabulary as terms
from kg.graph.vocabulary import Vocabulary
from kg.iris import Minter
from kg.records import PERSON, Span

if TYPE_CHECKING:
    from kg.catalog.rows import EvidenceRow


class Shared:
    """Collects it from piece after piece of a document's evidence."""

    def __init__(self, document: str, minter: Minter, vocabulary: Vocabulary) -> None:
        self._document = document
        self._minter = minter
        self._vocabulary = vocabulary
        self._sentences: dict[Span, str] = {}
        self._ends: set[Span] = set()
        self._runs: set[tuple[str, str]] = set()

    def take(self, row: "EvidenceRow") -> None:
        """Remember what a piece of evidence has in common with others."""
        self._sentences[row.sentence] = row.quote
        self._ends.update((row.subject, row.object))
        self._runs.add((row.model, row.version))

    def triples(self) -> Iterator[Triple]:
        """Yield what is to be said of all that was taken."""
        for sentence, quote in self._sentences.items():
            yield from self._passage(sentence, quote)
        for span in self._ends:
            yield from _position(self._selector(span), span)
        for model, version in self._runs:
            yield from self._run(model, version)

    def _passage(self, sentence: Span, quote: str) -> Iterator[Triple]:
        passage = NamedNode(self._minter.passage(self._document, sentence))
        document = NamedNode(self._minter.document(self._document))
        selector = self._selector(sentence)
        yield Triple(passage, terms.RDF_TYPE, terms.OA_SPECIFIC_RESOURCE)
        yield Triple(passage, terms.OA_HAS_SOURCE, document)
        yield Triple(passage, terms.OA_HAS_SELECTOR, selector)
        yield Triple(selector, terms.RDF_TYPE, terms.OA_TEXT_QUOTE_SELECTOR)
        yield Triple(selector, terms.OA_EXACT, Literal(quote))
        yield from _position(selector, sentence)

    def _run(self, model: str, version: str) -> Iterator[Triple]:
        run = NamedNode(self._minter.run(model, version))
        yield Triple(run, terms.RDF_TYPE, terms.PROV_ACTIVITY)
        yield Triple(run, self._vocabulary.model, Literal(model))
        yield Triple(run, self._vocabulary.model_version, Literal(version))
        if (model, version) == (PERSON.name, PERSON.version):
            person = NamedNode(self._minter.person())
            yield Triple(run, terms.PROV_WAS_ASSOCIATED_WITH, person)

    def _selector(self, span: Span) -> NamedNode:
        return NamedNode(self._minter.selector(self._document, span))


def _position(selector: NamedNode, span: Span) -> Iterator[Triple]:
    yield Triple(selector, terms.RDF_TYPE, terms.OA_TEXT_POSITION_SELECTOR)
    yield Triple(selector, terms.OA_START, Literal(str(span.start), datatype=terms.XSD_INTEGER))
    yield Triple(selector, terms.OA_END, Literal(str(span.end), datatype=terms.XSD_INTEGER))

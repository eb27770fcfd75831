"""Analogies as the API shows them: every link with the sentences that state it."""

from functools import lru_cache

from api.schemas.analogy import (
    AnalogyAnswer,
    EndOut,
    LogicOut,
    SidesOut,
    SimilarOut,
    StepOut,
)
from api.schemas.ask import FactOut, QuoteOut
from api.service import Service
from kg.analogy.paths import Led, Trail
from kg.analogy.records import Answer, SimilarPair
from kg.catalog.relations import Link

_QUOTES = 3
"""Sentences for one statement."""


class Shown:
    """Shows the answers to one question; a statement is looked up once."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._fact = lru_cache(maxsize=None)(self._look_up)

    def answer(self, one: Answer) -> AnalogyAnswer:
        """Return an answer with its evidence."""
        return AnalogyAnswer(
            value=one.value,
            iri=one.iri,
            score=one.score,
            logic=self._logic(one.logic) if one.logic else None,
            likeness=one.likeness,
        )

    def pair(self, one: SimilarPair) -> SimilarOut:
        """Return a pair in the order that was asked for."""
        link = one.link
        ends = [
            EndOut(value=link.subject_name, iri=link.subject),
            EndOut(value=link.object_name, iri=link.object),
        ]
        first, second = ends if one.forward else reversed(ends)
        return SimilarOut(
            first=first,
            second=second,
            score=one.score,
            logic=one.logic,
            likeness=one.likeness,
            fact=self._fact(link),
        )

    def _logic(self, led: Led) -> LogicOut:
        path = [
            StepOut(
                predicate=step.predicate, label=self._label(step.predicate), forward=step.forward
            )
            for step in led.path
        ]
        sides = SidesOut(a_b=self._facts(led.shown), c_d=self._facts(led.found))
        return LogicOut(score=led.score, path=path, facts=sides)

    def _facts(self, trail: Trail) -> list[FactOut]:
        return [self._fact(link) for link in trail]

    def _look_up(self, link: Link) -> FactOut:
        found = self._service.catalog.findings.evidence(link.id, status="asserted", limit=_QUOTES)
        quotes = [
            QuoteOut(
                document=row.document,
                start=row.sentence.start,
                end=row.sentence.end,
                text=row.quote,
            )
            for row in found.items
        ]
        return FactOut(
            statement_id=link.id,
            subject=link.subject_name,
            predicate=self._label(link.predicate),
            object=link.object_name,
            quotes=quotes,
        )

    def _label(self, predicate: str) -> str:
        return self._service.predicates.get(predicate, predicate)

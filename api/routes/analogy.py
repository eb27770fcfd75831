"""`/analogy` and `/pairs/similar`: what is related as something else is."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.analogy_views import Shown
from api.asking import thing_iri
from api.deps import ServiceDep
from api.errors import RESPONSES
from api.schemas.analogy import (
    AnalogyIn,
    AnalogyOut,
    Choice,
    Chosen,
    Question,
    SimilarPairs,
)
from api.service import Service
from kg.analogy.records import Term

router = APIRouter(tags=["analogy"], responses=RESPONSES)

End = Annotated[str, Query(min_length=1, max_length=2000, description="A name or an IRI.")]


@router.post("/analogy")
def analogy(question: Question, service: ServiceDep) -> AnalogyOut | Chosen:
    """Say what stands to c as b to a, or which pair of a choice is related as the stem is.

    Answers come from the relations of the graph and from likeness of names, shown apart.
    """
    return _choose(question) if isinstance(question, Choice) else _answer(question, service)


@router.get("/pairs/similar")
def similar_pairs(
    a: End,
    b: End,
    service: ServiceDep,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> SimilarPairs:
    """List the linked pairs of the graph that are related as a and b are."""
    found = service.analogies.similar(_term(a, service), _term(b, service), limit=limit)
    shown = Shown(service)
    return SimilarPairs(a=a, b=b, pairs=[shown.pair(one) for one in found])


def _choose(question: Choice) -> Chosen:
    from kg.model.choices import score_choices  # loads torch

    scores = score_choices([(question.stem, question.choice)])[0]
    return Chosen(answer=max(range(len(scores)), key=scores.__getitem__), scores=scores)


def _answer(question: AnalogyIn, service: Service) -> AnalogyOut:
    words = {"a": question.a, "b": question.b, "c": question.c}
    a, b, c = (_term(each, service) for each in words.values())
    found = service.analogies.answer(a, b, c, k=question.k, candidates=question.candidates)
    shown = Shown(service)
    return AnalogyOut(
        **words,
        iris={
            name: [one.iri for one in term.things]
            for name, term in zip("abc", (a, b, c), strict=True)
        },
        answers=[shown.answer(one) for one in found],
        reason=None if found else "The graph has no names to choose from; give `candidates`.",
    )


def _term(words: str, service: Service) -> Term:
    return service.analogies.term(words, thing_iri(service.minter, words))

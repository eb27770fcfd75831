"""`/suggestions` and `/rules/mined`: what is likely though no text states it, and the rules behind it."""

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from api.accepting import accept
from api.asking import current_iri
from api.deps import AskerDep, ServiceDep
from api.errors import RESPONSES
from api.schemas.statements import Thing
from api.schemas.suggestions import (
    Judged,
    LearntOut,
    MinedRuleList,
    MinedRuleOut,
    SuggestionList,
    SuggestionOut,
    VerdictOnRule,
    VerdictOnSuggestion,
)
from api.service import Service
from api.statement_views import predicate_view, summary_view
from kg.catalog.verdicts import Verdict
from kg.reasoning.paths import horn
from kg.reasoning.suggesting import SHOWN, MinedRule, Suggestion
from kg.records import Iri, Statement

router = APIRouter(tags=["suggestions"], responses=RESPONSES)

Choice = Literal["open", "accepted", "refused", "any"]
Judgement = Annotated[
    Choice | None,
    Query(description="Only what was judged so; without it, everything but what was refused."),
]
Property = Annotated[str | None, Query(description="IRI of the property.")]


@router.get("/suggestions")
def suggest(
    service: ServiceDep,
    subject: Annotated[
        str, Query(description="IRI, or `type/name` as in ours: `person/ada_lovelace`.")
    ],
    predicate: Property = None,
    min_score: Annotated[
        float, Query(ge=0, le=1, description="Leave out what is less likely.")
    ] = 0.3,
    verdict: Judgement = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> SuggestionList:
    """Return facts that are likely of a thing though no text speaks of them, each with its grounds."""
    iri = current_iri(service, subject)
    service.catalog.findings.entity(iri)
    found = service.suggester.suggest(
        iri, predicate=predicate, least=min_score, limit=limit, verdicts=_chosen(verdict)
    )
    ends = {end for one in found for end in (one.proposal.subject, one.proposal.object)}
    called = service.catalog.worlds.called(ends)
    return SuggestionList(
        suggestions=[_suggestion(service, one, called) for one in found], learnt=_learnt(service)
    )


@router.put("/suggestions")
def judge_suggestion(body: VerdictOnSuggestion, service: ServiceDep, asker: AskerDep) -> Judged:
    """Accept or refuse a suggested fact, or take that back.

    Accepted, it becomes a fact: a document says so in words, as a person's word that no model reads. Refused
    or taken back, that document goes, and the fact with it unless texts have come to state it.
    """
    fact = Statement(
        service.catalog.identities.renamed(body.subject),
        body.predicate,
        Iri(service.catalog.identities.renamed(body.object)),
    )
    if body.verdict == "accepted":
        judged = accept(service, fact, asker)
    else:
        service.catalog.findings.entity(fact.subject)
        id = service.catalog.stated.withdraw(fact, body.verdict)
        judged = Judged(id=id, verdict=body.verdict)
    service.follower.wake()
    return judged


@router.get("/rules/mined")
def list_mined_rules(
    service: ServiceDep,
    predicate: Property = None,
    min_confidence: Annotated[float, Query(ge=0, le=1, description="Standard confidence.")] = 0.1,
    min_support: Annotated[int, Query(ge=1)] = 2,
    verdict: Judgement = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> MinedRuleList:
    """Return the Horn rules that the facts suggest; they are mined anew when facts have changed."""
    rules = [
        one
        for one in service.suggester.rules(predicate, _chosen(verdict))
        if one.rule.confidence >= min_confidence and one.rule.support >= min_support
    ]
    views = [_rule(service, one) for one in rules[:limit]]
    return MinedRuleList(rules=views, total=len(rules))


@router.put("/rules/mined/{id}")
def judge_mined_rule(id: str, body: VerdictOnRule, service: ServiceDep) -> MinedRuleOut:
    """Accept or refuse a mined rule, or take that back; one that is refused suggests nothing any more."""
    return _rule(service, service.suggester.judge_rule(id, body.verdict))


def _chosen(verdict: Choice | None) -> frozenset[Verdict]:
    if verdict is None:
        return SHOWN
    return SHOWN | {"refused"} if verdict == "any" else frozenset({verdict})


def _rule(service: Service, one: MinedRule) -> MinedRuleOut:
    labels = tuple(predicate_view(iri, service.predicates).label for iri in one.relations)
    return MinedRuleOut(
        id=one.id,
        head=predicate_view(one.relations[one.rule.head], service.predicates),
        text=one.rule.text(labels),
        horn=horn(f"mined-{one.id}", one.rule.head, one.rule.body, one.relations),
        support=one.rule.support,
        pairs=one.rule.pairs,
        confidence=one.rule.confidence,
        pca_confidence=one.rule.pca_confidence,
        verdict=one.verdict,
    )


def _suggestion(
    service: Service, one: Suggestion, called: Mapping[str, tuple[str, str]]
) -> SuggestionOut:
    return SuggestionOut(
        id=one.id,
        subject=_thing(one.proposal.subject, called),
        predicate=predicate_view(one.proposal.predicate, service.predicates),
        object=_thing(one.proposal.object, called),
        score=one.proposal.score,
        source=one.proposal.source,
        reason=one.proposal.reason,
        rule=None if one.rule is None else _rule(service, one.rule),
        grounds=[summary_view(row, service.predicates) for row in one.grounds],
        verdict=one.verdict,
        stale=one.stale,
    )


def _learnt(service: Service) -> LearntOut | None:
    found = service.suggester.about()
    if found is None:
        return None
    about, stale = found
    return LearntOut(at=about.at, facts=about.facts, stale=stale)


def _thing(iri: str, called: Mapping[str, tuple[str, str]]) -> Thing:
    name, label = called.get(iri, (iri, ""))
    return Thing(iri=iri, name=name, label=label)

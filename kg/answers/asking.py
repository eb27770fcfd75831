"""A question to a reply: linked, understood, planned, run, and put into words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kg.answers.compare import Compared
from kg.answers.compose import Composer, describe
from kg.answers.fitting import LEAST
from kg.answers.graph import Graph
from kg.answers.kin import in_single_steps
from kg.answers.linking import link
from kg.answers.passages import passages
from kg.answers.paths import Walk
from kg.answers.plan import Planner, words_left
from kg.answers.question import Asked, check, mask_bounds, understand
from kg.answers.records import Found, Plan, Reply
from kg.answers.relations import Relations, Space
from kg.answers.sexes import of_the_sex_asked_for
from kg.answers.sources import Sources
from kg.answers.sparql import shown_query
from kg.answers.unread import not_said
from kg.answers.verdict import judge
from kg.answers.wording import interpretation, sentence
from kg.answers.words import tokens
from kg.errors import InputError
from kg.ontology.records import Property

_SPOKEN_OF = 0.6
"""How near a passage has to be for a question that names nothing known to be worth a look at it."""

_TYPES = ("person", "organisation", "place", "thing")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question in the graph; `reason` says why nothing did."""

    answers: tuple[Found, ...] = ()
    plan: Plan | None = None
    reason: str = ""


class Asker:
    """Answers questions over one graph. Safe to share between threads.

    Args:
        properties: The ontology's.
        class_of: Gives the class IRI of an entity type.
        space: None does without embeddings.
    """

    def __init__(
        self,
        graph: Graph,
        sources: Sources,
        properties: Sequence[Property],
        class_of: Callable[[str], str],
        space: Space | None = None,
    ) -> None:
        self._graph = graph
        self._sources = sources
        self._space = space
        self._class_of = class_of
        self._properties = [one.iri for one in properties]
        self._relations = Relations(properties, space)
        self._type_of = {class_of(label): label for label in _TYPES}

    def ask(self, question: str) -> Reply:
        """Answer a question from the graph, or say why the graph does not, with passages that may.

        Raises:
            InputError: It is empty, too long, or names nothing that the graph or a text knows.
            StoreUnavailable: The graph does not answer.
            QueryTooExpensive: It went over a limit of the graph's.
        """
        said = check(question)
        asked = self._understood(in_single_steps(said))
        every = asked.expected and (asked.bounds or asked.form == "superlative")
        if not (asked.links or every):
            return replace(self._unnamed(asked), question=said)
        return replace(self._answered(asked), question=said)

    def _answered(self, asked: Asked) -> Reply:
        walk = Walk(self._graph)
        planner = Planner(
            asked, self._relations, walk,
            types_of=self._types, class_of=self._class_of, known=self._properties,
        )  # fmt: skip
        names = {named.iri: named.name for link in asked.links for named, _ in link.candidates}
        composer = Composer(self._graph, self._sources, self._relations, names)
        unread = not_said(asked)
        outcome = Outcome(reason=unread) if unread else self._outcome(planner, composer)
        if outcome.answers:
            kept, doubt = of_the_sex_asked_for(outcome.answers, asked, planner.asked.form)
            outcome = replace(outcome, answers=kept, reason=doubt)
        return self._reply(asked, outcome, composer)

    def _understood(self, text: str) -> Asked:
        masked, said = mask_bounds(text)
        words = tokens(masked)
        if not words:
            raise InputError("The question holds a date and nothing else. Ask what happened then.")
        links = link(masked, words, self._sources, self._relations.common)
        asked = understand(text, words, links, said)
        asked = replace(asked, claimed=asked.claimed | self._relations.spoken(asked))
        # "in which country" asks for a relation, "which countries" for things of a kind
        if any(
            self._relations.names_relation(words[n].stem) and words[n].lower[-1] != "s"
            for n in asked.noun
        ):
            asked = replace(
                asked, content=asked.content | asked.noun, noun=frozenset(), explicit=False
            )
        return asked

    def _unnamed(self, asked: Asked) -> Reply:
        """The reply to a question that names nothing known: passages, if texts speak of it all the same.

        Raises:
            InputError: None does.
        """
        near = [
            one for one in passages(asked, self._sources, self._space) if one.score >= _SPOKEN_OF
        ]
        if not near:
            raise InputError(
                "The question names nothing that the graph knows. Name a person, place, organisation or thing "
                "as the documents do; GET /entities?q=… and `kg entities find` list names."
            )
        reason = "The graph does not say: it knows nothing that the question names."
        return Reply(asked.text, None, reason=reason, passages=tuple(near))

    def _outcome(self, planner: Planner, composer: Composer) -> Outcome:
        form = planner.asked.form
        if form == "yesno":
            return self._judged(planner, composer)
        if form == "compare":
            compared = Compared.of(planner)
            if compared is None:
                return Outcome(
                    reason="the graph does not have the values of both that would have to be compared"
                )
            return Outcome(tuple(composer.answers(compared.plan)), compared.plan)
        plan = planner.best()
        if plan is None:
            return Outcome(reason=_why(planner))
        answers = tuple(composer.answers(plan))
        return Outcome(
            answers, plan, "" if answers else "nothing in the graph meets all that is asked"
        )

    def _judged(self, planner: Planner, composer: Composer) -> Outcome:
        verdict = judge(planner, self._sources)
        if verdict.yes is None:
            return Outcome(plan=verdict.plan, reason=verdict.reason)
        if verdict.plan is None:
            return Outcome((composer.denial(verdict.denials),))
        found = composer.verdict(verdict.plan, verdict.yes)
        return Outcome((found,), verdict.plan) if found else Outcome(reason="no text says so")

    def _reply(self, asked: Asked, outcome: Outcome, composer: Composer) -> Reply:
        plan = outcome.plan
        reply = Reply(
            question=asked.text,
            answer=sentence(outcome.answers) if outcome.answers else None,
            answers=outcome.answers,
            sparql=shown_query(plan) if plan else None,
            interpretation=self._interpretation(asked, plan, composer),
        )
        if outcome.answers:
            return reply
        return replace(
            reply,
            reason=f"The graph does not say: {outcome.reason}.",
            passages=passages(asked, self._sources, self._space),
        )

    def _interpretation(self, asked: Asked, plan: Plan | None, composer: Composer) -> str:
        if plan is None:
            return (
                "about " + ", ".join(link.best.name for link in asked.links) if asked.links else ""
            )
        types = sorted(self._type_of.get(one, one) for one in plan.types)
        return interpretation(plan, self._relations.label, composer.name, types)

    def _types(self, iris: Sequence[str]) -> dict[str, frozenset[str]]:
        found = describe(self._graph, iris)
        return {
            iri: frozenset(self._type_of[one] for one in classes if one in self._type_of)
            for iri, (_, classes) in found.items()
        }


def _why(planner: Planner) -> str:
    """Say what of the question the graph has nothing for."""
    asked = planner.asked
    named = ", ".join(link.best.name for link in asked.links) or "that kind"
    if not asked.content and not asked.noun:
        return f"the question names {named}, but does not say what about it is asked"
    left = words_left(asked)
    near = max(planner.trails, key=lambda trail: trail.strength, default=None)
    if near is None or near.strength < LEAST:
        return f"it has no fact about {named} that “{left}” would put"
    return f"its facts about {named} explain only a part of “{left}”"

"""Suggests what follows from the catalog's facts and no text speaks of: by mined rules, vectors and rule R.

Rules are kept until the facts change, what was learnt until it is learnt anew. What leaves here is held against the catalog as it is at that
moment, so that a suggestion is never known already and never rests on what is gone.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from kg.catalog.statement_rows import StatementRow
from kg.catalog.verdicts import Verdict
from kg.errors import NotFound
from kg.iris import statement_id
from kg.ontology.records import Property
from kg.reasoning.allowed import Allowed
from kg.reasoning.learnt.analogy_proposer import AnalogyProposer
from kg.reasoning.learnt.learnt import About, Learnt
from kg.reasoning.learnt.vector_proposer import VectorProposer
from kg.reasoning.mining import MiningConfig, PathRule, mine_paths
from kg.reasoning.proposals import Proposal, Proposer, surest_of_each
from kg.reasoning.rule_proposer import RuleProposer
from kg.reasoning.triples import Triples
from kg.records import DEFAULT_WORKSPACE, Iri, Statement

if TYPE_CHECKING:
    from kg.catalog.catalog import Catalog

SHOWN: frozenset[Verdict] = frozenset({"open", "accepted"})
"""What is shown unless somebody asks for something else."""
_AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class MinedRule:
    """A mined rule with what somebody said of it.

    Attributes:
        relations: IRIs of the relations that its numbers mean.
    """

    id: str
    rule: PathRule
    relations: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A fact that is likely though no text speaks of it.

    Attributes:
        id: The statement's, once a text states it.
        rule: The surest rule that leads to it; None if something learnt does.
        grounds: The statements that it is led to from.
        stale: Facts have changed since what proposes it was learnt.
    """

    id: str
    proposal: Proposal
    rule: MinedRule | None
    grounds: tuple[StatementRow, ...]
    verdict: Verdict
    stale: bool = False


@dataclass(frozen=True, slots=True)
class _Mined:
    revision: str
    relations: tuple[str, ...]
    rules: dict[str, PathRule]
    triples: Triples
    allowed: Allowed
    proposer: RuleProposer
    seconds: float
    at: float


@dataclass(frozen=True, slots=True)
class _Knowing:
    """Proposers that go by something learnt, over certain facts."""

    mined: _Mined
    learnt: Learnt
    proposers: tuple[Proposer, ...]


class Suggester:
    """Suggests facts of one workspace. Safe to share between threads.

    Args:
        properties: What the ontology says of relations.
        learnt: Gives what `kg complete train` has learnt last, if anything.
        quick_s: Facts that changed are mined again at once if the last mining took no longer than this,
        patience: else when so many times the seconds it took have gone by.
    """

    def __init__(
        self,
        catalog: "Catalog",
        properties: Sequence[Property],
        workspace: str = DEFAULT_WORKSPACE,
        config: MiningConfig | None = None,
        *,
        learnt: Callable[[], Learnt | None] = lambda: None,
        quick_s: float = 2.0,
        patience: float = 20.0,
    ) -> None:
        self._catalog, self._properties, self._workspace = catalog, properties, workspace
        self._config = config or MiningConfig()
        self._quick_s, self._patience = quick_s, patience
        self._turn = threading.Lock()
        self._held: _Mined | None = None
        self._learnt = learnt
        self._knowing: _Knowing | None = None

    def rules(
        self, predicate: str | None = None, verdicts: Collection[Verdict] = SHOWN
    ) -> list[MinedRule]:
        """Return the rules with these verdicts, the surest first, those for one relation if it is given."""
        rules = [
            one
            for one in self._judged(self._mined()).values()
            if one.verdict in verdicts
            and (predicate is None or one.relations[one.rule.head] == predicate)
        ]
        return sorted(rules, key=lambda one: (-one.rule.confidence, -one.rule.support, one.id))

    def suggest(
        self,
        subject: str,
        *,
        predicate: str | None = None,
        least: float = 0.0,
        limit: int = 20,
        verdicts: Collection[Verdict] = SHOWN,
    ) -> list[Suggestion]:
        """Return what is likely of a subject, the likeliest first; refused rules have no say.

        Args:
            least: The lowest score.
        """
        found = self._all(subject, predicate, least, verdicts)
        return list(islice(found, limit))

    def find(self, statement: Statement) -> Suggestion | None:
        """Return the suggestion of a fact, whatever was said of it; None if nothing suggests it at the moment."""
        every: frozenset[Verdict] = SHOWN | {"refused"}
        found = self._all(statement.subject, statement.predicate, 0.0, every)
        end = statement.object.value
        return next((one for one in found if one.proposal.object == end), None)

    def _all(
        self, subject: str, predicate: str | None, least: float, verdicts: Collection[Verdict]
    ) -> Iterator[Suggestion]:
        mined = self._mined()
        rules = {id: one for id, one in self._judged(mined).items() if one.verdict != "refused"}
        proposer = mined.proposer.among([one.rule for one in rules.values()])
        each = [proposer.proposals(subject, predicate, least)]
        knowing = self._known(mined)
        if knowing is not None:
            each += [one.proposals(subject, predicate, least) for one in knowing.proposers]
        stale = knowing is not None and self._is_stale(knowing.learnt.about)
        proposals = surest_of_each(each)
        return self._checked(proposals, rules, verdicts, stale)

    def about(self) -> tuple[About, bool] | None:
        """Return when something was learnt, and whether facts have changed since; None without anything."""
        learnt = self._learnt()
        return None if learnt is None else (learnt.about, self._is_stale(learnt.about))

    def judge_rule(self, id: str, verdict: Verdict) -> MinedRule:
        """Accept or refuse a rule, or take that back. Raises NotFound: it is not mined at the moment."""
        mined = self._mined()
        if id not in mined.rules:
            raise NotFound("mined rule", id, "See GET /rules/mined; rules change as facts do.")
        said = mined.rules[id].text(mined.relations)
        self._catalog.verdicts.give("rule", id, verdict, said, self._workspace)
        return MinedRule(id, mined.rules[id], mined.relations, verdict)

    def _mined(self) -> _Mined:
        with self._turn:
            held, now = self._held, time.monotonic()
            revision = self._catalog.facts.revision(self._workspace)
            if held is not None and (held.revision == revision or self._too_soon(held, now)):
                return held
            facts = self._catalog.facts.between_things(self._workspace)
            triples = Triples.of(facts.triples)
            rules = mine_paths(triples, self._config)
            allowed = Allowed(facts.triples, facts.labels, self._properties)
            proposer = RuleProposer(triples, (), allowed)
            named = {rule.id(triples.relations): rule for rule in rules}
            ended = time.monotonic()
            self._held = _Mined(
                revision, triples.relations, named, triples, allowed, proposer, ended - now, ended
            )
            return self._held

    def _known(self, mined: _Mined) -> _Knowing | None:
        learnt = self._learnt()
        if learnt is None:
            return None
        with self._turn:
            held = self._knowing
            if held is None or held.mined is not mined or held.learnt is not learnt:
                given = learnt, mined.triples, mined.allowed
                proposers = VectorProposer(*given), AnalogyProposer(*given)
                held = self._knowing = _Knowing(mined, learnt, proposers)
            return held

    def _is_stale(self, about: About) -> bool:
        return about.revision != self._catalog.facts.revision(self._workspace)

    def _judged(self, mined: _Mined) -> dict[str, MinedRule]:
        given = self._catalog.verdicts.given("rule", mined.rules, self._workspace)
        return {
            id: MinedRule(id, rule, mined.relations, given.get(id, "open"))
            for id, rule in mined.rules.items()
        }

    def _checked(
        self,
        proposals: Iterator[Proposal],
        rules: dict[str, MinedRule],
        verdicts: Collection[Verdict],
        stale: bool,
    ) -> Iterator[Suggestion]:
        """Yield what the catalog, as it is now, neither knows already nor has lost the grounds of."""
        while some := list(islice(proposals, _AT_A_TIME)):
            ids = [statement_id(Statement(p.subject, p.predicate, Iri(p.object))) for p in some]
            grounds = {id for one in some for id in one.support}
            known = self._catalog.facts.some({*ids, *grounds}, self._workspace)
            given = self._catalog.verdicts.given("suggestion", ids, self._workspace)
            for id, one in zip(ids, some, strict=True):
                rows = tuple(known[each] for each in one.support if each in known)
                verdict = given.get(id, "open")
                holds = len(rows) == len(one.support) and all(
                    "asserted" in row.support for row in rows
                )
                if holds and id not in known and verdict in verdicts:
                    by_rule = rules[one.rule] if one.rule else None
                    old = stale and by_rule is None
                    yield Suggestion(id, one, by_rule, rows, verdict, old)

    def _too_soon(self, held: _Mined, now: float) -> bool:
        slow = held.seconds > self._quick_s
        return slow and now - held.at < self._patience * held.seconds

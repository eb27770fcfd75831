"""A plan run against the graph: its answers, and the facts that each rests on with their sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.answers.graph import Graph, Row
from kg.answers.records import Fact, Found, Plan, Step, Term
from kg.answers.relations import Relations
from kg.answers.sources import Known, Sources
from kg.answers.sparql import descriptions_query, rows_query, shown_query, value_variable, variable
from kg.answers.wording import literal
from kg.iris import XSD, statement_id
from kg.records import Iri, Statement

_FACTS = 50
"""Facts shown of one answer."""

_UNQUOTED = 0.8
"""How sure a fact of the graph is taken to be that no text says: it was loaded, or derived."""

Descriptions = dict[str, tuple[str, frozenset[str]]]


class Composer:
    """Runs plans, and looks up what their rows rest on.

    Args:
        names: What things are called that are known already, by IRI.
    """

    def __init__(
        self, graph: Graph, sources: Sources, relations: Relations, names: dict[str, str]
    ) -> None:
        self._graph = graph
        self._sources = sources
        self._relations = relations
        self._names = dict(names)
        self._facts: dict[Statement, Fact] = {}

    def answers(self, plan: Plan) -> list[Found]:
        """Return what a plan that is not of yes or no finds; empty where nothing is left."""
        rows = self._graph.rows(rows_query(plan))
        self._learn(rows)
        if plan.form == "count":
            return self._count(plan, rows)
        if plan.many:
            counted = [row for row in self._graph.rows(shown_query(plan)) if "answer" in row]
            first = counted[0]["count"] if counted and plan.order else None
            wanted = [row["answer"] for row in counted if first in (None, row["count"])]
        else:
            wanted = list(dict.fromkeys(row["answer"] for row in rows if "answer" in row))
            if plan.order and wanted:
                wanted = _ties(rows, wanted[0])
        return [
            self._found(plan, term, [row for row in rows if row.get("answer") == term])
            for term in wanted
        ]

    def verdict(self, plan: Plan, yes: bool) -> Found | None:
        """Return yes or no with the facts behind it; None where the graph no longer has them."""
        if yes and not plan.order and not self._graph.holds(shown_query(plan)):
            return None
        rows = self._graph.rows(rows_query(plan))
        self._learn(rows)
        facts = self._of(plan, rows)
        return _verdict(yes, facts, plan.score)

    def denial(self, denials: Sequence[Known]) -> Found:
        """Return "no" with what texts deny."""
        facts = tuple(self._known(known.row.statement, known) for known in denials)
        return _verdict(False, facts, max((fact.confidence for fact in facts), default=0.5))

    def name(self, iri: str) -> str:
        """Return what a thing is called."""
        return self._names.get(iri) or iri.rstrip("/").rpartition("/")[2].replace("_", " ")

    def _count(self, plan: Plan, rows: Sequence[Row]) -> list[Found]:
        (counted,) = self._graph.rows(shown_query(plan))
        number = counted["count"].value
        facts = self._of(plan, rows)
        sure = plan.score * min((fact.confidence for fact in facts), default=1.0)
        return (
            [Found(number, number, round(sure, 3), facts, datatype=XSD + "integer")]
            if number != "0"
            else []
        )

    def _found(self, plan: Plan, term: Term, rows: Sequence[Row]) -> Found:
        facts = self._of(plan, rows)
        sure = round(plan.score * min((fact.confidence for fact in facts), default=1.0), 3)
        if isinstance(term, Iri):
            return Found(term.value, self.name(term.value), sure, facts, iri=term.value)
        return Found(
            term.value, literal(term.value, term.datatype), sure, facts, datatype=term.datatype
        )

    def _of(self, plan: Plan, rows: Iterable[Row]) -> tuple[Fact, ...]:
        said = dict.fromkeys(one for row in rows for one in _statements(plan, row))
        return tuple(self._known(one) for one in list(said)[:_FACTS])

    def _known(self, statement: Statement, known: Known | None = None) -> Fact:
        if statement not in self._facts:
            self._facts[statement] = self._fact(statement, known or self._sources.known(statement))
        return self._facts[statement]

    def _fact(self, statement: Statement, known: Known | None) -> Fact:
        object = statement.object
        fact = Fact(
            statement_id(statement), statement,
            self.name(statement.subject), self._relations.label(statement.predicate),
            self.name(object.value) if isinstance(object, Iri) else literal(object.value, object.datatype),
            _UNQUOTED,
        )  # fmt: skip
        if known is None:
            return fact
        return replace(
            fact, statement_id=known.row.id, confidence=known.row.confidence, quotes=known.quotes,
        )  # fmt: skip

    def _learn(self, rows: Iterable[Row]) -> None:
        """Look up what the things in rows are called."""
        new = {
            term.value for row in rows for term in row.values() if isinstance(term, Iri)
        } - self._names.keys()
        for iri, (label, _) in describe(self._graph, sorted(new)).items():
            if label:
                self._names[iri] = label


def describe(graph: Graph, iris: Sequence[str]) -> Descriptions:
    """Return the label and the classes of things; the longest label where there are several."""
    if not iris:
        return {}
    labels: dict[str, str] = {}
    classes: dict[str, set[str]] = {iri: set() for iri in iris}
    for row in graph.rows(descriptions_query(iris)):
        node = row["node"].value
        if (label := row.get("label")) and len(label.value) > len(labels.get(node, "")):
            labels[node] = label.value
        if kind := row.get("type"):
            classes[node].add(kind.value)
    return {iri: (labels.get(iri, ""), frozenset(classes[iri])) for iri in iris}


def _ties(rows: Sequence[Row], first: Term) -> list[Term]:
    """The answer at the end of the order, and those with the same value."""
    value = next(row.get("value") for row in rows if row.get("answer") == first)
    return list(
        dict.fromkeys(
            row["answer"] for row in rows if row.get("value") == value and "answer" in row
        )
    )


def _verdict(yes: bool, facts: tuple[Fact, ...], score: float) -> Found:
    sure = round(score * min((fact.confidence for fact in facts), default=1.0), 3)
    said = "yes" if yes else "no"
    return Found(said, said, sure, facts, datatype=XSD + "boolean")


def _statements(plan: Plan, row: Row) -> Iterable[Statement]:
    """The triples of the graph that one row was matched with."""
    for number, branch in enumerate(plan.branches):
        here: Term | None = Iri(branch.start)
        for place, step in enumerate(branch.steps):
            there = row.get(variable(number, place, len(branch.steps)))
            yield from _statement(here, step, there)
            here = there
    here = row.get("answer")
    for place, step in enumerate(plan.value):
        there = row.get(value_variable(place, len(plan.value)))
        yield from _statement(here, step, there)
        here = there


def _statement(here: Term | None, step: Step, there: Term | None) -> Iterable[Statement]:
    subject, object = (here, there) if step.forward else (there, here)
    if isinstance(subject, Iri) and object is not None:
        yield Statement(subject.value, step.predicate, object)

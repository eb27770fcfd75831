"""Accepting a suggestion: a fact on a person's word, with the reasons that it was suggested for."""

from api.schemas.suggestions import Judged
from api.service import Service
from api.statement_views import predicate_view
from kg.catalog.stated_rows import End, Ground, Reasons, StatedFact
from kg.catalog.statement_rows import Sought, StatementRow
from kg.errors import InputError
from kg.reasoning.suggesting import Suggestion
from kg.records import Statement


def accept(service: Service, fact: Statement, by: str | None) -> Judged:
    """Have a person state a fact between two things of the graph; the graph has yet to follow.

    Args:
        by: Who that is, where the service asks.

    Raises:
        NotFound: One of the things is not there.
        InputError: The relation is none that documents are read for, and no statement has it.
        Conflict: A client's own document has the id that this one needs.
    """
    ends = _end(service, fact.subject), _end(service, fact.object.value)
    relation = _relation(service, fact.predicate)
    found = service.suggester.find(fact)
    reasons = _reasons(service, found) if found else None
    stated = StatedFact(ends[0], fact.predicate, relation, ends[1], reasons, by)
    document = service.catalog.stated.accept(stated)
    return Judged(id=stated.id, verdict="accepted", document=document)


def _end(service: Service, iri: str) -> End:
    service.catalog.findings.entity(iri)
    name, label = service.catalog.worlds.called([iri])[iri]
    return End(iri, " ".join(name.split()), label)


def _relation(service: Service, iri: str) -> str:
    known = iri in service.predicates
    if not known and not service.catalog.findings.statements(Sought(predicate=iri), limit=1).items:
        raise InputError(
            f"{iri} is no relation of this graph: GET /properties lists those that documents are read for."
        )
    return predicate_view(iri, service.predicates).label


def _reasons(service: Service, found: Suggestion) -> Reasons:
    grounds = tuple(Ground(row.id, _words(service, row)) for row in found.grounds)
    said = found.proposal
    return Reasons(said.source, said.score, said.reason, grounds)


def _words(service: Service, row: StatementRow) -> str:
    relation = predicate_view(row.statement.predicate, service.predicates).label
    return f"{row.subject_name} {relation} {row.object_name}"

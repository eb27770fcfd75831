"""Why one statement holds, found by its id or by its parts."""

from collections.abc import Iterator

from api.reasoning.views import Views
from api.schemas.reasoning import ExplanationOut
from api.schemas.statements import StatementDetail
from api.service import Service
from kg.catalog.statement_rows import Sought
from kg.errors import NotFound
from kg.reasoning.explaining import Proved, Step, Why, id_of, triple_of, why
from kg.reasoning.logic.rules import Triple

_ADVICE = "Neither does a document state it, nor does it follow from what documents state."


def explain_id(service: Service, id: str, limit: int) -> ExplanationOut:
    """Explain a statement by its id. Raises NotFound: it neither is stated nor follows."""
    triple = _stated(service, id) or service.reasoner.find(id)
    if triple is None:
        raise NotFound("statement", id, _ADVICE)
    return explain(service, triple, limit)


def derived_detail(service: Service, id: str) -> StatementDetail | None:
    """Return a statement that follows, by its id; None if none does. Its confidence is its surest proof's."""
    triple = service.reasoner.find(id)
    if triple is None:
        return None
    views = Views(service)
    with service.reasoner.asking() as engine:
        return views.derived_detail(why(engine, triple, views.sure))


def explain_triple(
    service: Service, subject: str, predicate: str, object: str, value: str, limit: int
) -> ExplanationOut:
    """Explain a statement by its parts; `value` is the object if that is a literal. Raises NotFound."""
    property = _property(service, predicate)
    for triple in _candidates(service, subject, property, object, value):
        return explain(service, triple, limit)
    raise NotFound("statement", f"{subject} {property} {object}", _ADVICE)


def explain(service: Service, triple: Triple, limit: int) -> ExplanationOut:
    """Return the proofs of a triple. Raises NotFound: there are none."""
    views = Views(service)
    with service.reasoner.asking() as engine:
        found = why(engine, triple, views.sure, limit=limit)
    if not found.proofs and (sure := views.sure(triple)):
        # a statement that no rule speaks of is not in the engine: its proof is its evidence
        found = Why(triple, (Proved(Step(triple, None, ()), sure),), complete=True)
    if not found.proofs:
        raise NotFound("statement", id_of(triple), _ADVICE)
    return views.explanation(found)


def _stated(service: Service, id: str) -> Triple | None:
    try:
        return triple_of(service.catalog.findings.statement(id).statement)
    except NotFound:
        return None


def _property(service: Service, name: str) -> str:
    """The IRI that a label stands for, or the name itself."""
    name = name.removeprefix("<").removesuffix(">")
    by_label = {label.casefold(): iri for iri, label in service.predicates.items()}
    return by_label.get(name.casefold(), name)


def _candidates(
    service: Service, subject: str, predicate: str, object: str, value: str
) -> Iterator[Triple]:
    ends = (object, value)
    for end in dict.fromkeys(ends):
        sought = Sought(subject=subject, predicate=predicate, object=end)
        for row in service.catalog.findings.statements(sought, limit=1).items:
            yield triple_of(row.statement)
    for triple in service.reasoner.about(subject):
        if triple[1] == predicate and (
            triple[2] in ends or getattr(triple[2], "value", "") in ends
        ):
            yield triple

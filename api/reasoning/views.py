"""Proofs and conflicts with names and sentences."""

from collections.abc import Iterable

from api.schemas.reasoning import ConflictOut, ExplanationOut, ProofOut, SideOut, StepOut
from api.schemas.statements import (
    ClaimOut,
    EvidenceOut,
    Predicate,
    StatementDetail,
    Thing,
    Value,
)
from api.service import Service
from api.statement_views import evidence_view
from kg.catalog.rows import EvidenceRow
from kg.errors import NotFound
from kg.reasoning.explaining import ConflictFound, Proved, Step, Why, id_of, statement_of
from kg.reasoning.logic.horn import RDF_TYPE
from kg.reasoning.logic.rules import Denied, Triple
from kg.reasoning.logic.shown import local_name
from kg.records import AssertionStatus, Iri

_SHOWN = 5
"""Pieces of evidence that one premise shows; the statement's own page has all."""


class Views:
    """Makes answers of proofs; remembers what it looked up, for one request."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._findings = service.catalog.findings
        self._things: dict[str, Thing] = {}
        self._evidence: dict[Triple, list[EvidenceOut]] = {}

    def sure(self, triple: Triple) -> float:
        """Return how sure documents make a premise; of what kind a thing is they are not doubted."""
        if triple[1] == RDF_TYPE:
            return 1.0
        try:
            row = self._findings.statement(id_of(triple))
        except NotFound:
            return 0.0
        status: AssertionStatus = "denied" if isinstance(triple[1], Denied) else "asserted"
        return row.confidence if row.status == status else row.support.get(status, 0.0)

    def explanation(self, why: Why) -> ExplanationOut:
        """Return proofs of a statement."""
        return ExplanationOut(
            claim=self.claim(why.triple),
            kind="stated" if any(one.step.rule is None for one in why.proofs) else "derived",
            confidence=why.confidence,
            proofs=[self._proof(one) for one in why.proofs],
            complete=why.complete,
        )

    def conflict(self, found: ConflictFound) -> ConflictOut:
        """Return a conflict with the proofs of each side."""
        return ConflictOut(
            kind=found.kind,
            rule=None if found.rule is None else found.rule.name,
            sides=[
                SideOut(**dict(self.explanation(side)), revised=revised)
                for side, revised in zip(found.sides, found.revised, strict=True)
            ],
        )

    def derived_detail(self, why: Why) -> StatementDetail:
        """Return what follows as `GET /statements/{id}` shows it: without evidence of its own."""
        claim = self.claim(why.triple)
        return StatementDetail(
            **claim.model_dump(exclude={"denied"}),
            status="asserted",
            confidence=why.confidence,
            support={},
            documents=0,
            sources=0,
            evidence=[],
            seen_in=[],
            contradicted_by=[],
            derived=True,
            next=None,
        )

    def claim(self, triple: Triple) -> ClaimOut:
        """Return a statement with names."""
        said = statement_of(triple)
        end = said.object
        object = (
            self._thing(end.value)
            if isinstance(end, Iri)
            else Value(value=end.value, datatype=end.datatype, name=end.value, label="")
        )
        return ClaimOut(
            id=id_of(triple),
            subject=self._thing(said.subject),
            predicate=Predicate(iri=said.predicate, label=self._label(said.predicate)),
            object=object,
            denied=isinstance(triple[1], Denied),
        )

    def _proof(self, proved: Proved) -> ProofOut:
        return ProofOut(confidence=proved.confidence, step=self._step(proved.step))

    def _step(self, step: Step) -> StepOut:
        rule = step.rule
        return StepOut(
            claim=self.claim(step.triple),
            kind="stated" if rule is None else "axiom" if rule.axiom else "derived",
            rule=None if rule is None else rule.name,
            rule_text=None if rule is None else rule.text,
            evidence=self._said(step.triple) if rule is None else [],
            premises=[self._step(each) for each in step.premises],
        )

    def _said(self, triple: Triple) -> list[EvidenceOut]:
        if triple not in self._evidence:
            rows = list(self._rows(triple))[:_SHOWN]
            views = [evidence_view(row, self._service.predicates) for row in rows]
            self._evidence[triple] = views
        return self._evidence[triple]

    def _rows(self, triple: Triple) -> Iterable[EvidenceRow]:
        """The places that say it; that a thing is of a kind, each sentence that speaks of it says."""
        if triple[1] == RDF_TYPE:
            found = self._findings.about(str(triple[0]), limit=50).items
            return [row for row in found if self._kind_in(row, triple)]
        status: AssertionStatus = "denied" if isinstance(triple[1], Denied) else "asserted"
        return self._findings.evidence(id_of(triple), status=status, limit=_SHOWN).items

    def _kind_in(self, row: EvidenceRow, triple: Triple) -> bool:
        is_subject = row.statement.subject == triple[0]
        label = row.subject_label if is_subject else row.object_label
        return self._service.minter.entity_class(label) == triple[2]

    def _label(self, predicate: str) -> str:
        return self._service.predicates.get(predicate) or local_name(predicate)

    def _thing(self, iri: str) -> Thing:
        if iri not in self._things:
            try:
                row = self._findings.entity(iri)
                self._things[iri] = Thing(iri=iri, name=row.name, label=row.label)
            except NotFound:
                self._things[iri] = Thing(iri=iri, name=local_name(iri), label="")
        return self._things[iri]

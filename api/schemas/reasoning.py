"""Ontologies, rules, proofs and conflicts, as answers show them."""

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, Field

from api.schemas.statements import ClaimOut, EvidenceOut


class KnowledgeOut(BaseModel):
    """An ontology or a set of rules that is reasoned with."""

    kind: Literal["ontology", "rules"]
    name: str
    media_type: str
    changed_at: str
    rules: int = Field(description="Rules that it comes to.")
    ignored: list[str] = Field(description="Axioms that kg cannot reason with.")


class KnowledgeList(BaseModel):
    """All that is reasoned with, and how much follows."""

    knowledge: list[KnowledgeOut]
    derived: int = Field(description="Facts that follow and that no document states.")


class StepOut(BaseModel):
    """A statement and what it rests on: sentences, or a rule and its premises."""

    claim: ClaimOut
    kind: Literal["stated", "derived", "axiom"]
    rule: str | None = Field(description="Name of the rule, or the axiom.")
    rule_text: str | None
    evidence: list[EvidenceOut] = Field(description="Of a statement that documents make.")
    premises: list["StepOut"]


class ProofOut(BaseModel):
    """A proof; `confidence` is the product over its different premises."""

    confidence: float
    step: StepOut


class ExplanationOut(BaseModel):
    """Why a statement holds: every proof that needs nothing superfluous, the surest first."""

    claim: ClaimOut
    kind: Literal["stated", "derived"]
    confidence: float
    proofs: list[ProofOut]
    complete: bool = Field(description="Whether these are all minimal proofs.")

    def quotes(self) -> Iterator[str]:
        """Yield the sentences that the surest proof comes down to."""
        waiting = [proof.step for proof in self.proofs[:1]]
        while waiting:
            step = waiting.pop(0)
            yield from (one.sentence.text for one in step.evidence[:1])
            waiting += step.premises


class SideOut(ExplanationOut):
    """One side of a conflict; `revised` is how sure one may still be of it."""

    revised: float


class ConflictOut(BaseModel):
    """Statements that cannot all hold."""

    kind: str = Field(
        description="`denied`, `disjoint`, `functional`, `range`, `rule`, `sentences` …"
    )
    rule: str | None = Field(description="The axiom or rule that says so; null for a plain denial.")
    sides: list[SideOut]


class ConflictPage(BaseModel):
    """Conflicts; `more` says that there are others."""

    conflicts: list[ConflictOut]
    more: bool

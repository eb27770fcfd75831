"""`/entailment`: what one sentence says about another."""

from fastapi import APIRouter

from api.errors import RESPONSES
from api.schemas.entailment import EntailmentIn, EntailmentOut, EntailmentsOut

router = APIRouter(tags=["reasoning"], responses=RESPONSES)


@router.post("/entailment")
def entailment(body: EntailmentIn) -> EntailmentsOut:
    """Say of pairs of sentences whether the second follows from the first, contradicts it, or neither."""
    from kg.model.entailment import shipped_head  # loads torch

    found = shipped_head().read(body.pairs)
    return EntailmentsOut(
        results=[
            EntailmentOut(
                label=one.label,
                entailment=one.entailment,
                contradiction=one.contradiction,
                neutral=one.neutral,
            )
            for one in found
        ]
    )

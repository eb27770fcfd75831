"""Statements as one line of text."""

from api.schemas.statements import ClaimOut


def sentence(claim: ClaimOut) -> str:
    """Return a statement as one line."""
    said = f"{claim.subject.name} — {claim.predicate.label} → {claim.object.name}"
    return f"not: {said}" if claim.denied else said

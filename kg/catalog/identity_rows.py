"""Between the values of identity and their rows."""

from collections.abc import Iterator, Mapping, Sequence

from kg.catalog.inserting import Values
from kg.catalog.keys import thing_key
from kg.catalog.tables import Row
from kg.identity.records import Assignment, Decision, Doubt, Ref


def identity_rows(assignments: Mapping[Ref, Assignment], workspace: str) -> Iterator[Values]:
    """Yield the rows that say what stands for what."""
    for ref, assignment in assignments.items():
        yield {
            "workspace": workspace,
            "thing": thing_key(ref.iri),
            "document": ref.document,
            "iri": ref.iri,
            "canonical": assignment.iri,
            "canonical_thing": thing_key(assignment.iri),
            "score": assignment.score,
        }


def review_rows(doubts: Sequence[Doubt], workspace: str) -> Iterator[Values]:
    """Yield the rows of what waits for somebody."""
    for one in {each.id: each for each in doubts}.values():
        yield {
            "workspace": workspace,
            "id": one.id,
            **_pair(one.left, one.right),
            "score": one.score,
            "together": one.together,
            "reasons": dict(one.reasons),
        }


def decision_row(made: Decision, workspace: str, origin: str, now: int) -> Values:
    """Return the row of a decision."""
    return {
        "workspace": workspace,
        "id": made.id,
        "verdict": made.verdict,
        **_pair(made.left, made.right),
        "kept": made.kept,
        "origin": origin,
        "made_at": now,
    }


def _pair(left: Ref, right: Ref) -> Values:
    return {
        "left_iri": left.iri,
        "left_document": left.document,
        "right_iri": right.iri,
        "right_document": right.document,
    }


def _refs(row: Row) -> tuple[Ref, Ref]:
    return Ref(row.left_iri, row.left_document), Ref(row.right_iri, row.right_document)


def decision(row: Row) -> Decision:
    """Make the value of a row of decisions."""
    return Decision(row.verdict, *_refs(row), row.kept)


def doubt(row: Row) -> Doubt:
    """Make the value of a row of reviews."""
    return Doubt(*_refs(row), row.score, row.together, row.reasons)

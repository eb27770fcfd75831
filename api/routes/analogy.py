"""`/analogy`: which pair of names is related as another one is."""

from fastapi import APIRouter

from api.schemas.analogy import Choice, Chosen

router = APIRouter(tags=["analogy"])


@router.post("/analogy")
def choose(question: Choice) -> Chosen:
    """Answer a multiple-choice analogy."""
    from kg.model.namepairs import score_choices  # loads torch

    scores = score_choices([(question.stem, question.choice)])[0]
    return Chosen(answer=max(range(len(scores)), key=scores.__getitem__), scores=scores)

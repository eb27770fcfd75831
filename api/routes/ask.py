"""`POST /ask`: a question in plain English."""

from dataclasses import asdict

from fastapi import APIRouter

from api.deps import ServiceDep
from api.errors import RESPONSES
from api.schemas.ask import AskIn, AskOut
from kg.answers.records import Reply

router = APIRouter(tags=["ask"], responses=RESPONSES)


@router.post("/ask")
def ask(body: AskIn, service: ServiceDep) -> AskOut:
    """Answer a question from the graph, with the query, the facts and their sentences; or say why it does not."""
    return reply_view(service.ask(body.question))


def reply_view(reply: Reply) -> AskOut:
    """Return a reply as `POST /ask` shows it."""
    return AskOut.model_validate(asdict(reply) | {"abstained": reply.abstained})

"""A retriever for LangChain over a running service. Needs `pip install 'kg[langchain]'`."""

from typing import Any

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import SecretStr

from api.client import Client
from api.schemas.ask import AskOut
from kg.errors import InputError


class KGRetriever(BaseRetriever):
    """Gives the sentences that answer a question, or the passages nearest to it where the graph does not say.

    Sentences of answers carry the answer, its confidence and the statement in their metadata; passages
    their score. A question that names nothing known has no documents.
    """

    server: str = "http://127.0.0.1:8000"
    api_key: SecretStr | None = None
    k: int = 5
    """Documents at most."""

    def _get_relevant_documents(self, query: str, *, run_manager: Any = None) -> list[Document]:
        key = self.api_key.get_secret_value() if self.api_key else None
        with Client(self.server, key=key) as client:
            try:
                return documents(client.ask(query))[: self.k]
            except InputError:
                return []


def documents(reply: AskOut) -> list[Document]:
    """Return what a reply quotes, best first and each place once."""
    found: dict[tuple[str, int, int], Document] = {}
    for answer in reply.answers:
        for fact in answer.facts:
            for quote in fact.quotes:
                more = {
                    "answer": answer.label,
                    "confidence": answer.confidence,
                    "statement": fact.statement_id,
                }
                where = (quote.document, quote.start, quote.end)
                found.setdefault(where, _document(quote.text, where, more))
    for one in reply.passages:
        where = (one.document, one.start, one.end)
        found.setdefault(where, _document(one.text, where, {"score": one.score}))
    return list(found.values())


def _document(text: str, where: tuple[str, int, int], more: dict[str, Any]) -> Document:
    document, start, end = where
    place = {"document": document, "start": start, "end": end}
    return Document(page_content=text, metadata={**place, **more})

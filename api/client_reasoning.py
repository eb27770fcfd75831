"""The part of the Python client that is about ontologies, rules, proofs and conflicts."""

from collections.abc import Sequence

from api.client_calls import Calls
from api.client_paths import Body, at
from api.schemas.entailment import EntailmentOut, EntailmentsOut
from api.schemas.reasoning import ConflictPage, KnowledgeList, KnowledgeOut


class ReasoningCalls(Calls):
    """One method a route; `kind` is "ontology" or "rules"."""

    def put_knowledge(
        self, kind: str, text: Body, media_type: str, *, name: str = "main"
    ) -> KnowledgeOut:
        """Reason with an ontology or rules."""
        headers = {"Content-Type": media_type}
        response = self._ask(
            "PUT", f"/{kind}", content=text, headers=headers, params={"name": name}
        )
        return KnowledgeOut.model_validate_json(response.content)

    def knowledge(self, kind: str, *, name: str = "main") -> bytes:
        """Return an ontology or rules as they were given."""
        return self._ask("GET", f"/{kind}", params={"name": name}).content

    def delete_knowledge(self, kind: str, *, name: str = "main") -> None:
        """Forget an ontology or rules."""
        self._ask("DELETE", f"/{kind}", params={"name": name})

    def reasoning(self) -> KnowledgeList:
        """Return all that is reasoned with, and how much follows."""
        return KnowledgeList.model_validate_json(self._ask("GET", "/reasoning").content)

    def explain(
        self, subject: str, predicate: str, object: str, *, format: str = "json", limit: int = 10
    ) -> bytes:
        """Return why a statement holds, in a format of `GET /explain`."""
        parts = {"subject": subject, "predicate": predicate, "object": object}
        params = parts | {"format": format, "limit": str(limit)}
        return self._ask("GET", "/explain", params=params).content

    def explain_statement(self, id: str, *, format: str = "json", limit: int = 10) -> bytes:
        """Return why a statement holds, by its id, in a format of `GET /explain`."""
        params = {"format": format, "limit": str(limit)}
        return self._ask("GET", at("/statements", id, "explain"), params=params).content

    def conflicts(
        self, *, offset: int = 0, limit: int = 50, sentences: bool = False
    ) -> ConflictPage:
        """Return statements that cannot all hold; also those whose sentences are read to contradict each other."""
        params = {"offset": str(offset), "limit": str(limit), "sentences": str(sentences).lower()}
        patience = {"timeout": None} if sentences else {}
        response = self._ask("GET", "/conflicts", params=params, **patience)
        return ConflictPage.model_validate_json(response.content)

    def entailment(self, pairs: Sequence[tuple[str, str]]) -> list[EntailmentOut]:
        """Return what each second sentence is to its first: whether it follows, contradicts it, or neither."""
        body = {"pairs": [list(pair) for pair in pairs]}
        response = self._ask("POST", "/entailment", json=body, timeout=None)
        return EntailmentsOut.model_validate_json(response.content).results

"""The part of the Python client that is about identity and knowledge bases."""

from collections.abc import Sequence

from api.client_calls import Calls
from api.client_paths import Body, at, given
from api.schemas.bases import BaseList, BaseOut
from api.schemas.identity import Decided, DecisionPage, RefIn, Resolved, ReviewPage
from api.schemas.statements import EntityDetail


class IdentityCalls(Calls):
    """One method a route."""

    def entity(self, iri: str) -> EntityDetail:
        """Return one thing by its IRI, or by `type/name`, with the facts about it."""
        response = self._ask("GET", at("/entities", iri))
        return EntityDetail.model_validate_json(response.content)

    def merge(self, iris: Sequence[str], *, keep: str | None = None) -> Decided:
        """Decide that things are one."""
        body = {"entities": list(iris), "keep": keep}
        return Decided.model_validate_json(self._ask("POST", "/entities/merge", json=body).content)

    def split(self, iri: str, apart: Sequence[RefIn]) -> Decided:
        """Decide that some of what an IRI stands for is another thing."""
        body = {"entity": iri, "apart": [one.model_dump() for one in apart]}
        return Decided.model_validate_json(self._ask("POST", "/entities/split", json=body).content)

    def resolve(self) -> Resolved:
        """Work out now which things are one."""
        response = self._ask("POST", "/entities/resolve", timeout=None)
        return Resolved.model_validate_json(response.content)

    def reviews(self, *, limit: int = 20, after: str | None = None) -> ReviewPage:
        """Return pairs that may be one thing, the likeliest first."""
        params = {"limit": str(limit)} | given(after=after)
        return ReviewPage.model_validate_json(self._ask("GET", "/reviews", params=params).content)

    def answer(self, review: str, verdict: str) -> Decided:
        """Accept or reject a pair."""
        response = self._ask("POST", at("/reviews", review), json={"verdict": verdict})
        return Decided.model_validate_json(response.content)

    def decisions(self, *, after: str | None = None) -> DecisionPage:
        """Return what was decided, a page at a time."""
        response = self._ask("GET", "/decisions", params=given(after=after))
        return DecisionPage.model_validate_json(response.content)

    def undo(self, decision: str) -> Decided:
        """Forget a decision."""
        response = self._ask("DELETE", at("/decisions", decision))
        return Decided.model_validate_json(response.content)

    def load_base(self, name: str, rdf: Body, *, source: str) -> BaseOut:
        """Begin to load a knowledge base; `source` is the file's name, whose ending says its format."""
        path = at("/knowledge-bases", name)
        response = self._ask("PUT", path, content=rdf, params={"source": source}, timeout=None)
        return BaseOut.model_validate_json(response.content)

    def base(self, name: str) -> BaseOut:
        """Return a knowledge base."""
        return BaseOut.model_validate_json(self._ask("GET", at("/knowledge-bases", name)).content)

    def bases(self) -> list[BaseOut]:
        """Return all knowledge bases."""
        return BaseList.model_validate_json(self._ask("GET", "/knowledge-bases").content).bases

    def unload(self, name: str) -> BaseOut:
        """Forget a knowledge base."""
        response = self._ask("DELETE", at("/knowledge-bases", name), timeout=None)
        return BaseOut.model_validate_json(response.content)

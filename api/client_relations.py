"""The part of the Python client that is about relations taught by examples."""

from collections.abc import Iterator, Sequence
from typing import Any

from api.client_calls import Calls
from api.client_paths import at, given
from api.schemas.models import Requeued
from api.schemas.relations import Preview, RelationList, RelationOut


class RelationCalls(Calls):
    """One method a route. An example is `{"text", "subject", "object"}`, with spans if need be."""

    def teach(
        self,
        name: str,
        *,
        examples: Sequence[dict[str, Any]],
        description: str | None = None,
        domain: Sequence[str] = (),
        range: Sequence[str] = (),
    ) -> RelationOut:
        """Teach a relation: every document that is read from now on is read for it, too."""
        body = _body(name, examples, description, domain, range)
        return RelationOut.model_validate_json(self._ask("POST", "/relations", json=body).content)

    def try_relation(
        self,
        name: str,
        *,
        examples: Sequence[dict[str, Any]],
        description: str | None = None,
        domain: Sequence[str] = (),
        range: Sequence[str] = (),
        documents: int = 20,
        after: str | None = None,
    ) -> Preview:
        """Return what a relation would have found in documents that were read; nothing is kept."""
        body = _body(name, examples, description, domain, range)
        params = {"documents": str(documents)} | given(after=after)
        response = self._ask("POST", "/relations/preview", json=body, params=params)
        return Preview.model_validate_json(response.content)

    def relations(self) -> RelationList:
        """Return the relations that were taught."""
        return RelationList.model_validate_json(self._ask("GET", "/relations").content)

    def relation(self, id: str) -> RelationOut:
        """Return a taught relation with its examples."""
        return RelationOut.model_validate_json(self._ask("GET", at("/relations", id)).content)

    def show_relation(self, id: str, examples: Sequence[dict[str, Any]]) -> RelationOut:
        """Add examples to a taught relation."""
        body = {"examples": list(examples)}
        response = self._ask("POST", at("/relations", id, "examples"), json=body)
        return RelationOut.model_validate_json(response.content)

    def preview_relation(
        self, id: str, *, documents: int = 20, after: str | None = None
    ) -> Preview:
        """Return what a taught relation finds in documents that were read, a page of them."""
        params = {"documents": str(documents)} | given(after=after)
        response = self._ask("GET", at("/relations", id, "preview"), params=params)
        return Preview.model_validate_json(response.content)

    def previews(self, id: str, *, documents: int = 20) -> Iterator[Preview]:
        """Yield what a taught relation finds in all documents, page after page as they are asked for."""
        after: str | None = None
        while True:
            page = self.preview_relation(id, documents=documents, after=after)
            yield page
            if (after := page.next) is None:
                return

    def reextract_relation(self, id: str, documents: Sequence[str] | None = None) -> Requeued:
        """Have documents read again that were read before the relation was taught, all or some by id."""
        body = {"documents": None if documents is None else list(documents)}
        path = at("/relations", id, "reextract")
        return Requeued.model_validate_json(
            self._ask("POST", path, json=body, timeout=None).content
        )

    def remove_relation(self, id: str) -> Requeued:
        """Forget a taught relation; the documents that speak of it are read again."""
        response = self._ask("DELETE", at("/relations", id), timeout=None)
        return Requeued.model_validate_json(response.content)


def _body(
    name: str,
    examples: Sequence[dict[str, Any]],
    description: str | None,
    domain: Sequence[str],
    range: Sequence[str],
) -> dict[str, Any]:
    body = {"name": name, "examples": list(examples), "description": description}
    return body | {"domain": list(domain), "range": list(range)}

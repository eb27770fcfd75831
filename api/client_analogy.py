"""The part of the Python client that is about analogies."""

from collections.abc import Sequence

from api.client_calls import Calls
from api.schemas.analogy import AnalogyOut, Chosen, Pair, SimilarPairs


class AnalogyCalls(Calls):
    """One method a route."""

    def analogy(
        self, a: str, b: str, c: str, *, k: int = 10, candidates: Sequence[str] = ()
    ) -> AnalogyOut:
        """Return what stands to c as b to a; the first call embeds all names of the graph."""
        body = {"a": a, "b": b, "c": c, "k": k, "candidates": list(candidates)}
        response = self._ask("POST", "/analogy", json=body, timeout=None)
        return AnalogyOut.model_validate_json(response.content)

    def choose(self, stem: Pair, choice: Sequence[Pair]) -> Chosen:
        """Return which pair of a choice is related as the stem is."""
        body = {"stem": list(stem), "choice": [list(pair) for pair in choice]}
        return Chosen.model_validate_json(self._ask("POST", "/analogy", json=body).content)

    def similar_pairs(self, a: str, b: str, *, limit: int = 20) -> SimilarPairs:
        """Return the pairs of the graph that are related as a and b are."""
        params = {"a": a, "b": b, "limit": limit}
        response = self._ask("GET", "/pairs/similar", params=params, timeout=None)
        return SimilarPairs.model_validate_json(response.content)

"""The part of the Python client that is about suggestions and mined rules."""

from api.client_calls import Calls
from api.client_paths import at, given
from api.schemas.suggestions import Judged, MinedRuleList, MinedRuleOut, SuggestionList, VerdictName


class SuggestionCalls(Calls):
    """One method a route."""

    def suggestions(
        self,
        subject: str,
        *,
        predicate: str | None = None,
        min_score: float = 0.3,
        verdict: str | None = None,
        limit: int = 20,
    ) -> SuggestionList:
        """Return facts that are likely of a thing, an IRI or `type/name`, though no text speaks of them."""
        params = {"subject": subject, "min_score": str(min_score), "limit": str(limit)}
        params |= given(predicate=predicate, verdict=verdict)
        response = self._ask("GET", "/suggestions", params=params)
        return SuggestionList.model_validate_json(response.content)

    def judge_suggestion(
        self, subject: str, predicate: str, object: str, verdict: VerdictName
    ) -> Judged:
        """Accept a suggested fact, by IRIs, which makes it one, or refuse it; "open" takes either back."""
        body = {"subject": subject, "predicate": predicate, "object": object, "verdict": verdict}
        return Judged.model_validate_json(self._ask("PUT", "/suggestions", json=body).content)

    def mined_rules(
        self,
        *,
        predicate: str | None = None,
        min_confidence: float = 0.1,
        verdict: str | None = None,
        limit: int = 100,
    ) -> MinedRuleList:
        """Return the rules that the facts suggest, the surest first."""
        params = {"min_confidence": str(min_confidence), "limit": str(limit)}
        params |= given(predicate=predicate, verdict=verdict)
        response = self._ask("GET", "/rules/mined", params=params, timeout=None)
        return MinedRuleList.model_validate_json(response.content)

    def judge_rule(self, id: str, verdict: VerdictName) -> MinedRuleOut:
        """Accept or refuse a mined rule; "open" takes that back."""
        response = self._ask("PUT", at("/rules/mined", id), json={"verdict": verdict})
        return MinedRuleOut.model_validate_json(response.content)

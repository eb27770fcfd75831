"""The part of the Python client that is about shapes, policies, and what they keep out of the graph."""

from api.client_calls import Calls
from api.client_paths import Body, at, given
from api.schemas.refused import GuardTaken, RefusedOut, RefusedPage, RefusedReport


class RefusedCalls(Calls):
    """One method a route; `kind` is "shapes" or "policies"."""

    def put_guard(
        self, kind: str, text: Body, media_type: str, *, name: str = "main"
    ) -> GuardTaken:
        """Check facts against shapes or policies."""
        headers = {"Content-Type": media_type}
        response = self._ask(
            "PUT", f"/{kind}", content=text, headers=headers, params={"name": name}
        )
        return GuardTaken.model_validate_json(response.content)

    def guard(self, kind: str, *, name: str = "main") -> bytes:
        """Return shapes or policies as they were given."""
        return self._ask("GET", f"/{kind}", params={"name": name}).content

    def delete_guard(self, kind: str, *, name: str = "main") -> None:
        """Forget shapes or policies."""
        self._ask("DELETE", f"/{kind}", params={"name": name})

    def refused_report(self) -> RefusedReport:
        """Return what facts are checked against, and what that keeps out."""
        return RefusedReport.model_validate_json(self._ask("GET", "/shapes/report").content)

    def refused(
        self,
        *,
        verdict: str = "open",
        document: str | None = None,
        limit: int = 100,
        after: str | None = None,
    ) -> RefusedPage:
        """Return evidence that became no fact, with the reasons."""
        params = given(verdict=verdict, document=document, limit=str(limit), after=after)
        return RefusedPage.model_validate_json(self._ask("GET", "/refused", params=params).content)

    def decide(self, evidence: str, what: str) -> RefusedOut:
        """`accept`, `reject` or `reopen` a piece of evidence that was refused."""
        response = self._ask("POST", f"{at('/refused', evidence)}/{what}")
        return RefusedOut.model_validate_json(response.content)

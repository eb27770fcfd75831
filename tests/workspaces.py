"""Workspaces of a running application, for the tests of several rooms."""

import time
from collections.abc import Callable
from typing import Any

HEADER = "KG-Workspace"
PATIENCE_S = 60.0


class Tenant:
    """Sends every request to one workspace."""

    def __init__(self, client: Any, name: str | None, key: str | None = None) -> None:
        self.client, self.name = client, name
        self.headers = {HEADER: name} if name else {}
        self.headers |= {"Authorization": f"Bearer {key}"} if key else {}

    def ask(self, method: str, path: str, **request: Any) -> Any:
        headers = self.headers | request.pop("headers", {})
        return self.client.request(method, path, headers=headers, **request)

    def get(self, path: str) -> Any:
        return self.ask("GET", path).json()

    def post(self, *texts: str) -> Any:
        """Post texts, and wait until they are in the graph."""
        answer = self.ask("POST", "/documents", json=[{"text": text} for text in texts]).json()
        until(lambda: self.get(f"/jobs/{answer['job']}")["finished"])
        return answer

    def facts(self) -> set[tuple[str, str]]:
        found = self.get("/statements")["statements"]
        return {(one["subject"]["name"], one["object"]["name"]) for one in found}

    def things(self) -> int:
        """Return how many triples the graph has."""
        query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        answer = self.ask("GET", "/sparql", params={"query": query}, headers={"Accept": "text/csv"})
        return int(answer.text.split()[1])


def until(ready: Callable[[], Any], patience_s: float = PATIENCE_S) -> Any:
    """Wait until something is there, and return it."""
    deadline = time.monotonic() + patience_s
    while not (found := ready()):
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.02)
    return found

"""The Python client: one method a route, answers as typed records, errors as the project's own."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self

import httpx2

from api.client_analogy import AnalogyCalls
from api.client_errors import answered, reaching
from api.client_graph import GraphCalls
from api.client_identity import IdentityCalls
from api.client_jobs import JobCalls
from api.client_judgements import JudgementCalls
from api.client_models import ModelCalls
from api.client_paths import Body, at, given, sent_always
from api.client_reasoning import ReasoningCalls
from api.client_refused import RefusedCalls
from api.client_relations import RelationCalls
from api.client_retrying import RetryCalls
from api.client_suggestions import SuggestionCalls
from api.client_texts import ReadText
from api.client_workspaces import WorkspaceCalls
from api.schemas.ask import AskOut
from api.schemas.documents import (
    Accepted,
    DocumentDetail,
    DocumentOut,
    DocumentPage,
    MentionPage,
    Retracted,
)
from api.schemas.extract import ExtractOut
from api.schemas.jobs import Rebuilt, Restored
from api.schemas.statements import (
    EntityPage,
    StatementDetail,
    StatementList,
    StatementOut,
    StatementPage,
    StatementSummary,
)

if TYPE_CHECKING:
    from api.client_async import AsyncClient as AsyncClient

DEFAULT_SERVER = "http://127.0.0.1:8000"


class Client(
    GraphCalls,
    IdentityCalls,
    JobCalls,
    JudgementCalls,
    SuggestionCalls,
    ReasoningCalls,
    RelationCalls,
    RefusedCalls,
    AnalogyCalls,
    ModelCalls,
    RetryCalls,
    WorkspaceCalls,
):
    """Talks to one workspace of a running service. Close it, or use it in a `with` statement.

    Every method raises InputError or a subclass for what the caller can mend, TransientError when the
    service does not answer or is busy, and ModelError when it fails.
    """

    def __init__(
        self,
        server: str = DEFAULT_SERVER,
        *,
        key: str | None = None,
        workspace: str | None = None,
        timeout: float = 60.0,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self.server = server.rstrip("/")
        self._headers = sent_always(key, workspace)
        self._http = httpx2.Client(
            base_url=self.server, timeout=timeout, transport=transport, headers=self._headers
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def add_lines(self, lines: Body, *, job: str | None = None) -> Accepted:
        """Post documents as JSON lines, streamed; to a new job, or to one of yours."""
        headers = {"Content-Type": "application/x-ndjson"}
        response = self._ask(
            "POST", "/documents", content=lines, headers=headers, params=given(job=job)
        )
        return Accepted.model_validate_json(response.content)

    def upload(self, files: Sequence[tuple[str, IO[bytes]]], *, job: str | None = None) -> Accepted:
        """Post files, each a name whose ending says its format, and what it holds."""
        parts = [("file", (PurePath(name).as_posix(), file)) for name, file in files]
        response = self._ask("POST", "/documents", files=parts, params=given(job=job))
        return Accepted.model_validate_json(response.content)

    def put(self, /, id: str, text: str, **fields: Any) -> Accepted:
        """Create or replace a document under your own id."""
        response = self._ask("PUT", at("/documents", id), json={"text": text, **fields})
        return Accepted.model_validate_json(response.content)

    def documents(self, *, status: str | None = None) -> Iterator[DocumentOut]:
        """Yield documents in the order of posting, page after page as they are asked for."""
        after: str | None = None
        while True:
            params = given(status=status, after=after)
            page = DocumentPage.model_validate_json(
                self._ask("GET", "/documents", params=params).content
            )
            yield from page.documents
            if (after := page.next) is None:
                return

    def document(self, id: str) -> DocumentDetail:
        """Return one document, without its text."""
        return DocumentDetail.model_validate_json(self._ask("GET", at("/documents", id)).content)

    def text(self, id: str) -> str:
        """Return a document's text."""
        return self._ask("GET", at("/documents", id, "text")).text

    def read(self, id: str) -> ReadText:
        """Return a document's text with its mentions, which notebooks show in colour."""
        response = self._ask("GET", at("/documents", id, "mentions"))
        page = MentionPage.model_validate_json(response.content)
        return ReadText(self.text(id), tuple(page.mentions))

    def statements(self, id: str, *, min_confidence: float = 0.0) -> list[StatementOut]:
        """Return the facts that a document states."""
        params = {"min_confidence": min_confidence}
        response = self._ask("GET", at("/documents", id, "statements"), params=params)
        return StatementPage.model_validate_json(response.content).statements

    def statement(self, id: str) -> StatementDetail:
        """Return a statement with its evidence."""
        return StatementDetail.model_validate_json(self._ask("GET", at("/statements", id)).content)

    def facts(self, /, **sought: str | float) -> Iterator[StatementSummary]:
        """Yield statements, page after page; `sought` is what `GET /statements` takes."""
        after: str | None = None
        while True:
            params = sought | given(after=after)
            page = StatementList.model_validate_json(
                self._ask("GET", "/statements", params=params).content
            )
            yield from page.statements
            if (after := page.next) is None:
                return

    def delete(self, id: str, *, dry_run: bool = False) -> Retracted:
        """Delete a document, or only learn what that would retract."""
        params = {"dry_run": dry_run}
        response = self._ask("DELETE", at("/documents", id), params=params)
        return Retracted.model_validate_json(response.content)

    def extract(self, text: str) -> ExtractOut:
        """Read a text at once; nothing is stored."""
        return ExtractOut.model_validate_json(
            self._ask("POST", "/extract", json={"text": text}).content
        )

    def entities(self, query: str) -> EntityPage:
        """Find things by name."""
        response = self._ask("GET", "/entities", params={"q": query})
        return EntityPage.model_validate_json(response.content)

    def ask(self, question: str) -> AskOut:
        """Answer a question in plain English."""
        response = self._ask("POST", "/ask", json={"question": question})
        return AskOut.model_validate_json(response.content)

    def export(
        self, format: str, *, min_confidence: float = 0.0, only: str | None = None
    ) -> Iterator[bytes]:
        """Yield the graph, or what of it is sure enough, or only what knowledge bases say so of, in pieces."""
        sought = {"format": format, "min_confidence": str(min_confidence)}
        return self._stream("/export", sought | given(only=only))

    def load(self, rdf: Body, media_type: str, *, graph: str | None = None) -> None:
        """Add RDF to a graph, or to the default graph."""
        params = {"graph": graph} if graph else {"default": ""}
        headers = {"Content-Type": media_type}
        self._ask("POST", "/store", content=rdf, headers=headers, params=params, timeout=None)

    def load_dataset(self, rdf: Body, media_type: str) -> None:
        """Add N-Quads or TriG, each triple to the graph that it names."""
        headers = {"Content-Type": media_type}
        self._ask("POST", "/store", content=rdf, headers=headers, timeout=None)

    def rebuild(self) -> Rebuilt:
        """Make the graph again from the catalog; waits until it is done."""
        return Rebuilt.model_validate_json(self._ask("POST", "/rebuild", timeout=None).content)

    def backup(self) -> Iterator[bytes]:
        """Yield a backup of everything, piece by piece."""
        return self._stream("/backup", {})

    def restore(self, backup: Body) -> Restored:
        """Put a backup in the place of everything; waits until the graph is made again."""
        headers = {"Content-Type": "application/gzip"}
        answer = self._ask("POST", "/restore", content=backup, headers=headers, timeout=None)
        return Restored.model_validate_json(answer.content)

    def ready(self) -> dict[str, Any]:
        """Return the state of the service's parts."""
        state: dict[str, Any] = self._ask("GET", "/health/ready").json()
        return state

    def _stream(self, path: str, params: dict[str, str]) -> Iterator[bytes]:
        with (
            reaching(self.server),
            self._http.stream("GET", path, params=params, timeout=None) as response,
        ):
            if response.is_error:
                response.read()
            yield from answered(response).iter_bytes()

    def _ask(self, method: str, path: str, **request: Any) -> httpx2.Response:
        with reaching(self.server):
            return answered(self._http.request(method, path, **request))


def __getattr__(name: str) -> Any:
    """Give `AsyncClient` too, whose module is made of `Client` and so can only come after it."""
    if name == "AsyncClient":
        from api.client_async import AsyncClient

        return AsyncClient
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

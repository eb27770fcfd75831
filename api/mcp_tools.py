"""What an assistant may do by the Model Context Protocol (modelcontextprotocol.io): tools over the client."""

import contextlib
import functools
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from api.client import Client
from api.version import installed_version
from kg.errors import InputError, KGError, ModelError, NotFound, TransientError

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

INGEST_S = 60.0
"""Seconds that `ingest` waits; after that the document is read all the same."""

_INSTRUCTIONS = (
    "A graph of facts that documents state, each with its sentence. Begin with `ask`, or find things "
    "with `search` and query them by their IRIs with `sparql`. `explain` shows why a statement holds; "
    "`ask` gives statement ids."
)
_RESULTS = "application/sparql-results+json, text/turtle;q=0.9"


class Tools:
    """The tools; each returns text, mostly JSON as the service gives it."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def search(self, name: str) -> str:
        """Find things of the graph by name; gives IRIs and how many documents name each."""
        return self._client.entities(name).model_dump_json()

    def ask(self, question: str) -> str:
        """Answer a question in plain English from the graph, with the sentences that say so."""
        return self._client.ask(question).model_dump_json()

    def explain(self, statement: str) -> str:
        """Show why a statement holds, by its id: rule by rule, down to the sentences of documents."""
        return self._client.explain_statement(statement, format="text").decode()

    def sparql(self, query: str) -> str:
        """Run a SPARQL query (SELECT, ASK, CONSTRUCT or DESCRIBE); it cannot change the graph."""
        return self._client.query(query, accept=_RESULTS)[0].decode()

    def ingest(self, text: str, title: str | None = None, uri: str | None = None) -> str:
        """Add a document and wait, up to a minute, until its facts are in the graph; its status says so."""
        document = {"text": text, "title": title, "uri": uri}
        accepted = self._client.add_lines(json.dumps(document).encode())
        taken = accepted.documents[0]
        if taken.id is None:
            raise InputError(f"The document was not taken: {taken.error}")
        with contextlib.suppress(TransientError):  # it is read all the same
            self._client.wait(accepted.job, timeout_s=INGEST_S)
        found = self._client.document(taken.id)
        if found.status == "failed":
            raise ModelError(
                f"{found.id} could not be read: {found.error} `kg retry {found.id}` tries again."
            )
        return found.model_dump_json()

    def update(self, sparql: str) -> str:
        """Change the graph by a SPARQL update. Prefer `ingest`: its facts come with their sentences."""
        self._client.update(sparql)
        return "Done."


def check_installed() -> None:
    """Raise InputError if the package `mcp` is not installed."""
    try:
        import mcp.server.mcpserver  # noqa: F401
    except ImportError as err:
        raise InputError("mcp is not installed. `pip install 'kg[mcp]'` adds it.") from err


def mcp_server(client: Client, *, allow_writes: bool = False) -> "MCPServer[Any]":
    """Return a server of the tools; `ingest` and `update` are among them if `allow_writes`.

    Raises:
        InputError: The package `mcp` is not installed.
    """
    check_installed()
    from mcp.server.mcpserver import MCPServer
    from mcp.types import ToolAnnotations

    server: MCPServer[Any] = MCPServer(
        "kg", version=installed_version(), instructions=_INSTRUCTIONS, log_level="WARNING"
    )
    tools = Tools(client)
    offered: list[tuple[Callable[..., str], ToolAnnotations]] = [
        (one, ToolAnnotations(read_only_hint=True))
        for one in (tools.search, tools.ask, tools.explain, tools.sparql)
    ]
    if allow_writes:
        adds = ToolAnnotations(read_only_hint=False, destructive_hint=False)
        changes = ToolAnnotations(read_only_hint=False, destructive_hint=True)
        offered += [(tools.ingest, adds), (tools.update, changes)]
    for tool, annotations in offered:
        server.tool(annotations=annotations, structured_output=False)(_told(tool))
    return server


def _told(tool: Callable[..., str]) -> Callable[..., str]:
    """Tell the assistant what is wrong; by itself the package hides errors that are not its own."""
    from mcp.server.mcpserver.exceptions import ToolError

    @functools.wraps(tool)
    def told(*args: Any, **kwargs: Any) -> str:
        try:
            return tool(*args, **kwargs)
        except NotFound as err:
            raise ToolError(f"{err} Find ids with `search`, `sparql` or `ask`.") from err
        except KGError as err:
            raise ToolError(str(err)) from err

    return told

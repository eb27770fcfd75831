"""What a query or update may not do, found in its tokens before anything runs.

`SERVICE` and `LOAD` would make the server send requests for whoever asks (CWE-918), and Oxigraph has
no switch for them. Names count as well: Oxigraph reads `service:x {…}` as `SERVICE :x {…}`.
"""

import re
from collections.abc import Sequence

from kg.errors import QueryRejected
from kg.graph.tokens import Token, tokens

MAX_NESTING = 200
"""Brackets that an update may open inside each other: deeper ones overflow the parser's stack."""

_NETWORK = re.compile(r"service|load", re.IGNORECASE)
_SEARCHING = re.compile(r"where|load", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_REFUSAL = (
    "{} is refused here, because it would send requests to other servers. "
    "Take it out, or set KG_ALLOW_FEDERATION=1 if everyone who can ask may do that."
)


def check_query(text: str, *, federation: bool) -> None:
    """Refuse a query that would leave the machine.

    Args:
        federation: Whether `SERVICE` is allowed after all.

    Raises:
        QueryRejected: It holds `SERVICE`, if only in a `\\u`-escaped form.
    """
    if federation or _is_plain(text):
        return
    for form in _forms(text):
        if _NETWORK.search(form):
            _refuse_network(list(tokens(form)))


def check_update(text: str, *, federation: bool) -> None:
    """Refuse an update that would leave the machine, or that nests too deeply to be parsed safely.

    Raises:
        QueryRejected: It holds `SERVICE` or `LOAD`, or more than `MAX_NESTING` brackets in each other.
    """
    check_query(text, federation=federation)
    if sum(map(text.count, ("(", "[", "{", "<<"))) > MAX_NESTING and _nesting(text) > MAX_NESTING:
        raise QueryRejected(
            f"The update nests more than {MAX_NESTING} brackets in each other: "
            "name the blank nodes and lists, and write their triples side by side."
        )


def searches(text: str) -> bool:
    """Return whether an update has a pattern to match or a document to fetch: only then it can run long."""
    if not _SEARCHING.search(text):
        return False
    return any("WHERE" in token.keyword or "LOAD" in token.keyword for token in tokens(text))


def _is_plain(text: str) -> bool:
    """Say at little cost of most queries that they hold neither word, in whatever form."""
    if not text.isascii() or "\\" in text:
        return False
    small = text.lower()
    return "service" not in small and "load" not in small


def _forms(text: str) -> Sequence[str]:
    """The text as it is, and as it reads once `\\u` escapes are resolved (SPARQL 1.1 §19.2)."""
    if not _ESCAPE.search(text):
        return (text,)
    return (text, _ESCAPE.sub(_unescaped, text))


def _unescaped(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code < 0x110000 else escape[0]


def _refuse_network(found: Sequence[Token]) -> None:
    before = [None, *found]
    after = [*found[1:], None]
    for previous, token, following in zip(before, found, after, strict=False):
        if "SERVICE" in token.keyword or _calls_service(previous, token, following):
            raise QueryRejected(_REFUSAL.format("SERVICE"))
        if "LOAD" in token.keyword or _loads(previous, token):
            raise QueryRejected(_REFUSAL.format("LOAD"))


def _calls_service(previous: Token | None, token: Token, following: Token | None) -> bool:
    """Whether a name reads as SERVICE and a shorter name: only a block `{` can follow that."""
    names_graph = previous is not None and previous.keyword.endswith("GRAPH")
    return (
        token.kind == "name"
        and token.depth > 0
        and "SERVICE" in _prefix(token)
        and following is not None
        and following.text == "{"
        and not names_graph
    )


def _loads(previous: Token | None, token: Token) -> bool:
    """Whether a name reads as LOAD and a shorter name: only at the beginning of an operation."""
    begins = previous is None or previous.kind in ("iri", "string") or previous.text == ";"
    return token.kind == "name" and token.depth == 0 and begins and "LOAD" in _prefix(token)


def _prefix(name: Token) -> str:
    return name.text.partition(":")[0].upper()


def _nesting(text: str) -> int:
    """How deep brackets and triple terms stand in each other, at most."""
    deepest = terms = 0
    previous: Token | None = None
    for token in tokens(text):
        if previous is not None and token.start == previous.end and token.text == previous.text:
            terms += {"<": 1, ">": -1}.get(token.text, 0)
        deepest = max(deepest, token.depth + 1 + max(terms, 0))
        previous = token
    return deepest

"""What a server's status codes and messages mean. Servers differ in them more than in anything else."""

import re
from collections.abc import Mapping

from kg.errors import KGError, QueryRejected, QueryTooExpensive, StoreRefused, StoreUnavailable

_LONG = 300
_CREDENTIALS = (
    "It wants other credentials. Check KG_STORE_USER, KG_STORE_PASSWORD and KG_STORE_AUTH (basic or "
    "digest), or KG_STORE_TOKEN, and that this user may update."
)
_PLACE = (
    "Nothing there answers SPARQL. Check KG_STORE and KG_STORE_UPDATE; docs/stores.md has examples."
)
# Virtuoso says 500 for most things, and in the text what it means: an SQL state, and a code of its own
_NOT_ALLOWED = re.compile(r"\bSR(186|398)\b")
_REJECTS = re.compile(r"^Virtuoso (22|37|42|RDF)\w* Error")
_TIMED_OUT = re.compile(r"^Virtuoso (S1T00|42000 Error The estimated execution time)")


def check(url: str, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Return if the answer is whole and good; raise what it means otherwise."""
    if headers.get("x-sql-state", "").startswith("S1TAT"):
        # Virtuoso's "anytime" answer: 200, and as many rows as there was time for
        raise QueryTooExpensive(
            "The store ran out of time and returned a part. Ask for less, or raise its MaxQueryExecutionTime.",
            0,
        )
    if "x-sparql-maxrows" in headers:
        raise QueryTooExpensive(
            f"The store cut the answer at {headers['x-sparql-maxrows']} rows. Add a LIMIT, or raise its "
            "ResultSetMaxRows.",
            0,
        )
    if status >= 300:
        raise _meaning(url, status, body.decode("utf-8", "replace").strip())


def too_long(limit_s: float) -> QueryTooExpensive:
    """Return the error for an answer that has not come after `limit_s` seconds."""
    return QueryTooExpensive(
        f"The store had not answered after {limit_s:g} s. Ask for less, or raise KG_QUERY_TIMEOUT_S "
        "(KG_STORE_TIMEOUT_S for updates). It may still be at it.",
        limit_s,
    )


def _meaning(url: str, status: int, text: str) -> KGError:
    reason = text.partition("\n")[0][:_LONG] or f"status {status}"
    if status in (401, 403) or _NOT_ALLOWED.search(text):
        return StoreRefused(url, f"{status}. {_CREDENTIALS}")
    if status in (404, 405) or 300 <= status < 400:
        return StoreRefused(url, f"{status}. {_PLACE}")
    if status in (408, 504) or _TIMED_OUT.search(text):
        return QueryTooExpensive(f"The store gave up: {reason}", 0)
    if status in (400, 413, 415, 422) or _REJECTS.search(text):
        return QueryRejected(f"The store refuses this: {reason}")
    return StoreUnavailable(url, f"{status}: {reason}")

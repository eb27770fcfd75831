"""What is wrong with a query or update that the engine cannot read, in words that say what to do about it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.errors import QueryRejected
from kg.graph.tokens import Token, tokens

_LONG = 200
_SHOWN = 40
_PLACE = re.compile(r"error at (\d+):(\d+)")
_SENSE = re.compile(r"(?:expected|one of|,) (?P<sentence>[A-Z][a-z]+(?: [\w-]+){2,})")
"""A sentence of the engine's own in its list of what else it would have read."""
_PROLOGUE = frozenset({"PREFIX", "BASE", "VERSION"})
_KINDS = {
    "query": ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"),
    "update": tuple("INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH".split()),
}
_KNOWN = {
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wd": "http://www.wikidata.org/entity/",
    "pq": "http://www.wikidata.org/prop/qualifier/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "http://schema.org/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}


def complaint(what: str, text: str, err: Exception, *, names: str = "") -> str:
    """Return why the engine does not take a text.

    Args:
        what: "query" or "update".
        names: The IRI under which the graph's names are, that is where `kg:` leads.
    """
    if not isinstance(err, SyntaxError):  # it was read; something went wrong beyond the text
        return reason(what, err)
    try:
        found = list(tokens(text))
    except QueryRejected as rejected:
        return str(rejected)
    return _other_kind(what, found) or _undeclared(what, found, names) or _at(what, text, err)


def reason(what: str, err: Exception) -> str:
    """Return the engine's complaint without its long list of what else it would have read."""
    message = str(err.args[0] if err.args else err).splitlines()[0]
    if len(message) > _LONG:
        message = message.partition(": expected one of")[0][:_LONG]
    verb = "cannot be read" if isinstance(err, SyntaxError) else "fails"
    return f"The {what} {verb}: {message}."


def _other_kind(what: str, found: list[Token]) -> str:
    """What to say of nothing, and of a query where an update belongs, or the other way round."""
    if not found:
        return f"There is no {what}: the text is empty."
    first = next(_beginning(found), "")
    other = "update" if what == "query" else "query"
    if first not in _KINDS[other]:
        return ""
    return f"This is a SPARQL {other} ({first} …): send it as `{other}`, not as `{what}`."


def _beginning(found: list[Token]) -> Iterator[str]:
    """Yield the keywords behind the declarations."""
    return (one.keyword for one in found if one.keyword and one.keyword not in _PROLOGUE)


def _undeclared(what: str, found: list[Token], names: str) -> str:
    declared = {name.text for word, name in pairwise(found) if word.keyword == "PREFIX"}
    used = (one.text.partition(":")[0] for one in found if one.kind == "name")
    missing = next((prefix for prefix in used if f"{prefix}:" not in declared), None)
    if missing is None:
        return ""
    iri = {**_KNOWN, "kg": names and f"{names}vocabulary#"}.get(missing) or "…"
    return (
        f"The {what} uses the prefix {missing}: without saying what it stands for. "
        f"Begin with PREFIX {missing}: <{iri}>"
    )


def _at(what: str, text: str, err: Exception) -> str:
    """The engine's complaint with the words that it stopped at: line and column alone have to be counted."""
    message = str(err.args[0] if err.args else err)
    if sense := _SENSE.search(message):
        return f"The {what} cannot be run: {sense['sentence']}."
    place = _PLACE.search(message)
    if place is None:
        return reason(what, err)
    line, column = int(place[1]), int(place[2])
    lines = text.split("\n")
    start = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    read, rest = (" ".join(part.split()) for part in (text[:start], text[start:]))
    behind = f", behind {read[-_SHOWN:]!r}" if read else ""
    before = f", before {rest[:_SHOWN]!r}" if rest else ", at its end"
    return f"The {what} cannot be read beyond line {line}, column {column}{behind}{before}."

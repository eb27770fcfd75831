"""Updates and queries for servers whose default graph cannot be used: a named graph stands for it.

`INSERT DATA { :a :b :c }` becomes `INSERT DATA { GRAPH <…> { :a :b :c } }`, templates likewise, the word
DEFAULT becomes `GRAPH <…>`, and what patterns see is said by the protocol's parameters.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from pyoxigraph import NamedNode

from kg.graph.tokens import Token, tokens

Named = Callable[[], Iterable[NamedNode]]
"""Asks for the dataset's named graphs."""

Edit = tuple[int, int, str]
"""From one offset to another, this text instead."""

_VERBS = ("DELETE", "INSERT")


def redirected(text: str, default: NamedNode) -> str:
    """Return an update that does to a named graph what it would do to the default graph."""
    edits: list[Edit] = []
    for operation in _operations(tokens(text)):
        edits += _edits(operation, default)
    pieces, position = [], 0
    for start, end, words in sorted(edits):
        pieces += [text[position:start], words]
        position = end
    return "".join([*pieces, text[position:]])


def update_parameters(text: str, default: NamedNode, named: Named) -> dict[str, list[str]]:
    """Return the parameters under which the patterns of an update see a named graph as the default graph.

    None if the update says itself what they see: the protocol forbids both (SPARQL 1.1 Protocol §2.2.3).
    """
    found = list(tokens(text))
    outer = [token.keyword for token in found if token.depth == 0]
    matching = [
        pair for pair in pairwise(["", *outer]) if pair[1] == "WHERE" and pair[0] != "DELETE"
    ]
    if not matching or not {"WITH", "USING"}.isdisjoint(outer):
        return {}
    return _dataset("using-{}graph-uri", found, default, named)


def query_parameters(
    text: str, default: NamedNode, named: Named, *, sees_named: bool
) -> dict[str, list[str]]:
    """Return the parameters under which a query sees a named graph as its default graph.

    None if the query has FROM clauses of its own.

    Args:
        sees_named: Whether the server shows the other graphs without being told their names.
    """
    found = list(tokens(text))
    if any(token.keyword == "FROM" for token in found):
        return {}
    if sees_named:
        return {"default-graph-uri": [default.value]}
    return _dataset("{}graph-uri", found, default, named)


def _dataset(
    parameter: str, found: Sequence[Token], default: NamedNode, named: Named
) -> dict[str, list[str]]:
    kind = "" if parameter.startswith("using") else "default-"
    parameters = {parameter.format(kind): [default.value]}
    if any(token.keyword == "GRAPH" for token in found):
        graphs = [graph.value for graph in named()]
        parameters[parameter.format("named-")] = [*graphs, default.value] if not kind else graphs
    return parameters


def _operations(found: Iterable[Token]) -> Iterator[list[Token]]:
    operation: list[Token] = []
    for token in found:
        if token.text == ";" and token.depth == 0:
            yield operation
            operation = []
        else:
            operation.append(token)
    yield operation


def _edits(operation: Sequence[Token], default: NamedNode) -> Iterator[Edit]:
    outer = [token for token in operation if token.depth == 0]
    words = {token.keyword for token in outer}
    if "LOAD" in words and "INTO" not in words:
        yield _insertion(outer[-1].end, f" INTO GRAPH {default}")
    if "WITH" not in words:
        for start, end in _written_blocks(outer):
            inside = [token for token in operation if start < token.start <= end]
            yield from _wrapped(inside, default)
    for token in outer:
        if token.keyword == "DEFAULT":
            yield token.start, token.end, f"GRAPH {default}"


def _written_blocks(outer: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where the blocks `{…}` begin and end that say what is inserted or deleted."""
    for index, (token, following) in enumerate(pairwise(outer)):
        if token.text == "{":
            before = ["", "", *(one.keyword for one in outer[:index])][-2:]
            if before[1] in ("DATA", *_VERBS) or before == ["DELETE", "WHERE"]:
                yield token.start, following.start


def _wrapped(inside: Sequence[Token], default: NamedNode) -> Iterator[Edit]:
    """Put GRAPH around what stands in no graph; the last token is the block's closing bracket."""
    start: Token | None = None
    in_graph = False
    for token in inside:
        begins_graph = token.depth == 1 and token.keyword == "GRAPH"
        if start and (begins_graph or token is inside[-1]):
            yield _insertion(start.start, f"GRAPH {default} {{ ")
            yield _insertion(token.start, " } ")
            start = None
        if begins_graph:
            in_graph = True
        elif in_graph:
            in_graph = not (token.depth == 1 and token.text == "}")
        elif start is None and token.text != ".":
            start = token


def _insertion(place: int, words: str) -> Edit:
    return place, place, words

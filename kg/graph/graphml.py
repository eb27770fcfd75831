"""Facts as a GraphML graph (graphml.graphdrawing.org): things and values are nodes, facts are edges."""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from kg.graph.facts import Fact, Facts, Node, node_id

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="label" for="all" attr.name="label" attr.type="string"/>
<key id="type" for="node" attr.name="type" attr.type="string"/>
<key id="predicate" for="edge" attr.name="predicate" attr.type="string"/>
<key id="confidence" for="edge" attr.name="confidence" attr.type="double"/>
<graph edgedefault="directed">
"""
_FOOT = "</graph>\n</graphml>\n"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml(facts: Facts) -> Iterator[str]:
    """Yield the lines of the file. A node comes before the first edge that needs it, and only once."""
    yield _HEAD
    for thing, stated in facts.things():
        yield _node(thing, facts)
        for fact in stated:
            if facts.names_first(fact):
                yield _node(fact.object, facts)
            yield _edge(fact, facts)
    yield _FOOT


def _node(node: Node, facts: Facts) -> str:
    data = _data("label", facts.label(node)) + _data("type", facts.kind(node))
    return f"<node id={_attribute(node_id(node))}>{data}</node>\n"


def _edge(fact: Fact, facts: Facts) -> str:
    ends = f"source={_attribute(node_id(fact.subject))} target={_attribute(node_id(fact.object))}"
    data = _data("label", facts.label(fact.predicate)) + _data("predicate", fact.predicate.value)
    if fact.confidence is not None:
        data += _data("confidence", f"{fact.confidence:g}")
    return f"<edge {ends}>{data}</edge>\n"


def _data(key: str, value: str) -> str:
    return f'<data key="{key}">{escape(_legible(value))}</data>' if value else ""


def _attribute(value: str) -> str:
    return quoteattr(_legible(value))


def _legible(value: str) -> str:
    """XML 1.0 has no way to write most control characters."""
    return _NOT_XML.sub("\ufffd", value)

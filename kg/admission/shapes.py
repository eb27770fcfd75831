"""Shapes as people give them: SHACL Core, read, limited to what can be checked, and given to pySHACL.

What needs SPARQL or JavaScript is refused, as either reaches further than the graph; so are paths
without an end and shapes that call themselves, as no part of the graph would be enough to check them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.admission.shape_reach import SH, Reach, parts_of, reach_of
from kg.errors import InputError
from kg.graph.vocabulary import RDF_TYPE
from kg.ontology.triples import Node, Term, Triples, parse

FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
_BEYOND_CORE = (
    *("sparql", "js", "rule", "target", "expression", "values"),
    *("validator", "nodeValidator", "propertyValidator", "select", "ask", "jsLibrary"),
)
_OWN = "urn:kg:shape:"
"""What the names begin with that shapes get which have none."""
_MOST_TRIPLES = 100_000
_CLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#Class")


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes that can be checked.

    Attributes:
        given_as: Under which name they were given.
        lines: N-Triples, in which every shape has a name.
        number: How many things they say of what: node and property shapes.
        reach: How far they look.
        limits: The most values that a shape allows, by its name, where it counts them.
        rules: What people call each shape that they gave no name: the one that holds it.
    """

    given_as: str
    lines: bytes
    number: int
    reach: Reach
    limits: Mapping[str, int]
    rules: Mapping[str, str]


def read_shapes(text: str, media_type: str, given_as: str = "main") -> Shapes:
    """Read shapes. Raises InputError: they are not RDF, have no shape, or say more than can be checked."""
    format = FORMATS.get(media_type)
    if format is None:
        raise InputError(f"Shapes are {', '.join(FORMATS)}, not {media_type}.")
    triples = parse(text.encode(), format, "The file of shapes")
    if len(triples) > _MOST_TRIPLES:
        raise InputError(
            f"The shapes have more than {_MOST_TRIPLES:,} triples. Give them in parts."
        )
    _refuse_beyond_core(triples)
    _refuse_unattributable(triples)
    names = _names(triples)
    if not names:
        raise InputError("There is no shape: give one with a target, such as sh:targetClass.")
    lines = ox.serialize(_triples(triples, names), format=ox.RdfFormat.N_TRIPLES)
    assert lines is not None
    return Shapes(
        given_as,
        lines,
        number=len(names),
        reach=reach_of(triples, names),
        limits={name.value: most for node, name in names.items() for most in _limit(triples, node)},
        rules={
            name.value: _rule(triples, node, names)
            for node, name in names.items()
            if isinstance(node, ox.BlankNode)
        },
    )


def _refuse_beyond_core(triples: Triples) -> None:
    for node in triples.nodes():
        for predicate, _ in triples.about(node):
            if predicate.removeprefix(SH) in _BEYOND_CORE and predicate.startswith(SH):
                raise InputError(
                    f"The shapes use sh:{predicate.removeprefix(SH)}, which is beyond SHACL Core: only "
                    "Core is checked. Say it with Core constraints, or as a rule (PUT /rules)."
                )


def _refuse_unattributable(triples: Triples) -> None:
    """Refuse counts of which a SHACL report does not say what was counted: nobody could be blamed for them."""
    for node in triples.nodes():
        if triples.values(node, SH + "qualifiedMaxCount"):
            raise InputError(
                "The shapes use sh:qualifiedMaxCount: a SHACL report does not say which values count. "
                "Say it with sh:maxCount, or with a relation of its own."
            )
        path = next(iter(triples.values(node, SH + "path")), None)
        several = isinstance(path, ox.BlankNode) and len(list(triples.members(path))) > 1
        if several and any(most > 0 for most in _limit(triples, node)):
            raise InputError(
                "A shape counts the values at the end of several steps (sh:maxCount): whichever statement "
                "is too many could not be told. Count those of one step."
            )


def _names(triples: Triples) -> dict[Node, ox.NamedNode]:
    """Name every shape: by its IRI, or by its place where it has none."""
    found: dict[Node, ox.NamedNode] = {}
    for node in _shapes(triples):
        if isinstance(node, ox.NamedNode):
            found[node] = node
        elif node not in found:
            found[node] = ox.NamedNode(f"{_OWN}{len(found)}")
    return found


def _shapes(triples: Triples) -> Iterator[Node]:
    kinds = {SH + "NodeShape", SH + "PropertyShape"}
    targets = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "path")
    for node in triples.nodes():
        typed = any(
            isinstance(kind, ox.NamedNode) and kind.value in kinds
            for kind in triples.values(node, RDF_TYPE.value)
        )
        if typed or triples.values(node, *(SH + name for name in targets)):
            yield node
        yield from (one for one in parts_of(triples, node) if not isinstance(one, ox.Literal))


def _triples(triples: Triples, names: Mapping[Node, ox.NamedNode]) -> Iterator[ox.Triple]:
    """Yield them under their names, with property shapes in property shapes written as sh:node.

    pySHACL would report what these find at the value, where nobody could tell how it was reached.
    """
    for node in triples.nodes():
        subject: Node = names.get(node, node)
        for predicate, values in triples.about(node):
            nested = predicate == SH + "property" and triples.values(node, SH + "path")
            for value in values:
                end: Term = value if isinstance(value, ox.Literal) else names.get(value, value)
                held = subject
                if nested and isinstance(end, ox.NamedNode):
                    held = ox.NamedNode(f"{end.value}:held")
                    yield ox.Triple(subject, ox.NamedNode(SH + "node"), held)
                    yield ox.Triple(held, RDF_TYPE, ox.NamedNode(SH + "NodeShape"))
                yield ox.Triple(held, ox.NamedNode(predicate), end)


def _limit(triples: Triples, node: Node) -> Iterator[int]:
    for value in triples.values(node, SH + "maxCount"):
        if isinstance(value, ox.Literal) and value.value.isdecimal():
            yield int(value.value)
            return


def _rule(triples: Triples, node: Node, names: Mapping[Node, ox.NamedNode]) -> str:
    """Return the IRI of the shape that a nameless one belongs to; empty if nobody named any."""
    held: Node = node
    seen: set[Node] = set()
    while isinstance(held, ox.BlankNode) and held not in seen:
        seen.add(held)
        held = next((one for one in names if held in parts_of(triples, one)), held)
    return held.value if isinstance(held, ox.NamedNode) else ""


def probe_of(shapes: Shapes) -> bytes:
    """Return a graph of which every target of some shapes, and every path, has a part.

    pySHACL looks at no constraint before.

    Raises:
        InputError: No shape has a target, so that nothing would be checked.
    """
    thing = ox.NamedNode("urn:kg:probe")
    quads = list(ox.parse(shapes.lines, ox.RdfFormat.N_TRIPLES))
    classes = {q.subject for q in quads if q.predicate == RDF_TYPE and q.object == _CLASS}
    found = [ox.Triple(thing, RDF_TYPE, one) for one in classes]
    for quad in quads:
        target = quad.object
        if isinstance(target, ox.NamedNode):
            if quad.predicate.value == SH + "targetClass":
                found.append(ox.Triple(thing, RDF_TYPE, target))
            elif quad.predicate.value in (SH + "targetSubjectsOf", SH + "targetObjectsOf"):
                found.append(ox.Triple(thing, target, thing))
            elif quad.predicate.value == SH + "targetNode":
                found.append(ox.Triple(target, RDF_TYPE, thing))
    if not found:
        raise InputError(
            "No shape has a target, so that nothing would be checked. Give one sh:targetClass, "
            "sh:targetNode, sh:targetSubjectsOf or sh:targetObjectsOf."
        )
    spoken = {one for some in shapes.reach.predicates.values() for one in some}
    found += [
        ox.Triple(one, ox.NamedNode(predicate), thing)
        for predicate in sorted(spoken - {RDF_TYPE.value})
        for one in {triple.subject for triple in found}
    ]
    lines = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES)
    assert lines is not None
    return lines

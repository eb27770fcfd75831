"""An ontology's triples, by subject, and how they are read from RDF's formats."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.errors import InputError
from kg.ontology import vocabulary as terms

Term = ox.NamedNode | ox.BlankNode | ox.Literal
Node = ox.NamedNode | ox.BlankNode

_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_REMOTE_CONTEXT = "LoadDocumentCallback"


class Triples:
    """Triples that can be asked for the values of a subject, in the order in which they were given."""

    def __init__(self, triples: Iterable[ox.Triple | ox.Quad]) -> None:
        self._values: dict[Node, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            if not isinstance(triple.object, ox.Triple) and isinstance(
                triple.subject, (ox.NamedNode, ox.BlankNode)
            ):
                self._values[triple.subject][triple.predicate.value].append(triple.object)

    def __len__(self) -> int:
        return sum(len(values) for about in self._values.values() for values in about.values())

    def subjects(self) -> Iterator[str]:
        """Yield the IRIs that something is said of, in the order in which they come up."""
        return (node.value for node in list(self._values) if isinstance(node, ox.NamedNode))

    def nodes(self) -> Iterator[Node]:
        """Yield everything that something is said of, in the order in which it comes up."""
        return iter(list(self._values))

    def about(self, node: Node) -> Iterator[tuple[str, list[Term]]]:
        """Yield each predicate of a node with its values."""
        return iter(self._values.get(node, {}).items())

    def values(self, node: Node | str, *predicates: str) -> list[Term]:
        """Return what `node` has for these predicates."""
        key = ox.NamedNode(node) if isinstance(node, str) else node
        about = self._values.get(key, {})
        return [value for predicate in predicates for value in about.get(predicate, ())]

    def iris(self, node: Node | str, *predicates: str) -> list[str]:
        """Return the IRIs among these values."""
        found = self.values(node, *predicates)
        return [value.value for value in found if isinstance(value, ox.NamedNode)]

    def members(self, head: Term) -> Iterator[Term]:
        """Yield the members of an RDF collection, and stop where it bites its own tail."""
        seen: set[Term] = set()
        while isinstance(head, ox.BlankNode) and head not in seen:
            seen.add(head)
            yield from self.values(head, terms.RDF + "first")[:1]
            rest = self.values(head, terms.RDF + "rest")
            if not rest:
                return
            head = rest[0]


def parse(data: bytes, format: ox.RdfFormat, name: str = "The ontology") -> Triples:
    """Read an RDF document, which errors call by `name`.

    Raises:
        InputError: It is not written in this format, or is RDF/XML with a DOCTYPE.
    """
    if format == ox.RdfFormat.RDF_XML and _DOCTYPE.search(data):
        raise InputError(
            "RDF/XML with a DOCTYPE is refused, since entities can blow up a small file: "
            "write its entities out, or save the ontology as Turtle."
        )
    try:
        return Triples(ox.parse(data, format))
    except SyntaxError as err:
        raise InputError(f"{name} is not valid {format.name}: {_advice(err)}") from err


def _advice(err: SyntaxError) -> str:
    message = str(err)
    if _REMOTE_CONTEXT in message:
        return "its @context is on another server, and nothing is fetched; write the context out."
    if "absolute IRI" in message:
        return f"{message}. An IRI is relative: add an @base (in XML, xml:base)."
    return message

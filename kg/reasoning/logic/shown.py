"""Axioms as people read them."""

import re

import pyoxigraph as ox

from kg.ontology.triples import Term as Node
from kg.ontology.triples import Triples
from kg.reasoning.logic.rules import Term
from kg.records import Literal

_SHOWN_MEMBERS = 6


def term_of(node: Node) -> Term:
    """Return an RDF term as rules have it; a blank node stays one."""
    match node:
        case ox.NamedNode():
            return node.value
        case ox.Literal():
            return Literal(node.value, node.datatype.value)
    return node


def shown(triples: Triples, subject: Node, predicate: str, value: Node) -> str:
    """Return an axiom as one line: "Novel subClassOf Book"."""
    return f"{_name(triples, subject)} {local_name(predicate)} {_name(triples, value)}"


def local_name(iri: str) -> str:
    """Return the end of an IRI."""
    return re.split(r"[#/:]", iri.rstrip("/#"))[-1] or iri


def _name(triples: Triples, node: Node, depth: int = 0) -> str:
    match node:
        case ox.NamedNode():
            return local_name(node.value)
        case ox.Literal():
            return node.value
        case ox.BlankNode() if depth < 3:
            members = [_name(triples, each, depth + 1) for each in triples.members(node)]
            parts = [
                f"{local_name(predicate)} {_name(triples, value, depth + 1)}"
                for predicate, values in triples.about(node)
                for value in values
                if local_name(predicate) not in ("type", "first", "rest")
            ]
            return "(" + ", ".join((members or parts)[:_SHOWN_MEMBERS]) + ")"
    return "…"

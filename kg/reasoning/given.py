"""The ontologies and rules that people gave, read."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.iris import Minter
from kg.ontology.reading import read_triples
from kg.reasoning.logic.axioms import axioms_of
from kg.reasoning.logic.construct import construct_rules
from kg.reasoning.logic.horn import parse_rules
from kg.reasoning.logic.rules import Rule

if TYPE_CHECKING:
    from kg.catalog.knowledge import KnowledgeRow

log = logging.getLogger(__name__)

HORN, SPARQL = "text/plain", "application/sparql-query"


@dataclass(frozen=True, slots=True)
class Given:
    """What there is to reason with.

    Attributes:
        ignored: Axioms beyond what this can reason with, as text.
    """

    rules: tuple[Rule, ...] = ()
    ignored: tuple[str, ...] = field(default=())


def read_ontology_rules(text: str, media_type: str) -> Given:
    """Read an ontology. Raises InputError, UnsupportedFormat."""
    found = axioms_of(read_triples(text.encode("utf-8", "surrogatepass"), format=media_type))
    return Given(tuple(found.rules), tuple(found.ignored))


def read_rules(text: str, media_type: str, minter: Minter) -> Given:
    """Read rules: Horn rules, or one CONSTRUCT query. Raises InputError."""
    if media_type == SPARQL:
        return Given(tuple(construct_rules(text)))
    if media_type != HORN:
        raise InputError(f"Rules are {HORN} or {SPARQL}, not {media_type}.")
    return Given(tuple(parse_rules(text, {"kg": minter.vocabulary})))


def read_given(rows: "Iterable[KnowledgeRow]", minter: Minter) -> Given:
    """Read all of it; what can no longer be read, after an upgrade perhaps, is left out with a warning."""
    rules: list[Rule] = []
    ignored: list[str] = []
    for row in rows:
        try:
            found = (
                read_ontology_rules(row.text, row.media_type)
                if row.kind == "ontology"
                else read_rules(row.text, row.media_type, minter)
            )
        except InputError as err:
            log.warning("the %s %s cannot be read: %s", row.kind, row.name, err)
            continue
        rules += found.rules
        ignored += found.ignored
    return Given(tuple(rules), tuple(ignored))

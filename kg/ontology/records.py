"""What an ontology says of classes and properties."""

from dataclasses import dataclass

VALUES = frozenset({"time", "number"})
"""Mention types of values, which have no relations of their own; all others are things."""


@dataclass(frozen=True, slots=True)
class OntologyClass:
    """A kind of thing.

    Attributes:
        parents: IRIs of the classes that it is a kind of, as given.
        types: Mention types that its things may be marked as; empty: any.
    """

    iri: str
    label: str
    description: str = ""
    parents: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    """A relation that extraction may find.

    Attributes:
        domain, range: Mention types that subject and object may have, any of them; empty: all.
        inverse: IRI of the property that says the same from the other side.
        functional: Whether a subject has at most one value.
        transitive: Whether it leads from a to c where it leads from a to b and from b to c.
        parents: IRIs of the properties that it is a kind of, as given.
        aliases: Other names of it.
        datatype: IRI of the datatype of its values; None where they are things, or may be.
        domain_classes, range_classes: IRIs of the classes that domain and range were made from.
    """

    iri: str
    label: str
    description: str = ""
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    symmetric: bool = False
    inverse: str | None = None
    functional: bool = False
    transitive: bool = False
    parents: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    datatype: str | None = None
    domain_classes: tuple[str, ...] = ()
    range_classes: tuple[str, ...] = ()

    def allows(self, subject: str, object: str) -> bool:
        """Return whether the property may hold between things of these two types."""
        return (not self.domain or subject in self.domain) and (
            not self.range or object in self.range
        )


@dataclass(frozen=True, slots=True)
class Ontology:
    """Everything that one ontology file declares, in the order of the file."""

    classes: tuple[OntologyClass, ...]
    properties: tuple[Property, ...]

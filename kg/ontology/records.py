"""What an ontology says of a property."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Property:
    """A relation that extraction may find.

    Attributes:
        domain, range: Entity types that subject and object may have, any of them; empty: all.
        inverse: IRI of the property that says the same from the other side.
        functional: Whether a subject has at most one value.
    """

    iri: str
    label: str
    description: str = ""
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    symmetric: bool = False
    inverse: str | None = None
    functional: bool = False

    def allows(self, subject: str, object: str) -> bool:
        """Return whether the property may hold between things of these two types."""
        return (not self.domain or subject in self.domain) and (
            not self.range or object in self.range
        )

"""Finding a property by what people write: its label, another name, its IRI or the end of that."""

import difflib
from collections.abc import Iterator, Sequence

from kg.iris import normal_name
from kg.ontology.labels import local_name, readable
from kg.ontology.records import Property


class PropertyNames:
    """The names of an ontology's properties; where two share one, the first in the file has it."""

    def __init__(self, properties: Sequence[Property]) -> None:
        self._by_name: dict[str, Property] = {}
        by_strength = zip(*(list(_names(each)) for each in properties), strict=True)
        for names in by_strength:
            for each, ways in zip(properties, names, strict=True):
                for name in ways:
                    self._by_name.setdefault(_key(name), each)
        self._labels = {_key(each.label): each.label for each in properties}

    def find(self, name: str) -> Property | None:
        """Return the property of this name, if there is one: IRIs first, then labels, then other names."""
        return self._by_name.get(_key(name))

    def nearest(self, name: str, count: int = 3) -> list[str]:
        """Return the labels that are spelt most like `name`, nearest first."""
        near = difflib.get_close_matches(_key(name), self._labels, n=count, cutoff=0.5)
        return [self._labels[key] for key in near]


def _names(property: Property) -> Iterator[Sequence[str]]:
    """Yield a property's names in groups, the most binding first."""
    yield (property.iri,)
    yield (property.label,)
    yield (local_name(property.iri),)
    yield property.aliases


def _key(name: str) -> str:
    return normal_name(name if ":" in name else readable(name))

"""The triples that hold, by predicate and either end. Terms are integers here."""

from collections.abc import Container, Iterator

Fact = tuple[int, int, int]

_NONE: frozenset[int] = frozenset()


class Index:
    """A set of triples that answers patterns; -1 in a pattern is "any".

    Args:
        special: Predicates that "any" leaves out.
    """

    def __init__(self, special: Container[int] = frozenset()) -> None:
        self._special = special
        self._objects: dict[int, dict[int, set[int]]] = {}
        self._subjects: dict[int, dict[int, set[int]]] = {}

    def add(self, fact: Fact) -> None:
        """Add a triple that is not there."""
        subject, predicate, object = fact
        self._objects.setdefault(predicate, {}).setdefault(subject, set()).add(object)
        self._subjects.setdefault(predicate, {}).setdefault(object, set()).add(subject)

    def remove(self, fact: Fact) -> None:
        """Remove a triple that is there."""
        subject, predicate, object = fact
        _drop(self._objects[predicate], subject, object)
        _drop(self._subjects[predicate], object, subject)

    def predicates(self) -> list[int]:
        """Return the predicates that triples have, or had."""
        return list(self._objects)

    def find(self, subject: int, predicate: int, object: int) -> Iterator[Fact]:
        """Yield the triples that match; the set must not change meanwhile."""
        if predicate < 0:
            for each in self.predicates():
                if each in self._special:
                    continue
                yield from self.find(subject, each, object)
        elif subject >= 0:
            objects = self._objects.get(predicate, {}).get(subject, _NONE)
            if object < 0:
                for one in objects:
                    yield (subject, predicate, one)
            elif object in objects:
                yield (subject, predicate, object)
        elif object >= 0:
            for one in self._subjects.get(predicate, {}).get(object, _NONE):
                yield (one, predicate, object)
        else:
            for first, objects in self._objects.get(predicate, {}).items():
                for one in objects:
                    yield (first, predicate, one)


def _drop(sets: dict[int, set[int]], key: int, value: int) -> None:
    values = sets[key]
    values.discard(value)
    if not values:
        del sets[key]

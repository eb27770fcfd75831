"""Which facts may be proposed at all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.ontology.records import Property
from kg.reasoning.triples import Triple


class Allowed:
    """What is known, and what the ontology and the types of things rule out. Everything goes by IRI.

    Args:
        labels: Entity type of each thing, where it is known.
        properties: What the ontology says of relations; domain, range and functional ones are respected,
            and what a symmetric or inverse relation already says the other way is not said again.
    """

    def __init__(
        self,
        facts: Iterable[Triple],
        labels: Mapping[str, str],
        properties: Sequence[Property] = (),
    ) -> None:
        self._labels = labels
        self._properties = {one.iri: one for one in properties}
        self._known = set(facts)
        self._has = {(s, r) for s, r, _ in self._known}
        seen: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        for s, r, o in self._known:
            seen[r][0].add(labels.get(s, ""))
            seen[r][1].add(labels.get(o, ""))
        self._seen = dict(seen)

    def may(self, subject: str, predicate: str, object: str) -> bool:
        """Return whether a fact may be proposed: it is not known, and nothing rules it out."""
        if (subject, predicate, object) in self._known:
            return False
        rule = self._properties.get(predicate)
        if rule is None:
            return True
        if rule.functional and (subject, predicate) in self._has:
            return False
        inverse = predicate if rule.symmetric else rule.inverse
        if inverse and (object, inverse, subject) in self._known:
            return False
        ends = self._labels.get(subject), self._labels.get(object)
        return (not ends[0] or not rule.domain or ends[0] in rule.domain) and (
            not ends[1] or not rule.range or ends[1] in rule.range
        )

    def usual(self, subject: str, predicate: str, object: str | None = None) -> bool:
        """Return whether the relation has been seen between things of such types; unknown types are one."""
        subjects, objects = self._seen.get(predicate, ((), ()))
        return self._labels.get(subject, "") in subjects and (
            object is None or self._labels.get(object, "") in objects
        )

    def called(self, predicate: str) -> str:
        """Return what the ontology calls a relation, or its IRI."""
        rule = self._properties.get(predicate)
        return rule.label if rule else predicate

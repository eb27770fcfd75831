"""Classes and properties from the triples of an OWL 2, RDF Schema or schema.org ontology.

Several domains are read as "any of these", as schema.org means them and most authors of OWL do, though
OWL itself means all of them at once. A domain, range or functional axiom that only a super-property or
the inverse states holds for the property too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.ontology import vocabulary as terms
from kg.ontology.datatypes import (
    ANY_VALUE,
    NUMBER,
    common,
    datatype_of,
    mention_types,
    mention_values,
)
from kg.ontology.labels import aliases_of, description_of, label_of
from kg.ontology.records import Ontology, OntologyClass, Property
from kg.ontology.triples import Term, Triples
from kg.ontology.types import ClassTypes, types_of_name

_UNIONS = (terms.OWL + "unionOf", terms.OWL + "intersectionOf")
_MOST_ANCESTORS = 50
_DEPRECATED = terms.OWL + "deprecated"


def ontology_from(triples: Triples) -> Ontology:
    """Return what these triples declare."""
    return _Reader(triples).read()


@dataclass(frozen=True, slots=True)
class _Ends:
    """Classes and datatypes at one end of a property; `marked` are mention types that stand for any value."""

    classes: tuple[str, ...]
    datatypes: tuple[str, ...]
    marked: tuple[str, ...] = ()


def datatype_of_label(label: str) -> str | None:
    """Return the datatype of a property without a range whose name leaves no doubt: "publication date"."""
    last = label.rsplit(" ", 1)[-1]
    if last in {"date", "year"}:
        return datatype_of("", last)
    # "number of students" counts, "telephone number" does not
    counts = types_of_name(label) == {"number"} and last not in {"number", "code"}
    return NUMBER if counts else None


class _Reader:
    def __init__(self, triples: Triples) -> None:
        self._triples = triples
        self._types = ClassTypes(triples)
        self._iris = [iri for iri in triples.subjects() if self._is_property(iri)]
        self._inverses = dict(self._stated_inverses())

    def read(self) -> Ontology:
        properties = tuple(self._property(iri) for iri in self._iris)
        return Ontology(tuple(self._classes(properties)), properties)

    def _is_property(self, iri: str) -> bool:
        kinds = set(self._triples.iris(iri, terms.RDF_TYPE))
        if iri.startswith(terms.LANGUAGE_OF_ONTOLOGIES) or not kinds.isdisjoint(
            terms.NOT_EXTRACTED
        ):
            return False
        if any(value.value == "true" for value in self._triples.values(iri, _DEPRECATED)):
            return False
        signs = (*terms.DOMAIN, *terms.RANGE, terms.SUBPROPERTY_OF)
        return not kinds.isdisjoint(terms.PROPERTY) or bool(self._triples.values(iri, *signs))

    def _stated_inverses(self) -> Iterator[tuple[str, str]]:
        """Yield inverses from both sides, though an ontology states them on one."""
        for iri in self._iris:
            for other in self._triples.iris(iri, terms.INVERSE_OF):
                yield other, iri
        for iri in self._iris:
            for other in self._triples.iris(iri, terms.INVERSE_OF)[:1]:
                yield iri, other

    def _property(self, iri: str) -> Property:
        kinds = set(self._triples.iris(iri, terms.RDF_TYPE))
        domain, range_ = self._ends(iri, terms.DOMAIN, terms.RANGE), self._range(iri, kinds)
        return Property(
            iri=iri,
            label=label_of(self._triples, iri),
            description=description_of(self._triples, iri),
            domain=self._types.of_any(domain.classes),
            range=self._range_types(range_),
            symmetric=terms.OWL + "SymmetricProperty" in kinds,
            inverse=self._inverses.get(iri),
            functional=any(
                terms.OWL + "FunctionalProperty" in self._triples.iris(each, terms.RDF_TYPE)
                for each in (iri, *self._ancestors(iri))
            ),
            transitive=terms.OWL + "TransitiveProperty" in kinds,
            parents=tuple(self._triples.iris(iri, terms.SUBPROPERTY_OF)),
            aliases=aliases_of(self._triples, iri),
            datatype=None if range_.classes else common(range_.datatypes),
            domain_classes=domain.classes,
            range_classes=range_.classes,
        )

    def _range(self, iri: str, kinds: set[str]) -> _Ends:
        range_ = self._ends(iri, terms.RANGE, terms.DOMAIN)
        if not range_.classes and not range_.datatypes:
            implied = datatype_of_label(label_of(self._triples, iri))
            range_ = _Ends((), (implied,) if implied else ())
        if terms.DATATYPE_PROPERTY not in kinds:
            return range_
        if range_.datatypes:
            return _Ends((), range_.datatypes)
        ours = {one.removeprefix(terms.OUR_TYPE) for one in range_.classes}
        return _Ends((), (ANY_VALUE,), mention_values(ours))

    def _range_types(self, ends: _Ends) -> tuple[str, ...]:
        values = ends.marked or (mention_types(ends.datatypes) if ends.datatypes else ())
        if not ends.classes:
            return values
        things = self._types.of_any(ends.classes)
        if not things or (ends.datatypes and not values):
            return ()
        return tuple(sorted({*things, *values}))

    def _ends(self, iri: str, stated: tuple[str, ...], mirrored: tuple[str, ...]) -> _Ends:
        """Return what the property, else its inverse, else its nearest super-property states."""
        places = [(iri, stated)]
        if iri in self._inverses:
            places.append((self._inverses[iri], mirrored))
        places += [(parent, stated) for parent in self._ancestors(iri)]
        for place, predicates in places:
            named = list(dict.fromkeys(self._named(self._triples.values(place, *predicates))))
            if named:
                kinds = [(each, datatype_of(each, label_of(self._triples, each))) for each in named]
                return _Ends(
                    tuple(each for each, datatype in kinds if datatype is None),
                    tuple(datatype for _, datatype in kinds if datatype is not None),
                )
        return _Ends((), ())

    def _named(self, ends: Iterable[Term], depth: int = 0) -> Iterator[str]:
        """Yield the IRIs of classes, of the members of unions, and of what restricted datatypes restrict."""
        for end in ends:
            if isinstance(end, ox.NamedNode):
                bases = self._triples.values(end, terms.OWL + "onDatatype") if depth < 9 else []
                yield from self._named(bases, depth + 1) if bases else [end.value]
            elif isinstance(end, ox.BlankNode) and depth < 9:
                yield from self._inside(end, depth + 1)

    def _inside(self, node: ox.BlankNode, depth: int) -> Iterator[str]:
        for collection in self._triples.values(node, *_UNIONS):
            yield from self._named(self._triples.members(collection), depth)
        yield from self._named(self._triples.values(node, terms.OWL + "onDatatype"), depth)
        for choice in self._triples.values(node, terms.OWL + "oneOf"):
            for member in self._triples.members(choice):
                if isinstance(member, ox.Literal):
                    yield member.datatype.value

    def _ancestors(self, iri: str) -> Iterator[str]:
        """Yield super-properties, nearest first, each once, up to a number that real ontologies do not reach."""
        found = [iri]
        for each in found:
            for parent in self._triples.iris(each, terms.SUBPROPERTY_OF):
                if parent not in found and len(found) <= _MOST_ANCESTORS:
                    found.append(parent)
                    yield parent

    def _classes(self, properties: Iterable[Property]) -> Iterator[OntologyClass]:
        used = [iri for p in properties for iri in (*p.domain_classes, *p.range_classes)]
        declared = [iri for iri in self._triples.subjects() if self._is_class(iri)]
        for iri in dict.fromkeys([*declared, *used]):
            if not iri.startswith(terms.LANGUAGE_OF_ONTOLOGIES):
                yield OntologyClass(
                    iri=iri,
                    label=label_of(self._triples, iri),
                    description=description_of(self._triples, iri),
                    parents=tuple(self._triples.iris(iri, terms.SUBCLASS_OF)),
                    types=tuple(sorted(self._types.of(iri))),
                )

    def _is_class(self, iri: str) -> bool:
        kinds = self._triples.iris(iri, terms.RDF_TYPE)
        return not terms.CLASS.isdisjoint(kinds) or bool(
            self._triples.values(iri, terms.SUBCLASS_OF)
        )

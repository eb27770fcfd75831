"""Linking on KnowledgeNet: the knowledge base is what the other folds say, the mentions are given.

An entity counts as NIL when it has no Wikidata link, or one that the other folds do not name.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.knowledgenet import FOLDS, Gold, read_gold
from kg.identity.base_facts import Statements
from kg.identity.linking import Candidate, candidates_of, choose, link
from kg.identity.names import index_keys
from kg.identity.records import BaseEntity, Edge, Occurrence, Ref, World
from kg.identity.rules import rules_of
from kg.ontology.shipped import shipped_properties
from kg.records import Document, Evidence, Extraction, Iri, Literal
from kg.training.scores import Scores

Value = Iri | Literal


class GoldBase:
    """Implements `Known` and `BaseFacts` on what some folds say of things with links.

    Args:
        gold: Where facts come from.
        inventory: Where entities and their names come from.
    """

    def __init__(self, gold: Gold, inventory: Gold) -> None:
        names: dict[str, dict[str, None]] = defaultdict(dict)
        labels: dict[str, set[str]] = defaultdict(set)
        for one in inventory.named:
            if one.uri:
                names[one.uri].update(dict.fromkeys(one.names))
                labels[one.uri].add(one.label)
        self.entities = {
            uri: BaseEntity(uri, tuple(some), frozenset(labels[uri])) for uri, some in names.items()
        }
        self._met: dict[str, list[BaseEntity]] = defaultdict(list)
        for entity in self.entities.values():
            for key in {key for name in entity.names for key in index_keys(name)}:
                self._met[key].append(entity)
        self._about = _facts(gold)

    def meeting(self, keys: Collection[str]) -> Mapping[str, Sequence[BaseEntity]]:
        return {key: some for key in keys if 0 < len(some := self._met.get(key, [])) <= 40}

    def about(self, iris: Collection[str]) -> Statements:
        return {iri: self._about[iri] for iri in iris if iri in self._about}


@dataclass(frozen=True, slots=True)
class Judged:
    """One named thing of a document: what it is, and its candidates; `gold` is None for NIL."""

    gold: str | None
    ref: Ref
    candidates: tuple[Candidate, ...]

    @property
    def found(self) -> str | None:
        """What linking says that it is."""
        anchor, _ = choose(self.ref, self.candidates)
        return anchor.iri if anchor else None


@dataclass(frozen=True, slots=True)
class LinkScores:
    """How well a fold was linked.

    Attributes:
        right, judged: Named things; each counts once a document.
        links: Links to entities: right, given, in the gold.
        nil: The same for NIL.
    """

    right: int
    judged: int
    links: Scores
    nil: Scores

    @property
    def accuracy(self) -> float:
        """The share of named things that were linked, or left unlinked, rightly."""
        return self.right / self.judged


def base_for(shared: Path, fold: int, *, inventory: Collection[int] | None = None) -> GoldBase:
    """Return the knowledge base for a fold: what the other folds say.

    Args:
        inventory: Folds whose entities the base names; facts come from the others alone in any case.
    """
    others = set(FOLDS) - {fold}
    return GoldBase(read_gold(shared, others), read_gold(shared, inventory or others))


def judged(shared: Path, fold: int, *, inventory: Collection[int] | None = None) -> list[Judged]:
    """Return the named things of a fold with their candidates in the base for it (see `base_for`)."""
    base = base_for(shared, fold, inventory=inventory)
    gold = read_gold(shared, [fold])
    wanted: dict[Ref, set[str | None]] = defaultdict(set)
    for one in gold.named:
        if one.names:
            uri = one.uri if one.uri in base.entities else None
            wanted[Ref(one.iri, one.document)].add(uri)
    found = candidates_of(gold.world(), base, base, rules_of(shipped_properties()))
    return [Judged(uri, ref, tuple(candidates)) for ref, candidates in found for uri in wanted[ref]]


def link_scores(named: Iterable[Judged]) -> LinkScores:
    """Compare what linking says with what is marked."""
    pairs = [(one.gold, one.found) for one in named]
    return LinkScores(
        right=sum(gold == found for gold, found in pairs),
        judged=len(pairs),
        links=Scores(
            sum(gold == found for gold, found in pairs if gold),
            sum(found is not None for _, found in pairs),
            sum(gold is not None for gold, _ in pairs),
        ),
        nil=Scores(
            sum(gold == found for gold, found in pairs if gold is None),
            sum(found is None for _, found in pairs),
            sum(gold is None for gold, _ in pairs),
        ),
    )


LinkedFact = tuple[str, str, str, str]
"""Passage ("document:start"), subject URI, property IRI, object URI."""


def link_f1(predicted: Iterable[tuple[str, str | None, str, str | None]], gold: Gold) -> Scores:
    """Score facts as KnowledgeNet does for links: each once a passage, only those with both URIs, no dates.

    Args:
        predicted: (passage, subject URI, property, object URI); a URI is None where linking says NIL.
    """
    wanted = set(gold_links(gold))
    values = {fact.property for fact in gold.facts if isinstance(fact.object, str)}
    found = {
        (passage, subject, property, end)
        for passage, subject, property, end in predicted
        if subject and end and property not in values
    }
    return Scores(len(wanted & found), len(found), len(wanted))


def gold_links(gold: Gold) -> Iterator[LinkedFact]:
    """Yield the facts that have both links."""
    for fact in gold.facts:
        if isinstance(fact.object, int):
            subject, end = gold.named[fact.subject].uri, gold.named[fact.object].uri
            if subject and end:
                yield fact.passage, subject, fact.property, end


def linked_facts(
    gold: Gold, named: Iterable[Judged]
) -> Iterator[tuple[str, str | None, str, str | None]]:
    """Yield the marked facts with the links that were found: Link F1 if extraction were perfect."""
    found = {one.ref: one.found for one in named}
    for fact in gold.facts:
        if isinstance(fact.object, int):
            ends = [gold.named[place] for place in (fact.subject, fact.object)]
            uris = [found.get(Ref(one.iri, one.document)) if one.names else None for one in ends]
            yield fact.passage, uris[0], fact.property, uris[1]


def _facts(gold: Gold) -> dict[str, dict[str, frozenset[Value]]]:
    said: dict[str, dict[str, set[Value]]] = defaultdict(lambda: defaultdict(set))
    for fact in gold.facts:
        subject = gold.named[fact.subject].uri
        end: Value | None
        if isinstance(fact.object, str):
            end = Literal(fact.object)
        else:
            uri = gold.named[fact.object].uri
            end = Iri(uri) if uri else None
        if subject and end:
            said[subject][fact.property].add(end)
    return {
        subject: {property: frozenset(values) for property, values in some.items()}
        for subject, some in said.items()
    }


def predicted_links(
    texts: Iterable[tuple[Document, Extraction]], base: GoldBase
) -> Iterator[tuple[str, str | None, str, str | None]]:
    """Yield what an extractor found, with the links that follow: goes into `link_f1`.

    The base of a fold is `base_for(shared, fold)`. Each text is a passage; its id is `read_knowledgenet`'s, "document:start".
    """
    read = list(texts)
    occurrences, edges = [], []
    for document, found in read:
        names = {place: [entity.name] for place, entity in enumerate(found.entities)}
        for mention in found.mentions:
            names[mention.entity].append(mention.span.of(document.text))
        words = frozenset(document.text.casefold().split())
        occurrences += [
            Occurrence(
                document.id,
                entity.term.value,
                tuple(dict.fromkeys(names[place])),
                entity.label,
                words,
            )
            for place, entity in enumerate(found.entities)
            if isinstance(entity.term, Iri)
        ]
        edges += [_edge(document.id, one) for one in found.evidence]
    world = World(tuple(occurrences), tuple(edges))
    links = link(world, base, base, rules_of(shipped_properties())).anchors
    for edge in edges:
        if edge.datatype is None:
            ends = [links.get(Ref(iri, edge.document)) for iri in (edge.subject, edge.object)]
            subject, end = (anchor.iri if anchor else None for anchor in ends)
            yield edge.document, subject, edge.predicate, end


def _edge(document: str, evidence: Evidence) -> Edge:
    one = evidence.statement
    datatype = None if isinstance(one.object, Iri) else one.object.datatype
    return Edge(
        document, one.subject, one.predicate, one.object.value, datatype, evidence.confidence
    )

"""Whatever happened before, the graph is that of the documents and decisions that remain."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Triple

from kg.catalog import Catalog
from kg.catalog.rows import NewDocument
from kg.catalog.statement_rows import Sought, StatementRow
from kg.errors import InputError
from kg.graph.statements import Statements
from kg.graph.vocabulary import PROV_GENERATED_AT_TIME
from kg.identity.deciding import Deciding
from kg.identity.records import Decision, Ref
from kg.identity.resolver import Resolver
from kg.identity.rules import rules_of
from kg.ontology.shipped import shipped_properties
from tests.catalog.given import MINTER, Clock, follow, put, read

TEXTS = (
    "Ada Lovelace works for Acme Corp.",
    "Ada Lovelace works for Acme.",
    "Ada King Lovelace works for Acme Inc.",
    "A. Lovelace works for Globex.",
    "Bob Stone works for Globex Ltd.",
    "First National Bank is located in Chicago.",
    "First National Bank is located in Dallas. Bob Stone works for Acme.",
    "First National Bank is located in Dallas.",
    "",
)
THINGS = [
    MINTER.entity(name, label)
    for name, label in (
        ("Acme Corp", "organisation"),
        ("Acme", "organisation"),
        ("Globex", "organisation"),
        ("Globex Ltd", "organisation"),
        ("First National Bank", "place"),
        ("Ada Lovelace", "person"),
        ("A. Lovelace", "person"),
    )
]
IDS = ("a", "b", "c", "d")

PUT = st.tuples(st.just("put"), st.sampled_from(IDS), st.sampled_from(TEXTS))
MERGE = st.tuples(st.just("merge"), st.sampled_from(THINGS), st.sampled_from(THINGS))
SPLIT = st.tuples(st.just("split"), st.sampled_from(THINGS), st.sampled_from(IDS))
OTHER = st.tuples(st.sampled_from(["undo", "resolve", "read"]), st.just(""), st.just(""))
STEPS = st.lists(st.one_of(PUT, PUT, MERGE, SPLIT, OTHER), min_size=3, max_size=14)


class World:
    """A catalog with documents and decisions, without a graph store."""

    def __init__(self, folder: str) -> None:
        self.clock = Clock()
        self.catalog = Catalog.open(f"sqlite:///{Path(folder) / 'catalog.sqlite'}", self.clock)
        properties = shipped_properties()
        self.resolver = Resolver(self.catalog, None, properties)  # no base is loaded
        self.deciding = Deciding(self.catalog, rules_of(properties))

    def put(self, id: str, text: str) -> None:
        """Give a document a text; without one it goes."""
        if text:
            put(self.catalog, NewDocument(text, id=id))
            return
        try:
            self.catalog.documents.delete(id)
        except InputError:
            return

    def do(self, what: str, one: str, other: str) -> None:
        """Take one step; what is refused does not happen."""
        self.clock.turn(1)
        try:
            match what:
                case "put":
                    self.put(one, other)
                case "merge":
                    self.deciding.merge([one, other])
                case "split":
                    self.deciding.split(one, [Ref(one, other)])
                case "undo":
                    for decision in self.catalog.identities.decisions()[:1]:
                        self.catalog.identities.undo(decision.id)
                case "resolve":
                    self.resolver.resolve()
                case "read":
                    read(self.catalog)
                    follow(self.catalog)
        except InputError:
            return

    def texts(self) -> dict[str, str]:
        rows = self.catalog.documents.page().items
        return {
            row.id: self.catalog.documents.text(row.id) for row in rows if row.status != "deleting"
        }

    def graph(self) -> set[Triple]:
        """Everything that the graph would say."""
        read(self.catalog)
        self.resolver.resolve()
        self.catalog.projections.reset()
        said: set[Triple] = set()
        for projection in self.catalog.projections.pending(1000):
            graphs = Statements(MINTER).graphs(projection)
            said |= graphs.triples | graphs.evidence_triples
        # when it was read is history, and the one thing that is to stay
        return {each for each in said if each.predicate != PROV_GENERATED_AT_TIME}

    def statements(self) -> list[StatementRow]:
        """Every statement, as it is weighed."""
        return list(self.catalog.findings.statements(Sought(status=None), limit=1000).items)


def made_anew(
    texts: Iterable[tuple[str, str]], decisions: Iterable[Decision]
) -> tuple[set[Triple], list[StatementRow]]:
    with tempfile.TemporaryDirectory() as folder:
        world = World(folder)
        world.catalog.identities.decide(list(decisions))
        for id, text in texts:
            world.put(id, text)
        said = world.graph(), world.statements()
        world.catalog.close()
    return said


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, st.data())
def test_the_graph_and_what_is_believed_are_those_of_what_remains(steps, draw):
    with tempfile.TemporaryDirectory() as folder:
        world = World(folder)
        for step in steps:
            world.do(*step)
        said = world.graph(), world.statements()
        texts, decisions = world.texts(), world.catalog.identities.decisions()
        world.catalog.close()

    again = made_anew(
        draw.draw(st.permutations(sorted(texts.items()))), draw.draw(st.permutations(decisions))
    )

    assert said == again

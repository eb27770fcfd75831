"""Loading a knowledge base: time, memory and what it comes to, and linking documents with it.

    python -m bench.base [--entities 200000]

An entity has five triples: a type, two names, two statements.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.texts import machine
from kg.catalog import Catalog
from kg.graph.embedded import EmbeddedStore
from kg.graph.limits import QueryLimits
from kg.identity.base_facts import GraphFacts
from kg.identity.base_loading import BaseLoader
from kg.identity.linking import link
from kg.identity.records import Occurrence, World
from kg.identity.rules import rules_of
from kg.iris import Minter
from kg.ontology.shipped import shipped_properties

_MINTER = Minter("urn:bench:")
_SYLLABLES = "ba ko ri mel tan dor vi sha len po gar ust mir na fel zo bri cal eno wex".split()
_DOCUMENTS = 200
_NAMED = 8


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=200_000)
    args = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), args.entities)


def measure(folder: Path, entities: int) -> None:
    """Load a base of so many entities into a fresh catalog and store, and link some documents."""
    file = folder / "base.nt"
    with file.open("w") as out:
        out.writelines(_lines(entities))
    catalog = Catalog.open(f"sqlite:///{folder / 'catalog.sqlite'}")
    store = EmbeddedStore(folder / "graph", _MINTER, QueryLimits())
    loader = BaseLoader(catalog, store, _MINTER.base)
    began, began_cpu = time.perf_counter(), _cpu()
    base = loader.load(loader.begin("bench", file.name), file)
    seconds, cpu = time.perf_counter() - began, _cpu() - began_cpu
    print(
        f"{base.triples:,} triples ({file.stat().st_size / 1e6:,.0f} MB) with {base.entities:,} "
        f"entities: {seconds:.1f} s, {cpu:.1f} s of CPU, {base.triples / cpu:,.0f} triples a second of it, "
        f"{_megabytes(resource.RUSAGE_SELF):,.0f} MB here at most, "
        f"{_megabytes(resource.RUSAGE_CHILDREN):,.0f} MB in the processes that parse"
    )
    began, began_cpu = time.perf_counter(), _cpu()
    world = _world(entities)
    facts = GraphFacts(store, [base.graph])
    links = link(world, catalog.bases, facts, rules_of(shipped_properties()))
    seconds, cpu = time.perf_counter() - began, _cpu() - began_cpu
    print(
        f"{len(world.occurrences):,} entities of {_DOCUMENTS} documents: {seconds:.1f} s, "
        f"{cpu:.1f} s of CPU, "
        f"{len(links.anchors):,} linked"
    )
    store.close()
    catalog.close()


def _lines(entities: int) -> Iterator[str]:
    wdt, rdfs = "http://www.wikidata.org/prop/direct/", "http://www.w3.org/2000/01/rdf-schema#"
    alternate = "http://www.w3.org/2004/02/skos/core#altLabel"
    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    dice = random.Random(0)
    for n in range(entities):
        me = f"<http://base.example/e{n}>"
        name = _name(n)
        yield f"{me} <{kind}> <http://xmlns.com/foaf/0.1/Person> .\n"
        yield f'{me} <{rdfs}label> "{name}"@en .\n'
        yield f'{me} <{alternate}> "{name.split()[0][0]}. {name.split()[1]}" .\n'
        for code in ("P26", "P40"):
            yield f"{me} <{wdt}{code}> <http://base.example/e{dice.randrange(entities)}> .\n"


def _name(n: int) -> str:
    dice = random.Random(n)
    first, last = ("".join(dice.choices(_SYLLABLES, k=k)).capitalize() for k in (2, 4))
    return f"{first} {last}"


def _world(entities: int) -> World:
    """Documents that name entities of the base, and as many that it does not know."""
    dice = random.Random(1)
    occurrences = []
    for document in range(_DOCUMENTS):
        for _ in range(_NAMED):
            name = _name(dice.randrange(2 * entities))
            iri = _MINTER.entity(name, "person")
            occurrences.append(Occurrence(f"d{document}", iri, (name,), "person"))
    return World(tuple(occurrences))


def _cpu() -> float:
    """Seconds that this process and those that it has ended have computed."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _megabytes(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    main()

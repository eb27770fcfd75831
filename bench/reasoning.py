"""Reasoning: materialisation beside owlrl and reasonable, and one document's going beside all anew.

    python -m bench.reasoning [--triples 50000] [--against reasonable --against owlrl]

The peers come with the group `bench` (`pip install --group bench`). Rule sets differ a little: the peers
also derive about the axioms themselves, so that what is compared is the facts about things.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator
from typing import Annotated

import rdflib
import typer
from rdflib.namespace import OWL, RDF, RDFS

from kg.ontology.reading import read_triples
from kg.reasoning.logic.axioms import axioms_of
from kg.reasoning.logic.engine import Engine
from kg.reasoning.logic.rules import Triple

BASE = "http://bench.example/"
_PREFIXES = f"@prefix : <{BASE}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> .\n"
_CLASSES, _PROPERTIES, _A_DOCUMENT = 60, 40, 50


def ontology() -> str:
    """A tree of classes, a tree of properties with domains and ranges, and some of each kind."""
    lines = [f":C{n} rdfs:subClassOf :C{(n - 1) // 2} ." for n in range(1, _CLASSES)]
    for number in range(_PROPERTIES):
        lines.append(f":p{number} a owl:ObjectProperty .")
        if number % 3 == 0 and number:
            lines.append(f":p{number} rdfs:subPropertyOf :p{number // 3} .")
        if number % 4 == 1:
            domain, range_ = number % _CLASSES, (7 * number) % _CLASSES
            lines.append(f":p{number} rdfs:domain :C{domain} ; rdfs:range :C{range_} .")
    lines += [":p2 a owl:TransitiveProperty .", ":p5 a owl:SymmetricProperty ."]
    lines += [":p7 owl:inverseOf :p8 .", ":p11 owl:propertyChainAxiom (:p4 :p5) ."]
    return _PREFIXES + "\n".join(lines)


def facts(triples: int, seed: int = 13) -> Iterator[list[Triple]]:
    """Documents of 50 triples; a fifth of all things gets a class, `:p2` makes chains of five."""
    chance = random.Random(seed)
    things = triples // 3
    for start in range(0, triples, _A_DOCUMENT):
        document: list[Triple] = []
        for at in range(start, min(start + _A_DOCUMENT, triples)):
            one = f"{BASE}e{chance.randrange(things)}"
            if chance.random() < 0.2:
                kind = f"{BASE}C{chance.randrange(_CLASSES)}"
                document.append((one, str(RDF.type), kind))
                continue
            number = chance.randrange(_PROPERTIES)
            if number == 2:
                link = at % 5
                document.append(
                    (f"{BASE}l{at - link}_{link}", f"{BASE}p2", f"{BASE}l{at - link}_{link + 1}")
                )
                continue
            document.append((one, f"{BASE}p{number}", f"{BASE}e{chance.randrange(things)}"))
        yield document


def filled(documents: list[list[Triple]]) -> tuple[Engine, float]:
    """Return an engine with these premises, and the seconds that it took."""
    rules = axioms_of(read_triples(ontology().encode(), format="turtle")).rules
    begin = time.perf_counter()
    engine = Engine(rules)
    engine.change([engine.encode(each) for one in documents for each in one], ())
    return engine, time.perf_counter() - begin


def materialisation(triples: int, against: list[str]) -> None:
    """Everything that follows, by kg and by its peers, from the same triples."""
    documents = list(facts(triples))
    given = {each for one in documents for each in one}
    engine, seconds = filled(documents)
    ours = {engine.decode(fact) for fact in engine.derived()}
    print(f"kg: {len(given):,} triples, {len(ours):,} derived in {seconds:.2f} s", flush=True)
    for name in against:
        graph = _graph(given)
        begin = time.perf_counter()
        after = _closed(name, graph)
        seconds = time.perf_counter() - begin
        theirs = {one for one in after if _is_about_things(one)} - given
        missing, more = len(theirs - ours), len(ours - theirs)
        print(
            f"{name}: {len(theirs):,} derived in {seconds:.2f} s; {missing:,} of them kg lacks, "
            f"{more:,} of kg's it lacks",
            flush=True,
        )


def deletion(triples: int, rounds: int) -> None:
    """One document goes: what is left of what followed, against computing it anew."""
    documents = list(facts(triples))
    engine, _ = filled(documents)
    said = Counter(fact for one in documents for fact in set(map(engine.encode, one)))
    chance = random.Random(7)
    spent = []
    for last in chance.sample(range(len(documents)), rounds):
        gone = [fact for fact in set(map(engine.encode, documents[last])) if said[fact] == 1]
        begin = time.perf_counter()
        engine.change((), gone)
        spent.append(time.perf_counter() - begin)
        if len(spent) < rounds:
            engine.change(gone, ())
    fresh, anew = filled([one for number, one in enumerate(documents) if number != last])
    left = {engine.decode(fact) for fact in engine.derived()}
    same = left == {fresh.decode(fact) for fact in fresh.derived()}
    spent.sort()
    middle, worst = spent[len(spent) // 2], spent[-1]
    print(
        f"one of {len(documents):,} documents goes: {1000 * middle:.2f} ms (worst of {rounds}: "
        f"{1000 * worst:.2f} ms), all anew {anew:.2f} s: {anew / middle:,.0f}× (worst "
        f"{anew / worst:,.0f}×); same result: {same}",
        flush=True,
    )


def _graph(given: set[Triple]) -> rdflib.Graph:
    graph = rdflib.Graph()
    graph.parse(data=ontology(), format="turtle")
    for triple in given:
        subject, predicate, object = (rdflib.URIRef(str(each)) for each in triple)
        graph.add((subject, predicate, object))
    return graph


def _closed(name: str, graph: rdflib.Graph) -> set[Triple]:
    if name == "owlrl":
        import owlrl

        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
        found = iter(graph)
    else:
        import reasonable

        reasoner = reasonable.PyReasoner()
        reasoner.from_graph(graph)
        found = iter(reasoner.reason())
    return {(str(s), str(p), str(o)) for s, p, o in found}


def _is_about_things(triple: Triple) -> bool:
    """Whether it says of a thing of the data that it has a class or property of the ontology."""
    subject, predicate, object = map(str, triple)
    if not subject.startswith((f"{BASE}e", f"{BASE}l")):
        return False
    if predicate == str(RDF.type):
        return object.startswith(BASE)
    return predicate.startswith(BASE)


def main(
    triples: Annotated[int, typer.Option(help="Of the materialisation.")] = 50_000,
    deleting: Annotated[int, typer.Option(help="Triples of the deletion.")] = 100_000,
    rounds: Annotated[int, typer.Option(help="Documents that go.")] = 50,
    against: Annotated[list[str] | None, typer.Option(help="reasonable, owlrl.")] = None,
) -> None:
    """Measure."""
    if triples:
        materialisation(triples, against or [])
    if deleting:
        deletion(deleting, rounds)


if __name__ == "__main__":
    typer.run(main)

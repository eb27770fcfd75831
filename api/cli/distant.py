"""`kg train --distant`: documents at the service as its knowledge bases label them, as one more corpus."""

from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.cli.guessed import write_guessed
from api.cli.options import client
from api.cli.output import progress_bar
from kg.records import Span

if TYPE_CHECKING:
    from api.client import Client
    from kg.training.guessed import Row

BY_BASE = "by_base.jsonl"
"""File of such labels in the checkpoint's folder, so that it can be seen later what was learnt from."""

_AT_ONCE = 200
"""Subjects of which one query asks; all pairs of a long document's things at once would take it too long."""
_OF_EVERYTHING = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://www.w3.org/2000/01/rdf-schema#",
    "http://www.w3.org/2002/07/owl#",
)
_NOTHING_KNOWN = (
    "No sentence at the service names two things that a knowledge base relates. Load one "
    "(kg load FILE --as knowledge-base), ingest texts about its things, and try again."
)


def from_base(server: str | None, out: Path, *, resume: bool) -> dict[str, Any]:
    """Return a corpus of what the service's knowledge bases say of the things that its documents name. As `from_texts`."""
    path = out / BY_BASE
    if not (resume and path.exists()):
        with client(server) as service:
            write_guessed(
                _known(service),
                path,
                _NOTHING_KNOWN,
                "sentences, as the knowledge bases label them",
            )
    return {"format": "jsonl", "path": path.resolve(), "guessed": True}


def _known(service: "Client") -> Iterator[dict[str, Any]]:
    """Yield a header that names the relations, then the rows."""
    from kg.training.guessed import Named, by_base

    graphs = [base.graph for base in service.bases() if base.status == "ready"]
    rows: list[Row] = []
    with progress_bar("documents") as bar:
        task = bar.add_task("labelling", total=None)
        for document in service.documents(status="done") if graphs else ():
            read = service.read(document.id)
            named = [
                Named(Span(*mention.span), mention.label, mention.iri)
                for mention in read.mentions
                if mention.iri and mention.label
            ]
            facts = _facts(service, graphs, {one.thing for one in named})
            things = {thing for pair in facts for thing in pair}
            rows += by_base(read.text, [one for one in named if one.thing in things], facts)
            bar.update(task, advance=1)
    if rows:
        used = sorted({fact["relation"] for row in rows for fact in row["relations"]})
        yield {"relations": {iri: {"iri": iri} for iri in used} | _labels(service, graphs, used)}
        yield from rows


def _facts(
    service: "Client", graphs: Sequence[str], things: Set[str]
) -> dict[tuple[str, str], frozenset[str]]:
    """Return what the bases say of pairs of things, but for what RDF and OWL say of everything."""
    found: dict[tuple[str, str], set[str]] = {}
    every = sorted(things)
    for start in range(0, len(every), _AT_ONCE):
        rows = service.select(
            f"SELECT DISTINCT ?s ?p ?o {{ VALUES ?g {{ {_terms(graphs)} }} "
            f"VALUES ?s {{ {_terms(every[start : start + _AT_ONCE])} }} GRAPH ?g {{ ?s ?p ?o }} "
            f"FILTER(isIRI(?o)) }}"
        )
        for subject, predicate, object_ in rows:
            if str(object_) not in things or subject == object_:
                continue
            if not str(predicate).startswith(_OF_EVERYTHING):
                found.setdefault((str(subject), str(object_)), set()).add(str(predicate))
    return {pair: frozenset(relations) for pair, relations in found.items()}


def _labels(
    service: "Client", graphs: Sequence[str], relations: Sequence[str]
) -> dict[str, dict[str, str]]:
    rows = service.select(
        f"PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT ?p (MIN(STR(?l)) AS ?label) {{ "
        f"VALUES ?g {{ {_terms(graphs)} }} VALUES ?p {{ {_terms(relations)} }} "
        f'GRAPH ?g {{ ?p rdfs:label ?l }} FILTER(LANG(?l) IN ("", "en")) }} GROUP BY ?p'
    )
    return {
        str(iri): {"iri": str(iri), "label": str(label)} for iri, label in rows if iri and label
    }


def _terms(iris: Sequence[str]) -> str:
    from rdflib import URIRef

    return " ".join(URIRef(iri).n3() for iri in iris)

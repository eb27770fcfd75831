"""Answers over the bundled documents: exact accuracy by kind, and what is answered once the facts are gone.

    python -m bench.answers [--words] [--wrong]

The graph is of facts marked by hand (`bench/questions/facts.tsv`), so that it is answering that is
measured and not extraction. `--words` does without embeddings. An answer is exact if its set of values
is the one expected; where no text says, only saying so is exact. For abstention, every fact that an exact
answer rested on is taken out of the graph, and the question is asked again: any answer is then a false one.
"""

import argparse
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bench.marked import MINTER, Fact, marked_facts, marked_graph
from bench.texts import machine
from kg.answers.asking import Asker
from kg.answers.graph import StoreGraph
from kg.answers.records import Reply
from kg.answers.sources import CatalogSources
from kg.answers.space import SentenceSpace
from kg.errors import InputError
from kg.iris import WIKIDATA_DIRECT
from kg.ontology.shipped import shipped_properties

BATCHES = 8
"""Graphs that are made with facts left out, each for a part of the questions."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of one kind with its answers; none where no text says."""

    kind: str
    text: str
    answers: frozenset[str]


def questions() -> list[Question]:
    """Return the questions of the file."""
    lines = files("bench").joinpath("questions/questions.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [
        Question(kind, text, frozenset() if said == "-" else frozenset(said.split("|")))
        for kind, text, said in rows
    ]


def reply_to(asker: Asker, question: Question) -> Reply:
    """Return the reply; a question that names nothing known counts as one that the graph does not answer."""
    try:
        return asker.ask(question.text)
    except InputError as err:
        return Reply(question.text, None, reason=str(err))


def said(reply: Reply) -> frozenset[str]:
    """Return the answers as the questions' file writes them."""
    return frozenset(one.label for one in reply.answers)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", action="store_true", help="without embeddings")
    parser.add_argument("--wrong", action="store_true", help="print what is not exact")
    args = parser.parse_args()
    space = None if args.words else SentenceSpace("bundled")
    print(machine())
    asked = questions()
    began = time.perf_counter()
    with open_asker(space) as asker:
        replies = [reply_to(asker, one) for one in asked]
    print(
        f"{len(asked)} questions, {1000 * (time.perf_counter() - began) / len(asked):.0f} ms each"
    )
    _accuracy(asked, replies, show=args.wrong)
    exact = [
        (one, reply)
        for one, reply in zip(asked, replies, strict=True)
        if said(reply) == one.answers != frozenset()
    ]
    _abstention(exact, space, show=args.wrong)


@contextmanager
def open_asker(
    space: SentenceSpace | None, without: frozenset[Fact] = frozenset()
) -> Iterator[Asker]:
    """Yield what answers over a graph of the marked facts, gone when the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        catalog, store = marked_graph(Path(folder), without)
        with closing(catalog), closing(store):
            yield Asker(
                StoreGraph(store),
                CatalogSources(catalog),
                shipped_properties(),
                MINTER.entity_class,
                space,
            )


def _accuracy(asked: list[Question], replies: list[Reply], *, show: bool) -> None:
    right: Counter[str] = Counter()
    every: Counter[str] = Counter(one.kind for one in asked)
    for one, reply in zip(asked, replies, strict=True):
        if said(reply) == one.answers:
            right[one.kind] += 1
        elif show:
            print(
                f"  {one.kind}: {one.text} -> {sorted(said(reply))}; {reply.interpretation} {reply.reason or ''}"
            )
    for kind, count in every.items():
        print(f"{kind}: {right[kind]} of {count} exact ({right[kind] / count:.1%})")
    print(f"all: {right.total()} of {every.total()} exact ({right.total() / every.total():.1%})")


def _abstention(
    exact: list[tuple[Question, Reply]], space: SentenceSpace | None, *, show: bool
) -> None:
    """Ask again without the facts; each graph lacks those of a part of the questions."""
    asked: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for part in range(BATCHES):
        some = exact[part::BATCHES]
        gone = frozenset(fact for _, reply in some for fact in _facts(reply))
        with open_asker(space, gone) as asker:
            for question, before in some:
                if not _facts(before):
                    continue
                reply = reply_to(asker, question)
                asked[question.kind] += 1
                false[question.kind] += not reply.abstained
                if show and not reply.abstained:
                    print(
                        f"  false: {question.text} -> {sorted(said(reply))}; {reply.interpretation}"
                    )
    for kind, count in asked.items():
        print(
            f"without its facts, {kind}: {false[kind]} of {count} answered all the same ({false[kind] / count:.1%})"
        )
    print(
        f"without their facts: {false.total()} of {asked.total()} answered ({false.total() / asked.total():.1%})"
    )


def _facts(reply: Reply) -> Iterator[Fact] | list[Fact]:
    """The marked facts that a reply rests on."""
    wanted = {
        (fact.statement.subject, fact.statement.predicate, fact.object)
        for one in reply.answers
        for fact in one.facts
    }
    by_key: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for some in marked_facts().values():
        for fact, _, _ in some:
            by_key[MINTER.entity(fact[0], fact[1]), WIKIDATA_DIRECT + fact[2], fact[3]].append(fact)
    return [fact for key in sorted(wanted) for fact in by_key.get(key, [])]


if __name__ == "__main__":
    main()

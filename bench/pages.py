"""Pages of the kind that people paste: news, a press release, an obituary, a company's own page.

    python -m bench.pages [--set dev|unseen] [--model FOLDER] [--min-confidence 0.5] [--show]

Written for this, each with the facts that it states in the relations which `kg.training.corpora.written` knows; what
is found in other relations (countries, districts) does not count. Names are compared without articles. `dev` was read
by who wrote the sentences that the model learns from. `unseen` was written by somebody who had not seen those, nor
`dev`; do not look at what is missed there, or it will be seen.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from bench.texts import machine
from kg.extraction.neural import NeuralExtractor
from kg.ontology.shipped import shipped_properties
from kg.records import Document, Extraction
from kg.settings import Settings
from kg.training.corpora.written.grammar import properties_of, read_grammar
from kg.training.corpora.written.page import IMPLIED, PROPERTY
from kg.training.corpora.written.passages import shipped_grammar
from kg.training.scores import Scores

PAGES = Path(__file__).with_name("pages")

Fact = tuple[str, str, str]


def main() -> None:
    """Read the pages, and print what was found of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="dev", choices=["dev", "unseen"])
    parser.add_argument("--model", type=Path)
    parser.add_argument("--min-confidence", type=float, default=Settings().min_confidence)
    parser.add_argument(
        "--show", action="store_true", help="print what is missed and what is wrong"
    )
    args = parser.parse_args()
    settings = Settings(min_confidence=args.min_confidence)
    if args.model:
        settings = settings.model_copy(update={"model": args.model.absolute()})
    print(machine())
    pages = sorted((PAGES / args.set).glob("*.txt"))
    documents = [Document(page.stem, page.read_text(encoding="utf-8")) for page in pages]
    found = NeuralExtractor.load(settings).extract(documents)
    right = wrong = missed = 0
    for page, extraction in zip(pages, found, strict=True):
        told, stated = set(_facts(extraction)), set(_stated(page.with_suffix(".facts")))
        right, wrong, missed = (
            right + len(told & stated),
            wrong + len(told - stated),
            missed + len(stated - told),
        )
        print(f"{page.stem}: {Scores(len(told & stated), len(told), len(stated))}")
        if args.show:
            print(*(f"  missed {' | '.join(fact)}" for fact in sorted(stated - told)), sep="\n")
            print(*(f"  wrong  {' | '.join(fact)}" for fact in sorted(told - stated)), sep="\n")
    print(f"all: {Scores(right, right + wrong, right + missed)}")


def _facts(found: Extraction) -> Iterator[Fact]:
    """Yield the asserted statements in the relations that count."""
    told = properties_of(read_grammar(shipped_grammar().read_text("utf-8").splitlines())) | IMPLIED
    labels = {p.iri: p.label for p in shipped_properties() if p.iri.removeprefix(PROPERTY) in told}
    name = {entity.term: _plain(entity.name) for entity in found.entities}
    subject = {getattr(term, "value", ""): plain for term, plain in name.items()}
    for evidence in found.evidence:
        one = evidence.statement
        if evidence.status == "asserted" and one.predicate in labels:
            yield (
                subject[one.subject],
                labels[one.predicate],
                name.get(one.object, _plain(one.object.value)),
            )


def _stated(path: Path) -> Iterator[Fact]:
    for line in path.read_text(encoding="utf-8").splitlines():
        subject, relation, object_ = (part.strip() for part in line.split("|"))
        yield _plain(subject), relation, _plain(object_)


def _plain(name: str) -> str:
    for opening in ("the ", "king ", "duke ", "count ", "sir ", "dr. "):
        name = name.casefold().removeprefix(opening)
    return name


if __name__ == "__main__":
    main()

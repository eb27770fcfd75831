"""Quality of the shipped checkpoint on public dev sets, one row each.

    KG_SHARED=FOLDER python -m bench.quality [--model DIR] [--only WORD]

`FOLDER/data` holds the sets. Nothing is trained here; what was trained on what is in the model's card.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.texts import machine
from kg.model.checkpoint import SHIPPED
from kg.training.measures.episodes import Episodes
from kg.training.measures.evaluate import evaluate
from kg.training.measures.request import Request


def rows(data: Path, model: Path) -> Iterator[tuple[str, Request]]:
    """Yield name and request of each measurement."""
    docred = data / "re-docred" / "dev_revised.json.gz"
    split = data / "re-docred" / "dev_400_100_split.json"
    fewrel = data / "fewrel" / "val_wiki_dev8.json.gz"
    yield "Re-DocRED, given entities", Request(docred, "re-docred", model, marked=True, split=split)
    yield "Re-DocRED, raw text", Request(docred, "re-docred", model, split=split)
    for shot in (1, 5):
        yield (
            f"FewRel, 5-way {shot}-shot",
            Request(fewrel, "fewrel", model, episodes=Episodes(shot=shot), with_names=True),
        )
    for name in ("wikidata_tekgen", "dbpedia_webnlg"):
        folder = data / f"text2kgbench_{name}"
        yield f"Text2KGBench {name}", Request(folder, "text2kg", model)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    parser.add_argument("--only", default="", help="Rows whose name holds this.")
    args = parser.parse_args()
    shared = os.environ.get("KG_SHARED")
    if not shared:
        sys.exit("KG_SHARED names the folder that holds data/ with the public sets.")
    print(machine())
    for name, request in rows(Path(shared) / "data", args.model):
        if args.only in name:
            print(f"{name}: {_figures(evaluate(request).to_json())}", flush=True)


def _figures(report: dict[str, Any]) -> str:
    parts = []
    for key, value in report.items():
        if isinstance(value, dict) and "f1" in value:
            ratios = " ".join(f"{k} {value[k]:.3f}" for k in ("precision", "recall", "f1"))
            parts.append(f"{key} {ratios}")
        elif key in {"ece", "accuracy", "few_shot", "hallucination", "conformance"}:
            parts.append(f"{key} {value}")
    return "; ".join(parts)


if __name__ == "__main__":
    main()

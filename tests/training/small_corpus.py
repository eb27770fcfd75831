"""A corpus that a tiny encoder learns in seconds."""

import json
from pathlib import Path

from kg.training.args import Source, TrainArgs

PEOPLE, PLACES = ("Ada", "Ben", "Eva", "Max"), ("London", "Paris", "Rome", "Oslo")


def write_corpus(path: Path) -> Path:
    """Write sentences of two relations in kg's own format."""
    rows = [
        {"text": f"{a} was {verb} in {b}.", "subject": a, "relation": verb + " in", "object": b}
        for a in PEOPLE
        for b in PLACES
        for verb in ("born", "buried")
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def small_args(folder: Path, encoder: Path, **settings) -> TrainArgs:
    """Return settings of a run of a few seconds."""
    corpus = write_corpus(folder / "corpus.jsonl")
    usual = {
        "data": (Source("jsonl", corpus),),
        "out": folder / "out",
        "encoder": str(encoder),
        "epochs": 3,
        "batch_tokens": 128,
        "encoder_rate": 1e-3,
        "head_rate": 3e-3,
        "precision": "float32",
    }
    return TrainArgs(**{**usual, **settings})

"""Texts to measure on: Wikipedia introductions where `KG_SHARED` names the data folder, else the examples."""

import os
from itertools import cycle, islice
from pathlib import Path

from kg.examples import example_documents
from kg.records import Document
from kg.training.corpora import READERS


def documents(count: int) -> list[Document]:
    """Return `count` documents, each with an id of its own."""
    if shared := os.environ.get("KG_SHARED"):
        path = Path(shared) / "data" / "re-docred" / "docred_unlabelled_test.json.gz"
        texts = [text.text for text in READERS["re-docred"](path).texts]
    else:
        texts = [example.text for example in example_documents()]
    return [
        Document(f"bench-{number}", f"{text}\n\nText {number}.")
        for number, text in enumerate(islice(cycle(texts), count))
    ]


def machine() -> str:
    """Return the processor, its cores, and the torch that was measured with."""
    import torch

    gpu = f", {torch.cuda.get_device_name()}" if torch.cuda.is_available() else ""
    return f"{processor()}{gpu}, torch {torch.__version__}"


def processor() -> str:
    """Return the processor and its cores."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    named = (line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    return f"{next(named, '?')}, {os.cpu_count()} cores"

"""Accuracy on questions of the kind of ProofWriter (Tafjord et al., 2021), open world, in Logic-LLM's JSON.

A record has `context`, `question` ("… true, false, or unknown? The cow is blue.") and `answer`: A, B or C.
"""

import gzip
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.reasoning.proving import judge

_VERDICTS = {"A": "True", "B": "False", "C": "Unknown"}


@dataclass(frozen=True, slots=True)
class Measured:
    """How many questions were answered rightly.

    Attributes:
        judged: How often each answer met each verdict.
        unread: Questions with a sentence of no known pattern; they count as wrong.
    """

    questions: int
    right: int
    unread: int
    judged: Mapping[tuple[str, str], int]

    @property
    def accuracy(self) -> float:
        """The part that is right."""
        return self.right / self.questions if self.questions else 0.0


def read_questions(file: Path) -> list[dict[str, Any]]:
    """Read a JSON list of records, packed (.gz) or not. Raises InputError."""
    try:
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        records = json.loads(data)
    except (OSError, ValueError) as err:
        raise InputError(f"{file} cannot be read as JSON: {err}") from err
    needed = {"context", "question", "answer"}
    if not isinstance(records, list) or not all(needed <= set(one) for one in records):
        raise InputError(f"{file} is not a list of records with {', '.join(sorted(needed))}.")
    return records


def measure(records: Sequence[Mapping[str, Any]]) -> Measured:
    """Judge every question."""
    judged: Counter[tuple[str, str]] = Counter()
    for record in records:
        claim = record["question"].partition("?")[2].strip() or record["question"]
        try:
            verdict: str = judge(record["context"], claim, limit=1).verdict
        except InputError:
            verdict = "unread"
        judged[_VERDICTS[record["answer"]], verdict] += 1
    right = sum(n for (answer, verdict), n in judged.items() if answer == verdict)
    unread = sum(n for (_, verdict), n in judged.items() if verdict == "unread")
    return Measured(len(records), right, unread, dict(judged))

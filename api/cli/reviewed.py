"""`kg train --from-reviews`: what people decided about single facts, as one more corpus."""

from pathlib import Path

from api.cli.files import write_corpus
from api.cli.options import client
from api.cli.output import say
from kg.errors import InputError

DECISIONS = "decisions.jsonl"
"""File of the decisions in the checkpoint's folder, so that it can be seen later what was learnt from."""

_NOTHING_DECIDED = (
    "Nobody has decided about a fact yet. Accept, reject or correct some under Review on the page, "
    "or by POST /judgements; `kg judgements` shows them."
)


def with_decisions(
    data: list[Path], formats: list[str], out: Path, server: str | None, *, resume: bool
) -> tuple[list[Path], list[str]]:
    """Return the corpora and their formats with the service's decisions behind them.

    A run that goes on keeps the decisions that it began with.

    Raises:
        InputError: Nobody decided anything yet, or a corpus has no format.
        TransientError: The service does not answer.
    """
    if data and len(formats) not in (1, len(data)):
        raise InputError(
            "Give --format once for each --data, in the same order, or once for all. The decisions need none."
        )
    path = out / DECISIONS
    if not (resume and path.exists()):
        with client(server) as service:
            number = write_corpus(service.judgements(), path, _NOTHING_DECIDED)
        say(f"Learning from {number:,} decisions ({path})")
    given = formats * len(data) if len(formats) == 1 else formats
    return [*data, path], [*given, "jsonl"]

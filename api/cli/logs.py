"""What a long-running command writes to stderr."""

import logging


def write_logs() -> None:
    """Log our own steps, and only the warnings of the libraries that tell every one of theirs."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for talkative in ("alembic", "uvicorn"):
        logging.getLogger(talkative).setLevel(logging.WARNING)

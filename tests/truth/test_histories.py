"""After any history, what is left is what would be there had only the remaining documents ever been read."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.truth.history import History
from tests.truth.world import World

STEPS = 12


@pytest.fixture(scope="module")
def histories() -> Iterator[type[History]]:
    """Histories in two worlds, which are made once and emptied before each; in memory, if it can be."""
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(prefix="kg-truth-", dir=memory) as folder:

        class Here(History):
            world = World(Path(folder) / "world")
            scratch = World(Path(folder) / "scratch")

        yield Here
        Here.world.close()
        Here.scratch.close()


def run(histories: type[History], number: int) -> None:
    run_state_machine_as_test(
        histories,
        settings=settings(
            max_examples=number,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


def test_any_history_leaves_what_its_remaining_documents_say(histories: type[History]):
    run(histories, 10)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_five_hundred_histories_leave_what_their_remaining_documents_say(histories: type[History]):
    run(histories, 500)

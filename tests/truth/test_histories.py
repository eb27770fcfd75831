"""After any history, what is left is what would be there had only the remaining documents ever been read."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.truth.history import History
from tests.truth.world import World

STEPS = 20


@pytest.fixture(scope="module")
def histories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[type[History]]:
    """Histories in two worlds, which are made once and emptied before each."""

    class Here(History):
        world = World(tmp_path_factory.mktemp("world"))
        scratch = World(tmp_path_factory.mktemp("scratch"))

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
    run(histories, 20)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_five_hundred_histories_leave_what_their_remaining_documents_say(histories: type[History]):
    run(histories, 500)

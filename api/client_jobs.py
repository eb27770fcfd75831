"""The part of the Python client that is about jobs."""

import math
import time
from collections.abc import Callable

from api.client_calls import Calls
from api.client_paths import at
from api.schemas.jobs import JobChanged, JobOut, JobPage
from kg.errors import TransientError

POLL_S = 0.5


class JobCalls(Calls):
    """One method a route, and waiting."""

    def job(self, id: str) -> JobOut:
        """Return how far a job is."""
        return JobOut.model_validate_json(self._ask("GET", at("/jobs", id)).content)

    def jobs(self, *, limit: int = 50) -> list[JobOut]:
        """Return the newest jobs."""
        response = self._ask("GET", "/jobs", params={"limit": limit})
        return JobPage.model_validate_json(response.content).jobs

    def wait(
        self,
        id: str,
        *,
        on_progress: Callable[[JobOut], None] | None = None,
        timeout_s: float | None = None,
    ) -> JobOut:
        """Return a job once it is finished; `on_progress` sees it at every look before.

        Raises:
            TransientError: It is not finished after `timeout_s` seconds; it goes on nevertheless.
        """
        deadline = waiting_until(timeout_s)
        while True:
            job = self.job(id)
            if on_progress:
                on_progress(job)
            if job.finished:
                return job
            check_patience(job, deadline)
            time.sleep(POLL_S)

    def cancel(self, id: str) -> JobChanged:
        """Cancel what a job has not read yet."""
        return JobChanged.model_validate_json(self._ask("POST", at("/jobs", id, "cancel")).content)

    def retry(self, id: str) -> JobChanged:
        """Queue a job's failed and cancelled documents again."""
        return JobChanged.model_validate_json(self._ask("POST", at("/jobs", id, "retry")).content)


def waiting_until(timeout_s: float | None) -> float:
    """Return the moment, by the monotonic clock, when patience ends."""
    return math.inf if timeout_s is None else time.monotonic() + timeout_s


def check_patience(job: JobOut, deadline: float) -> None:
    """Raise a TransientError if the deadline has passed."""
    if time.monotonic() >= deadline:
        raise TransientError(
            f"Job {job.id} is not finished yet: {job.counts}. It goes on; wait for it again."
        )

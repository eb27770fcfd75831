"""What the work tells whoever watches it: stages, counts and sizes. As with logging, the library speaks and
the entry points decide who listens; metrics and traces are two listeners, and nobody is one, too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from typing import Protocol

_MOST_JOBS = 10
"""Jobs that one line of the log names."""

_ids: ContextVar[Mapping[str, str]] = ContextVar("kg_ids", default={})  # noqa: B039  (never changed)


class Observer(Protocol):
    """Somebody who watches. It must not raise: the work goes on whatever becomes of watching it."""

    def stage(
        self, name: str, documents: Sequence[str], jobs: Sequence[str]
    ) -> AbstractContextManager[object]:
        """Return a context that lasts as long as a stage of the work."""
        ...

    def count(self, name: str, number: float, kind: str) -> None:
        """Note that something happened `number` times more."""
        ...

    def measure(self, name: str, value: float) -> None:
        """Note one size of many whose spread is of interest."""
        ...

    def begin_job(self, job: str) -> None:
        """Note that a job came to be."""
        ...


_observers: tuple[Observer, ...] = ()


def watch(observer: Observer) -> Callable[[], None]:
    """Let an observer hear of all work of this process; returns what ends that."""
    global _observers
    _observers = (*_observers, observer)

    def end() -> None:
        global _observers
        _observers = tuple(one for one in _observers if one is not observer)

    return end


@contextmanager
def stage(name: str, documents: Sequence[str] = (), jobs: Sequence[str] = ()) -> Iterator[None]:
    """Tell that a stage of the work lasts while the `with` block runs.

    Args:
        documents, jobs: Ids of those that it is about, where it is about some.
    """
    with ExitStack() as stack:
        for observer in _observers:
            stack.enter_context(observer.stage(name, documents, jobs))
        yield


def count(name: str, number: float = 1, kind: str = "") -> None:
    """Tell that something happened, `number` times; `kind` comes from a small set of words."""
    for observer in _observers:
        observer.count(name, number, kind)


def measure(name: str, value: float) -> None:
    """Tell one size of many."""
    for observer in _observers:
        observer.measure(name, value)


def begin_job(job: str) -> None:
    """Tell that a job came to be."""
    for observer in _observers:
        observer.begin_job(job)


@contextmanager
def speaking_of(**ids: str) -> Iterator[None]:
    """Have every line that is logged in the `with` block carry these ids, for example `document`."""
    token = _ids.set({**_ids.get(), **ids})
    try:
        yield
    finally:
        _ids.reset(token)


def spoken_of() -> Mapping[str, str]:
    """Return the ids of what is being spoken of here."""
    return _ids.get()


def named(documents: Sequence[str], jobs: Sequence[str]) -> Mapping[str, str]:
    """Return, as `extra` of a line that is logged, the ids of the one document and of the few jobs it is about."""
    distinct = list(dict.fromkeys(jobs))[:_MOST_JOBS]
    found = {"job" if len(distinct) == 1 else "jobs": ",".join(distinct)}
    if len(documents) == 1:
        found["document"] = documents[0]
    return {name: value for name, value in found.items() if value}

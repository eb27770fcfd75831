"""Puts this folder on the path, for what the tests of several rooms share, and says where and in which order they run."""

import gc
import os
import shutil
import ssl
from collections.abc import Generator
from functools import cache
from pathlib import Path

import httpcore2
import memory
import pytest
from hypothesis import settings
from services import postgresql
from serving import serve

# How long an example takes says more about the machine than about the code.
settings.register_profile("kg", deadline=None)
settings.load_profile("kg")

__all__ = ["postgresql", "serve"]  # one cluster for all rooms that a process tests

IN_MEMORY = pytest.StashKey[Path | None]()

SLOWEST = (
    "api/test_power_cuts.py",
    "workers/test_killing_workers.py",
    "graph/test_one_story_on_every_store.py",
    "page/test_the_page_in_a_browser.py",
    "graph/test_backups.py",
    "workers/test_changing_models.py",
    "graph/test_remote_stores.py",
    "api/test_models.py",
    "api/test_stopping.py",
    "spaces/test_workspaces_over_servers.py",
    "training/test_running.py",
    "docs/test_the_site.py",
)
"""Files that take most of a minute, or of half a one, begin first: the last would keep one process waiting for another."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    config.stash[IN_MEMORY] = memory.begin()
    # Every client reads the authorities that this machine trusts, for 25 ms: here, once.
    httpcore2.default_ssl_context = _trusting


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    folder = session.config.stash[IN_MEMORY]
    if folder is not None and exitstatus == 0:  # what failed tests wrote stays until the next run
        shutil.rmtree(folder, ignore_errors=True)


_read_authorities = httpcore2.default_ssl_context


@cache
def _authorities(options: frozenset[tuple[str, bool]], *named: str | None) -> ssl.SSLContext:
    return _read_authorities(**dict(options))


def _trusting(**options: bool) -> ssl.SSLContext:
    named = map(os.environ.get, ("SSL_CERT_FILE", "SSL_CERT_DIR"))
    return _authorities(frozenset(options.items()), *named)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for garbage neither while modules are imported nor, afterwards, among the million objects that they made."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    places = {here / name: place for place, name in enumerate(SLOWEST)}
    items.sort(key=lambda item: places.get(item.path, len(SLOWEST)))

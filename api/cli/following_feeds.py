"""`kg ingest --feed`: what the entries of feeds lead to, once or again and again."""

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import typer

from api.cli.delivery import Delivered, Delivery, Source
from api.cli.feeds import entries
from api.cli.following import delivery_to
from api.cli.options import settings
from api.cli.output import say
from kg.errors import InputError, TransientError
from kg.fetching import FetchLimits, fetch
from kg.reachable import is_public, resolved

INTERVAL_S = 900.0
"""Seconds between two looks at a feed."""

_TRIES = 3
"""Looks in which a page that fails is asked for again."""


class Feed:
    """One feed, and what of it has been read.

    What entries lead to was written by others, so only public addresses are fetched, those that
    KG_FETCH_ALLOW names, and the feed's own host and port if it was not public when its reader named it: a
    public host's owner decides where its name leads, and could lead it inside later.
    """

    def __init__(self, url: str, delivery: Delivery) -> None:
        self.url = url
        self._delivery = delivery
        known = settings()
        self._limits = FetchLimits(
            max_bytes=known.max_document_bytes,
            timeout_s=known.fetch_timeout_s,
            allowed=known.may_fetch_from | _not_public(url),
        )
        self._read: dict[str, str] = {}
        self._failed: Counter[str] = Counter()

    def look(self) -> list[Delivered]:
        """Read the entries that are new, or that say that they changed.

        Raises:
            InputError: The feed cannot be had, or is none.
            TransientError: The service does not answer.
        """
        feed = fetch(self.url, self._limits)
        due = [
            one for one in entries(feed.content, feed.url) if self._read.get(one.url) != one.changed
        ]
        done = []
        for entry in due:
            done.append(self._take(entry.url))
            self._failed[entry.url] += bool(done[-1].failures)
            if not done[-1].failures or self._failed[entry.url] >= _TRIES:
                self._read[entry.url] = entry.changed
                del self._failed[entry.url]
        return done

    def _take(self, url: str) -> Delivered:
        try:
            page = fetch(url, self._limits)
            name = PurePosixPath(unquote(urlsplit(url).path)).name or urlsplit(url).netloc
            return self._delivery.put(Source(url, name, page.content, page.media_type or None))
        except InputError as err:
            return Delivered(frozenset(), 0, (str(err),))


def _not_public(url: str) -> frozenset[str]:
    """Return `host:port` of an address in one's own network, nothing for one in the public internet."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        addresses = resolved(host, port)
    except (OSError, ValueError):
        return frozenset()  # fetching it says what is wrong with it
    return frozenset() if any(map(is_public, addresses)) else frozenset({f"{host}:{port}"})


def follow_feeds(urls: Sequence[str], server: str | None, *, watch: bool) -> None:
    """Read what feeds lead to; with `watch`, look again until interrupted. Exits with 1 if any fails."""
    with delivery_to(server) as delivery:
        feeds = [Feed(url, delivery) for url in urls]
        failed = sum(_look(feed) for feed in feeds)
        if watch:
            say(f"kg follows {', '.join(urls)} (Ctrl-C stops it)")
            try:
                while True:
                    time.sleep(INTERVAL_S)
                    for feed in feeds:
                        _look(feed)
            except KeyboardInterrupt:
                return
    if failed:
        raise typer.Exit(1)


def _look(feed: Feed) -> bool:
    """Look once and tell what came of it; return whether anything failed."""
    try:
        done = feed.look()
    except (InputError, TransientError) as err:
        say(f"kg: not taken: {err}")
        return True
    failures = [failure for one in done for failure in one.failures]
    for failure in failures:
        say(f"kg: not taken: {failure}")
    changed = sum(one.changed for one in done)
    if done:
        typer.echo(
            f"{feed.url}: {len(done):,} entries read, {changed:,} documents new or changed, "
            f"{len(failures):,} failed"
        )
    return bool(failures)

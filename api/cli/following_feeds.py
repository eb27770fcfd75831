"""`kg ingest --feed`: what the entries of feeds lead to, once or again and again."""

import time
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

INTERVAL_S = 900.0
"""Seconds between two looks at a feed."""


class Feed:
    """One feed, and what of it has been read.

    What entries lead to was written by others, so only public addresses are fetched, those that
    KG_FETCH_ALLOW names, and the feed's own host, which its reader named.
    """

    def __init__(self, url: str, delivery: Delivery) -> None:
        self.url = url
        self._delivery = delivery
        known = settings()
        own = urlsplit(url).netloc.rpartition("@")[2].lower()
        self._limits = FetchLimits(
            max_bytes=known.max_document_bytes,
            timeout_s=known.fetch_timeout_s,
            allowed=known.may_fetch_from | {own},
        )
        self._read: dict[str, str] = {}

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
            self._read[entry.url] = entry.changed
        return done

    def _take(self, url: str) -> Delivered:
        try:
            page = fetch(url, self._limits)
            name = PurePosixPath(unquote(urlsplit(url).path)).name or urlsplit(url).netloc
            return self._delivery.put(Source(url, name, page.content, page.media_type or None))
        except InputError as err:
            return Delivered(frozenset(), 0, (str(err),))


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

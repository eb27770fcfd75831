"""Posts: what clients send at once, each under a job of its own, as many as may be in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from kg.catalog.entry import Desk, Filed
from kg.catalog.intake import receive
from kg.catalog.jobs import count_receipts, open_jobs
from kg.catalog.rows import NewDocument, Receipt


@dataclass(frozen=True, slots=True)
class Post:
    """What one client sent at once.

    Attributes:
        job: From `Jobs.new_id`; it begins with these documents.
        source: Tells people where they came from.
    """

    job: str
    source: str
    documents: tuple[NewDocument, ...]


def take(desk: Desk, posts: Sequence[Post]) -> list[list[Receipt]]:
    """Take posts in as if each had come by itself, in some order; returns their receipts, in the given one."""
    sources = {post.job: post.source for post in posts}
    open_jobs(desk.connection, sources, desk.workspace, desk.now)
    filed = [Filed(post.job, document) for post in posts for document in post.documents]
    receipts = iter(receive(desk, filed))
    taken = [list(islice(receipts, len(post.documents))) for post in posts]
    for post, mine in zip(posts, taken, strict=True):
        count_receipts(desk.connection, post.job, mine)
    return taken

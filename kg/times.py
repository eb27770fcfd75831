"""Times as others read them."""

from datetime import UTC, datetime


def iso(milliseconds: int) -> str:
    """Return milliseconds since the epoch as ISO 8601, UTC, to the millisecond."""
    time = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")

"""What a writer of files writes to while somebody else sends it on, so that no file is ever whole in memory."""


class Tray:
    """A file to write to; what was written waits until it is taken."""

    closed = False

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, data: bytes) -> int:
        """Add to what waits."""
        self._written += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written can be taken at once."""

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = bytes(self._written)
        self._written.clear()
        return taken

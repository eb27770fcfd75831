"""Bodies of requests: small ones in memory, larger ones on disk, because they may be larger than memory."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from fastapi import Request

SMALL_BYTES = 1_000_000
"""What is no larger stays in memory."""


@asynccontextmanager
async def received(request: Request, small_bytes: int = SMALL_BYTES) -> AsyncIterator[bytes | Path]:
    """Give a request's body, or the file that holds it for as long as the block runs."""
    held = bytearray()
    pieces = request.stream()
    async for piece in pieces:
        held += piece
        if len(held) > small_bytes:
            break
    else:
        yield bytes(held)
        return
    with tempfile.TemporaryDirectory(prefix="kg-upload-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "body"
        with file.open("wb") as out:
            await to_thread.run_sync(out.write, held)
            async for piece in pieces:
                await to_thread.run_sync(out.write, piece)
        held.clear()
        yield file

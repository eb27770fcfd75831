"""Pages that a list of URLs leads to, fetched by `kg ingest --urls`."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import httpx2

from api.cli.delivery import Source
from api.version import installed_version
from kg.errors import DocumentTooLarge, InputError

TIMEOUT_S = 30.0


def listed(paths: Sequence[Path]) -> list[str]:
    """Return the URLs of some files, one a line; empty lines and those that begin with # are none.

    Raises:
        InputError: A file cannot be read, or a line is no http or https URL.
    """
    return [url for path in paths for url in _lines(path)]


def _lines(path: Path) -> Iterator[str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as err:
        raise InputError(f"{path} cannot be read as a list of URLs: {err}.") from err
    for number, line in enumerate(lines, start=1):
        url = line.strip()
        if not url or url.startswith("#"):
            continue
        if not _is_web(url):
            raise InputError(f"{path} line {number}: {url} is no http or https URL.")
        yield url


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def fetch(url: str, *, max_bytes: int) -> Source:
    """Return what a URL leads to, redirects followed, under the URL that was asked for.

    Raises:
        InputError: It cannot be had, or is larger than a document may be.
    """
    agent = {"User-Agent": f"kg/{installed_version()}"}
    try:
        with httpx2.stream(
            "GET", url, follow_redirects=True, timeout=TIMEOUT_S, headers=agent
        ) as response:
            response.raise_for_status()
            content = b""
            for piece in response.iter_bytes():
                content += piece
                if len(content) > max_bytes:
                    raise DocumentTooLarge(
                        url, len(content), max_bytes, "Raise KG_MAX_DOCUMENT_BYTES."
                    )
    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as err:
        raise InputError(f"{url} cannot be fetched: {err}") from err
    name = PurePosixPath(unquote(urlsplit(url).path)).name or urlsplit(url).netloc
    return Source(url, name, content, response.headers.get("content-type"))

"""`kg ingest --s3`: the objects of S3-compatible stores. Needs `pip install 'kg[s3]'`."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, urlsplit

import typer

from api.cli.delivery import Delivered, Source
from api.cli.following import delivery_to
from api.cli.found import READABLE
from api.cli.options import settings
from api.cli.output import say
from kg.errors import DocumentTooLarge, InputError


def sources(url: str, *, endpoint: str | None, max_bytes: int) -> Iterator[Source | InputError]:
    """Yield the objects under s3://bucket/prefix that a reader takes, or why one was not taken.

    Keys, region and profile are found as boto3 finds them: AWS_ACCESS_KEY_ID, ~/.aws and so on.

    Raises:
        InputError: The bucket cannot be listed, the URL is none, or boto3 is not installed.
    """
    bucket, prefix = _place(url)
    client, errors = _client(endpoint)
    try:
        pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        for one in (one for page in pages for one in page.get("Contents", ())):
            if PurePosixPath(one["Key"]).suffix.lower() in READABLE:
                yield _read(client, bucket, one["Key"], one["Size"], max_bytes, errors)
    except errors as err:
        raise InputError(f"{url} cannot be read: {err}") from err


def take(urls: Sequence[str], server: str | None) -> None:
    """Read each object once; one that was read before is replaced if it changed. Exits with 1 if any fails."""
    known = settings()
    objects = changed = failed = 0
    with delivery_to(server) as delivery:
        for url in urls:
            for found in sources(
                url, endpoint=known.s3_endpoint, max_bytes=known.max_document_bytes
            ):
                objects += 1
                done = (
                    Delivered(frozenset(), 0, (str(found),))
                    if isinstance(found, InputError)
                    else delivery.put(found)
                )
                for failure in done.failures:
                    say(f"kg: not taken: {failure}")
                failed += bool(done.failures)
                changed += done.changed
    typer.echo(f"{objects:,} objects: {changed:,} documents new or changed, {failed:,} failed")
    if failed:
        raise typer.Exit(1)


def _place(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError as err:
        raise InputError(f"{url} is no place in S3: {err}. Write s3://bucket/prefix.") from err
    if parts.scheme != "s3" or not parts.netloc:
        raise InputError(f"{url} is no place in S3: write s3://bucket/prefix.")
    return parts.netloc, url.partition(parts.netloc)[2].removeprefix("/")


def _client(endpoint: str | None) -> tuple[Any, tuple[type[Exception], ...]]:
    try:
        import boto3
        from botocore.exceptions import BotoCoreError, ClientError
    except ModuleNotFoundError as err:
        raise InputError("--s3 needs boto3: pip install 'kg[s3]'.") from err
    try:
        return boto3.client("s3", endpoint_url=endpoint), (BotoCoreError, ClientError)
    except (BotoCoreError, ValueError) as err:
        raise InputError(f"S3 cannot be reached: {err}") from err


def _read(
    client: Any,
    bucket: str,
    key: str,
    size: int,
    max_bytes: int,
    errors: tuple[type[Exception], ...],
) -> Source | InputError:
    uri = f"s3://{bucket}/{quote(key)}"
    if size > max_bytes:
        return DocumentTooLarge(uri, size, max_bytes, "Raise KG_MAX_DOCUMENT_BYTES.")
    try:
        found = client.get_object(Bucket=bucket, Key=key)
        content = found["Body"].read()
    except errors as err:  # it may have gone since the bucket was listed
        return InputError(f"{uri} cannot be read: {err}")
    # the media type that most clients give every object says nothing
    return Source(uri, PurePosixPath(key).name, content)

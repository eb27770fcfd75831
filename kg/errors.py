"""Every error that the project raises on purpose.

    KGError
      InputError              the caller can mend it          HTTP 4xx, a task fails at once
        DocumentUnreadable      .source                       422
        DocumentTooLarge        .size .limit                  413
        UnsupportedFormat       .source                       415
        NotAcceptable                                         406
        NotFound                .kind .id                     404
        Conflict                                              409
        KeyMissing                                            401
        KeyTooWeak              .needed                       403
        QueryRejected           .reason                       400
        QueryTooExpensive       .limit                        422
      TransientError          the same call may succeed       HTTP 503, a task tries again
        TooManyRequests         .retry_after_s                429
        StoreUnavailable        .url
          StoreRefused          .url              the operator has to mend the settings first
        RestoreUnfinished
        CatalogUnavailable
      ModelError              our checkpoint or our code      HTTP 500, a task fails at once
        CheckpointMismatch      .expected .found

`api/errors.py` and `workers/drain.py` are the two places that read this table. A message says what
is wrong and what to do next, in one or two sentences.
"""


class KGError(Exception):
    """Root of the project's errors: catch this to catch them all."""


class InputError(KGError):
    """Raised when the caller gave something that we cannot take."""


class DocumentUnreadable(InputError):
    """Raised when no text can be had from a document."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class DocumentTooLarge(InputError):
    """Raised when a document, upload or archive is over a size limit; sizes in `unit`."""

    def __init__(
        self, source: str, size: int, limit: int, advice: str, unit: str = "bytes"
    ) -> None:
        super().__init__(f"{source}: over the limit of {limit:,} {unit}. {advice}")
        self.source = source
        self.size = size
        self.limit = limit


class UnsupportedFormat(InputError):
    """Raised when a document's format is not one that we read."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source


class NotAcceptable(InputError):
    """Raised when we can write none of the formats that a client accepts."""


class NotFound(InputError):
    """Raised when an id names nothing here; `advice` is what to do about it, where that can be said."""

    def __init__(self, kind: str, id: str, advice: str = "") -> None:
        super().__init__(f"There is no {kind} {id!r} here. {advice}".rstrip())
        self.kind = kind
        self.id = id


class Conflict(InputError):
    """Raised when the request contradicts what is stored."""


class KeyMissing(InputError):
    """Raised when a request needs a key and has none that is good."""


class KeyTooWeak(InputError):
    """Raised when a key is good, but not for what is asked."""

    def __init__(self, granted: str, needed: str) -> None:
        super().__init__(
            f"This needs a key with the scope {needed}; yours has {granted}. "
            f"Ask whoever runs the service for one (`kg keys create NAME --scope {needed}`)."
        )
        self.needed = needed


class QueryRejected(InputError):
    """Raised when a query or update cannot be run as it is written."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class QueryTooExpensive(InputError):
    """Raised when a query ran past its time, memory or result limit and was stopped."""

    def __init__(self, reason: str, limit: float) -> None:
        super().__init__(reason)
        self.limit = limit


class TransientError(KGError):
    """Raised when the same call may succeed later."""


class TooManyRequests(TransientError):
    """Raised when somebody asks more often than they may."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(
            f"Too many requests. Wait {retry_after_s} s, then go on more slowly; many documents go "
            "best into one request, as a list or as a stream of lines."
        )
        self.retry_after_s = retry_after_s


class StoreUnavailable(TransientError):
    """Raised when the graph store does not answer."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"The graph store at {url} does not answer: {reason}")
        self.url = url


class StoreRefused(StoreUnavailable):
    """Raised when the graph store answers, but not to us: wrong address, user, password or token."""


class RestoreUnfinished(TransientError):
    """Raised when the graph is asked while a backup is put back, or after that broke off; `reason` says why it did."""

    def __init__(self, reason: str = "") -> None:
        state = (
            f"broke off and goes on by itself: {reason.rstrip('.')}" if reason else "is under way"
        )
        super().__init__(
            f"The graph is not whole: a restore {state}. Ask again when GET /health/ready says that it is, "
            "or restore again."
        )


class CatalogUnavailable(TransientError):
    """Raised when the SQL database does not answer."""


class ModelError(KGError):
    """Raised when the model or its code fails on input that it should take."""


class CheckpointMismatch(ModelError):
    """Raised when a checkpoint is not one that this version can load."""

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(f"The checkpoint says {found}, this version reads {expected}.")
        self.expected = expected
        self.found = found

"""What a process that runs for long writes to stderr: lines for people, or JSON objects for machines.

Only entry points call `write_logs`. No line holds a secret: whatever looks like one is struck out,
wherever it came from, a library's message or a stack trace.
"""

import json
import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from kg.observing import spoken_of
from kg.settings import Settings

_OUR_OWN = ("kg", "workers", "api")
_STRUCK = "***"
_SECRETS = (
    re.compile(r"(?<=://)[^/\s@]*:[^/\s@]*(?=@)"),  # user:password@ in a URL
    re.compile(r"\bkg_[\w-]{20,}"),  # our keys
    re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"),  # JSON web tokens
    re.compile(r"(?i)(?<=bearer )[^\s'\",]+|(?<=basic )[A-Za-z0-9+/=]{8,}"),
    re.compile(
        r"(?i)((?:password|passwd|secret|token|api_?key)['\"]?\s*[=:]\s*['\"]?)[^\s'\",&;]+"
    ),
)
_PLAIN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


def write_logs(settings: Settings) -> None:
    """Log our own steps from KG_LOG_LEVEL on, and only the warnings of libraries, in KG_LOG_FORMAT."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if settings.log_format == "json" else PlainLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in _OUR_OWN:
        logging.getLogger(name).setLevel(settings.log_level)


def without_secrets(text: str) -> str:
    """Return a text in which whatever looks like a secret is struck out."""
    for pattern in _SECRETS:
        text = pattern.sub(lambda found: (found[1] if found.lastindex else "") + _STRUCK, text)
    return text


class PlainLines(logging.Formatter):
    """Time, level, logger and message, then the ids of what it is about."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        if ids := _ids_of(record):
            head, newline, rest = line.partition("\n")
            about = " ".join(f"{name}={value}" for name, value in ids.items())
            line = f"{head} [{about}]{newline}{rest}"
        return without_secrets(line)


class JsonLines(logging.Formatter):
    """One JSON object a line: `time` (RFC 3339), `level`, `logger`, `message`, ids, `error` with its trace."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_ids_of(record),
        }
        if record.exc_info:
            fields["error"] = self.formatException(record.exc_info)
        # the values are cleaned, not the finished line: striking out may not break its JSON
        clean = {name: without_secrets(str(value)) for name, value in fields.items()}
        return json.dumps(clean, ensure_ascii=False)


def _ids_of(record: logging.LogRecord) -> Mapping[str, Any]:
    own = {name: value for name, value in record.__dict__.items() if name not in _PLAIN}
    return {**spoken_of(), **{name: value for name, value in own.items() if name.isidentifier()}}

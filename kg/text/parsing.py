"""From one document to its text, in this process: the one place that knows which module reads what."""

from kg.errors import DocumentUnreadable, InputError
from kg.text.records import Format, Parse, Parsed, RawDocument, ReadLimits

LONGEST_CAUSE = 200
"""Characters of a library's own message that ours quotes."""


def parse_here(raw: RawDocument, limits: ReadLimits) -> Parsed:
    """Parse a document that is not an archive or JSON lines.

    Raises:
        DocumentUnreadable: No text can be had from it.
    """
    parser = _parser(
        raw.format
    )  # out of the try: a library that is missing is not the document's fault
    try:
        return parser(raw, limits)
    except InputError:
        raise
    except MemoryError as err:
        reason = "it needs more memory than a document may have. Split it."
        raise DocumentUnreadable(raw.source, reason) from err
    except Exception as err:  # what a parser raises on a hostile file is anybody's guess
        cause = f"{type(err).__name__}: {err}"[:LONGEST_CAUSE]
        reason = f"it cannot be read as {raw.format.value} ({cause}). Save it again."
        raise DocumentUnreadable(raw.source, reason) from err


def _parser(format: Format) -> Parse:
    """Return the parser of a format; only then is its library imported."""
    match format:
        case Format.PLAIN:
            from kg.text import plain

            return plain.parse
        case Format.MARKDOWN:
            from kg.text import markdown

            return markdown.parse
        case Format.HTML:
            from kg.text import html

            return html.parse
        case Format.PDF:
            from kg.text import pdf

            return pdf.parse
        case Format.DOCX:
            from kg.text import docx

            return docx.parse
        case Format.JSON_LINES | Format.ZIP:
            raise ValueError(f"{format.value} holds many documents; read() takes it apart")

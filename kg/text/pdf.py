"""PDF to text by PDFium: the text layer, its lines put back together into paragraphs."""

import threading
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from kg.errors import DocumentUnreadable
from kg.text.checks import tidied, tidied_title
from kg.text.furniture import without_furniture
from kg.text.layout import DIVIDED, Line, text_of_pages
from kg.text.records import Parsed, RawDocument, ReadLimits

_ONE_AT_A_TIME = threading.Lock()
"""PDFium is not thread-safe, not even over different documents (pypdfium2's README)."""

_ADVICE = {
    pdfium_c.FPDF_ERR_PASSWORD: "it is protected by a password. Save it without one.",
    pdfium_c.FPDF_ERR_SECURITY: "it is encrypted in a way that we do not read. Save it without.",
}
_NO_TEXT = (
    "it has no text layer (it is probably a scan). Run OCR on it first, for example with ocrmypdf."
)


def parse(raw: RawDocument, limits: ReadLimits) -> Parsed:
    """Read the text layer of a PDF.

    Raises:
        DocumentUnreadable: It is encrypted, broken, or has no text layer.
    """
    with _ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(raw.content)
        except pdfium.PdfiumError as err:
            reason = _ADVICE.get(err.err_code, "it is broken or cut short. Save or send it again.")
            raise DocumentUnreadable(raw.source, reason) from err
        try:
            title = document.get_metadata_value("Title")
            pages = [list(_lines(document, number)) for number in range(len(document))]
        except pdfium.PdfiumError as err:
            reason = f"it is broken inside ({err}). Save or send it again."
            raise DocumentUnreadable(raw.source, reason) from err
        finally:
            document.close()
    if not (text := tidied(text_of_pages(without_furniture(pages)))):
        raise DocumentUnreadable(raw.source, _NO_TEXT)
    return Parsed(text, tidied_title(title))


def _lines(document: pdfium.PdfDocument, number: int) -> Iterator[Line]:
    page = document[number]
    layer = page.get_textpage()
    codes = [pdfium_c.FPDFText_GetUnicode(layer, i) for i in range(layer.count_chars())]
    start = 0
    for end, code in enumerate([*codes, ord("\n")]):
        if chr(code) in "\r\n":
            if (line := _line(layer, codes, start, end)) is not None:
                yield line
            start = end + 1
    layer.close()
    page.close()


def _line(layer: pdfium.PdfTextPage, codes: list[int], start: int, end: int) -> Line | None:
    inked = [i for i in range(start, end) if _is_seen(codes[i])]
    if not inked:
        return None
    text = _text(codes[inked[0] : inked[-1] + 1])
    left, top, _, ceiling = layer.get_charbox(inked[0], loose=True)
    _, bottom, right, last_ceiling = layer.get_charbox(inked[-1], loose=True)
    small, large = sorted((ceiling - top, last_ceiling - bottom))
    return Line(text, left, right, top, bottom, small, large)


def _is_seen(code: int) -> bool:
    return code > ord(" ") and not chr(code).isspace()


def _text(codes: list[int]) -> str:
    """Return the characters, without those that PDFium has no Unicode for, pairs of surrogates joined."""
    text = "".join(chr(code) for code in codes if code >= ord(" ") or chr(code) in f"\t{DIVIDED}")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

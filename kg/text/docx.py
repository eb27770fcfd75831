"""DOCX to text: paragraphs, tables, text boxes and notes; insertions taken, deletions not (ISO 29500-1 §17)."""

import io
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from kg.errors import DocumentUnreadable
from kg.text.checks import tidied, tidied_title
from kg.text.opc import check_package
from kg.text.records import Parsed, RawDocument, ReadLimits

_NOTES = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)
_BOX = qn("w:txbxContent")
_CELL = qn("w:tc")
_PARAGRAPH = qn("w:p")
_ROW = qn("w:tr")
_TEXT = qn("w:t")
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_SILENT = (
    frozenset(  # deleted or moved away; settings, where w:tab is a tab stop; a box's second drawing
        {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), qn("w:sdtPr"), qn("w:tblPr")}
        | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
    )
)


def parse(raw: RawDocument, limits: ReadLimits) -> Parsed:
    """Read a Word document.

    Raises:
        DocumentUnreadable: It is broken, a bomb, or not a Word document.
    """
    check_package(raw, limits)
    try:
        document = docx.Document(io.BytesIO(raw.content))
    except (KeyError, ValueError, etree.XMLSyntaxError) as err:
        reason = "it is broken, or not a Word document. Save it as DOCX again."
        raise DocumentUnreadable(raw.source, reason) from err
    blocks = [*_blocks(document.element.body), *_notes(document)]
    return Parsed(tidied("\n\n".join(blocks)), tidied_title(_title(document)))


def _blocks(parent: etree._Element) -> Iterator[str]:
    """Yield the paragraphs and table rows under an element, in order, whatever wraps them."""
    for child in parent:
        if child.tag in _SILENT:
            continue
        if child.tag == _PARAGRAPH:
            yield "".join(_inline(child))
            yield from _boxes(child)
        elif child.tag == _ROW:
            cells = (cell for cell in child.iter(_CELL) if next(cell.iterancestors(_ROW)) is child)
            yield " | ".join(" ".join(_blocks(cell)) for cell in cells)
        else:
            yield from _blocks(child)


def _inline(parent: etree._Element) -> Iterator[str]:
    for child in parent:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _SILENT and child.tag != _BOX:
            yield from _inline(child)


def _boxes(paragraph: etree._Element) -> Iterator[str]:
    for box in paragraph.iter(_BOX):
        if not any(ancestor.tag in _SILENT for ancestor in box.iterancestors()):
            yield from _blocks(box)


def _notes(document: Document) -> Iterator[str]:
    for relation in document.part.rels.values():
        if relation.reltype in _NOTES and not relation.is_external:
            yield from _blocks(parse_xml(relation.target_part.blob))


def _title(document: Document) -> str | None:
    package = document.part.package
    # asked for first, as python-docx makes up properties where there are none
    stated = any(rel.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for rel in package.rels.values())
    return document.core_properties.title if stated else None

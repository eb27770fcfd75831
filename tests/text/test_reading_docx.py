import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from making_files import only, refusal, saved, with_part, word, zipped

from kg.errors import DocumentUnreadable

LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:body><w:p><w:r><w:t>&d;&d;&d;&d;&d;&d;</w:t></w:r></w:p></w:body></w:document>"""


def test_paragraphs_and_tables_come_in_order() -> None:
    document = docx.Document()
    document.core_properties.title = "A life"
    document.add_paragraph("Ada was born in Bern. ")
    table = document.add_table(2, 2)
    for row, texts in zip(table.rows, [("Name", "Place"), ("Ada", "Bern")], strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("She works there.\tStill.")

    read = only("ada.docx", saved(document))

    assert read.title == "A life"
    assert read.text == (
        "Ada was born in Bern.\n\nName | Place\n\nAda | Bern\n\nShe works there.\tStill."
    )


def test_insertions_and_links_are_read_and_deletions_are_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Ada ")
    for xml in (
        "<w:ins {}><w:r><w:t>was born </w:t></w:r></w:ins>",
        "<w:del {}><w:r><w:delText>died </w:delText></w:r></w:del>",
        "<w:hyperlink {}><w:r><w:t>in Bern.</w:t></w:r></w:hyperlink>",
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))

    assert only("ada.docx", saved(document)).text == "Ada was born in Bern."


def test_what_a_form_field_or_a_text_box_holds_is_read_once() -> None:
    document = docx.Document()
    box = (
        "<w:p {}><w:r><w:t>Before.</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r>"
        "<w:t>In the box.</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    form = "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>In the form.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    body = document.element.body
    for place, xml in enumerate((box, form)):
        body.insert(place, parse_xml(xml.format(nsdecls("w"))))

    text = only("form.docx", saved(document)).text

    assert text == "Before.\n\nIn the box.\n\nIn the form."


def test_a_document_without_properties_has_no_title() -> None:
    assert only("ada.docx", word("Ada was born.")).title is None


def test_an_entity_bomb_is_refused() -> None:
    error = refusal("ha.docx", with_part(word("x"), "word/document.xml", LAUGHS))

    assert isinstance(error, DocumentUnreadable)
    assert "has a DOCTYPE" in str(error)


def test_a_zip_bomb_is_refused() -> None:
    error = refusal("big.docx", with_part(word("x"), "word/media/image.bmp", bytes(10_000_000)))

    assert isinstance(error, DocumentUnreadable)
    assert "200-fold" in str(error)


def test_a_broken_document_is_refused() -> None:
    whole = word("Ada was born.")

    for broken in (whole[:-100], b"no zip at all", with_part(whole, "word/document.xml", b"<w:")):
        assert "broken" in str(refusal("ada.docx", broken))


def test_a_document_without_text_is_refused() -> None:
    assert "there is no text in it" in str(refusal("empty.docx", word()))


def test_a_folder_named_like_a_word_document_is_refused() -> None:
    error = refusal("odd.docx", zipped({"[Content_Types].xml": b"<Types/>", "word/a.xml": b"<a/>"}))

    assert isinstance(error, DocumentUnreadable)

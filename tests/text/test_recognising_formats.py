import pytest
from making_files import only, pdf, refusal, word, zipped

from kg.errors import DocumentUnreadable, UnsupportedFormat

PAGE = b"<!DOCTYPE html><html><body><p>Ada was born in London.</p></body></html>"


@pytest.mark.parametrize("name", ["report.txt", "report", "report.pdf", "report.docx"])
@pytest.mark.parametrize(
    "content", [pdf(["Ada was born in London."]), word("Ada was born in London.")]
)
def test_the_signature_counts_more_than_the_name(name: str, content: bytes) -> None:
    assert only(name, content).text == "Ada was born in London."


def test_a_page_is_known_by_its_first_tag() -> None:
    assert only("page.txt", b"\n<?xml version='1.0'?>\n<!-- saved -->" + PAGE).text == (
        "Ada was born in London."
    )


def test_the_name_counts_more_than_the_media_type() -> None:
    assert only("notes.md", b"*Ada* was born.", "text/plain").text == "Ada was born."


def test_the_media_type_counts_where_the_name_says_nothing() -> None:
    assert (
        only("upload", b"*Ada* was born.", "text/markdown; charset=utf-8").text == "Ada was born."
    )


@pytest.mark.parametrize("media_type", [None, "", "application/octet-stream", "text/x-rst"])
def test_a_text_of_no_known_kind_is_plain_text(media_type: str | None) -> None:
    assert only("notes.rst", b"*Ada* was born.", media_type).text == "*Ada* was born."


@pytest.mark.parametrize(
    ("name", "content", "media_type", "words"),
    [
        ("tune", b"some bytes", "audio/midi", "audio/midi is not a format that we read"),
        ("scan.png", b"\x89PNG\r\n\x1a\n", "image/png", "Run OCR"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), None, "Save it as DOCX"),
        ("data.json", b"{}", "application/json", "name it .jsonl"),
        (
            "sheet.xlsx",
            zipped({"[Content_Types].xml": b"<a/>", "xl/x": b""}),
            None,
            "other than DOCX",
        ),
    ],
)
def test_other_formats_are_refused_with_what_to_do(
    name: str, content: bytes, media_type: str | None, words: str
) -> None:
    error = refusal(name, content, media_type)

    assert isinstance(error, UnsupportedFormat)
    assert words in str(error)


def test_an_image_under_the_name_of_a_text_is_unreadable() -> None:
    assert isinstance(refusal("scan.txt", b"\x89PNG\r\n\x1a\n" + bytes(50)), DocumentUnreadable)

import io
import struct
import zipfile
from dataclasses import replace

import pytest
from making_files import LIMITS, pdf, refusal, texts_and_failures, word, zipped

from kg.errors import DocumentTooLarge, DocumentUnreadable, UnsupportedFormat
from kg.text.reading import ReadLimits


def test_every_member_is_read_in_its_own_format() -> None:
    content = zipped(
        {
            "a.txt": b"Ada was born.",
            "sub/b.md": b"# Bob\n\nHe was born.",
            "c.docx": word("Eve was born."),
            "d.pdf": pdf(["Joe was born."]),
            "e.jsonl": b'{"text": "Kim was born."}\n{"text": "Lea was born."}',
        }
    )

    texts, failures = texts_and_failures("all.zip", content)

    assert [(text.source, text.text.split()[0]) for text in texts] == [
        ("all.zip/a.txt", "Ada"),
        ("all.zip/sub/b.md", "Bob"),
        ("all.zip/c.docx", "Eve"),
        ("all.zip/d.pdf", "Joe"),
        ("all.zip/e.jsonl:1", "Kim"),
        ("all.zip/e.jsonl:2", "Lea"),
    ]
    assert not failures


def test_a_bad_member_is_reported_and_the_others_are_read() -> None:
    content = zipped(
        {
            "scan.png": b"\x89PNG\r\n\x1a\n",
            "broken.pdf": b"%PDF-1.7",
            "empty.txt": b"",
            "inner.zip": zipped({"x.txt": b"x"}),
            "../../etc/passwd.txt": b"root",
            "C:\\evil.txt": b"evil",
            "bad.jsonl": b"{}\n",
            "good.txt": b"Ada was born.",
        }
    )

    texts, failures = texts_and_failures("all.zip", content)

    assert [text.source for text in texts] == ["all.zip/good.txt"]
    reasons = {failure.source.removeprefix("all.zip/"): failure for failure in failures}
    assert isinstance(reasons["scan.png"].error, UnsupportedFormat)
    assert "broken or cut short" in str(reasons["broken.pdf"].error)
    assert "is empty" in str(reasons["empty.txt"].error)
    assert "a zip inside a zip" in str(reasons["inner.zip"].error)
    assert "leads out of the archive" in str(reasons["../../etc/passwd.txt"].error)
    assert reasons["bad.jsonl"].line == 1
    assert len(failures) == 7


def test_what_a_system_leaves_behind_is_passed_over() -> None:
    content = zipped(
        {"__MACOSX/._a.txt": b"\0\1", ".DS_Store": b"\0", "~$a.docx": b"", "a.txt": b"Ada"}
    )

    texts, failures = texts_and_failures("all.zip", content)

    assert [text.text for text in texts] == ["Ada"]
    assert not failures


def test_a_member_that_expands_like_a_bomb_is_refused_and_the_others_are_read() -> None:
    content = zipped({"zeros.txt": bytes(10_000_000), "a.txt": b"Ada was born."})

    texts, (failure,) = texts_and_failures("bomb.zip", content)

    assert [text.text for text in texts] == ["Ada was born."]
    assert isinstance(failure.error, DocumentUnreadable)
    assert "expands 200-fold" in str(failure.error)


def test_a_small_file_may_pack_as_well_as_it_likes() -> None:
    texts, failures = texts_and_failures("a.zip", zipped({"a.txt": b"a" * 500_000}))

    assert len(texts[0].text) == 500_000
    assert not failures


def test_a_member_larger_than_a_document_is_refused() -> None:
    limits = replace(LIMITS, max_document_bytes=1_000, max_ratio=10_000)

    texts, (failure,) = texts_and_failures(
        "a.zip", zipped({"big.txt": b"big " * 1_000, "a.txt": b"Ada"}), limits
    )

    assert [text.text for text in texts] == ["Ada"]
    assert isinstance(failure.error, DocumentTooLarge)


def test_reading_stops_where_the_members_together_expand_too_far() -> None:
    limits = ReadLimits(max_archive_bytes=2_500)
    content = zipped({f"{number}.txt": b"Ada was. " * 100 for number in range(9)})

    texts, (failure,) = texts_and_failures("many.zip", content, limits)

    assert [text.source for text in texts] == ["many.zip/0.txt", "many.zip/1.txt"]
    assert isinstance(failure.error, DocumentTooLarge)
    assert "2,500 bytes" in str(failure.error)


def test_too_many_members_are_refused_before_any_is_read() -> None:
    error = refusal("many.zip", zipped({f"{number}.txt": b"Ada" for number in range(51)}))

    assert "more than 50 files" in str(error)


def test_a_directory_of_millions_is_refused_before_it_is_parsed() -> None:
    record = b"PK\x01\x02" + bytes(42)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 46 * 2_000, 0, 0)

    assert "more than 50 files" in str(refusal("many.zip", b"PK\x03\x04" + record * 2_000 + end))


@pytest.mark.parametrize("claimed", [5, 4_000_000_000])
def test_a_header_that_lies_about_the_size_gains_nothing(claimed: int) -> None:
    content = bytearray(zipped({"zeros.txt": bytes(10_000_000), "a.txt": b"Ada was born."}))
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<L", claimed)

    texts, (failure,) = texts_and_failures("liar.zip", bytes(content))

    assert [text.text for text in texts] == ["Ada was born."]
    assert failure.source == "liar.zip/zeros.txt"


def test_an_encrypted_member_is_refused() -> None:
    content = bytearray(zipped({"a.txt": b"Ada was born."}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1

    _, (failure,) = texts_and_failures("secret.zip", bytes(content))

    assert "protected by a password" in str(failure.error)


def test_a_method_that_cannot_be_read_in_small_steps_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("zeros.txt", bytes(10_000_000))

    _, (failure,) = texts_and_failures("bomb.zip", file.getvalue())

    assert "other than deflate" in str(failure.error)


@pytest.mark.parametrize(
    "content",
    [zipped({}), zipped({"folder/": b""}), zipped({"a.txt": b"x"})[:40]],
    ids=["empty", "a folder alone", "cut off"],
)
def test_a_zip_with_nothing_to_read_is_refused(content: bytes) -> None:
    assert isinstance(refusal("nothing.zip", content), DocumentUnreadable)

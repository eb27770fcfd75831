import pytest
from making_files import LIMITS, only, refusal

from kg.errors import DocumentTooLarge, DocumentUnreadable

GERMAN = "Jürgen Größer wurde in Köln geboren und arbeitet für die Österreichische Post."
ENGLISH = "The café “Zürich” was opened by François – for €5 – in 1990."
CHINESE = "中华人民共和国宪法是国家的根本法，具有最高的法律效力。全国各族人民都必须以宪法为根本的活动准则。"
JAPANESE = "東京は日本の首都であり、世界最大の都市の一つです。これは日本語のテキストです。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "utf-8-sig"),
        (GERMAN, "latin-1"),
        (ENGLISH, "cp1252"),
        (CHINESE, "utf-8"),
        (CHINESE, "gb18030"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "utf-16"),
        (GERMAN, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (GERMAN, "utf-32"),
    ],
)
def test_the_encoding_is_found_without_being_told(text: str, encoding: str) -> None:
    assert only("letter.txt", text.encode(encoding)).text == text


def test_a_declared_charset_decides_where_the_bytes_could_be_many_things() -> None:
    polish = "Łódź, żółw"

    document = only("letter.txt", polish.encode("cp1250"), "text/plain; charset=windows-1250")

    assert document.text == polish


def test_a_declared_charset_that_does_not_fit_is_passed_over() -> None:
    assert only("letter.txt", GERMAN.encode(), "text/plain; charset=us-ascii-8").text == GERMAN
    assert only("letter.txt", CHINESE.encode(), "text/plain; charset=ascii").text == CHINESE


def test_one_broken_byte_does_not_turn_the_rest_of_utf_8_into_nonsense() -> None:
    content = (GERMAN * 100).encode() + b"\xc3"

    assert only("letter.txt", content).text == GERMAN * 100 + "\ufffd"


def test_every_kind_of_newline_becomes_a_line_feed() -> None:
    assert only("letter.txt", b"one\r\ntwo\rthree\nfour").text == "one\ntwo\nthree\nfour"


def test_the_characters_are_kept_as_they_are() -> None:
    text = "  e\u0301 ﬁ Å \u00a0 😀  \n"

    assert only("letter.txt", text.encode()).text == text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n\t ", "no text in it"),
        (b"\xef\xbb\xbf", "no text in it"),
        (b"one\0two" + b" and a good deal more" * 9, "character 3 is NUL"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x01\x02\x03\x04\x05\x06", "binary data"),
        (b"\xff\xfe\x00\xd8a\x00", "begins as UTF-16"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(content: bytes, words: str) -> None:
    error = refusal("letter.txt", content)

    assert isinstance(error, DocumentUnreadable)
    assert words in str(error)
    assert str(error).startswith("letter.txt: ")


def test_a_text_over_the_limit_is_refused_with_the_limit() -> None:
    error = refusal("letter.txt", b"a" * (LIMITS.max_document_bytes + 1))

    assert isinstance(error, DocumentTooLarge)
    assert "5,000,000 bytes" in str(error)


def test_a_text_that_grows_over_the_limit_when_decoded_is_refused() -> None:
    content = ("ж" * 3_000_000).encode("cp1251")

    assert isinstance(refusal("letter.txt", content), DocumentTooLarge)

import json

import pytest
from making_files import refusal, texts_and_failures

from kg.errors import DocumentTooLarge, DocumentUnreadable


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def test_each_line_is_a_document_with_what_it_says_of_itself() -> None:
    ada = line(text="Ada.", id="a1", title="A", uri="urn:a", language="en", metadata={"year": 1990})

    texts, failures = texts_and_failures("people.jsonl", b"\n".join([ada, b"", line(text="Bob.")]))

    first, second = texts
    assert (first.source, first.text, first.id, first.title) == (
        "people.jsonl:1",
        "Ada.",
        "a1",
        "A",
    )
    assert (first.uri, first.language, first.metadata) == ("urn:a", "en", {"year": 1990})
    assert (second.source, second.text, second.id) == ("people.jsonl:3", "Bob.", None)
    assert not failures


def test_a_bad_line_is_reported_by_number_and_the_others_are_read() -> None:
    lines = [line(text="Ada."), line(text="Bob."), b'{"text": "Eve', line(text="Joe.")]

    texts, failures = texts_and_failures("people.jsonl", b"\n".join(lines))

    assert [text.text for text in texts] == ["Ada.", "Bob.", "Joe."]
    assert [(failure.source, failure.line) for failure in failures] == [("people.jsonl", 3)]
    assert str(failures[0].error).startswith("people.jsonl:3: it cannot be taken as JSON")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[1]", "must be an object"),
        (line(title="x"), '"text" that is a string'),
        (line(text=5), '"text" that is a string'),
        (line(text=" "), "no text in it"),
        (line(text="a\0b"), "NUL"),
        (line(text="a", title="\ud800"), "half of a surrogate pair"),
        (line(text="a", metadata={"k": ["\0"]}), "NUL"),
        (line(text="a", metadata=[1]), '"metadata" must be an object'),
        (line(text="a", id=7), '"id" must be a string'),
        (line(text="a", id=""), '"id" must be a string that is not empty'),
        (b'{"text": "a", "metadata": {"k": NaN}}', "NaN is no JSON number"),
        (b'{"text": "a", "metadata": ' + b'{"k":' * 200 + b"1" + b"}" * 201, "nested"),
        (b'{"text": ' + b"[" * 100_000, "cannot be taken as JSON"),
        (b'{"text": "\xff"}', "is not UTF-8"),
    ],
)
def test_a_line_that_cannot_be_stored_says_why(content: bytes, words: str) -> None:
    _, (failure,) = texts_and_failures("people.jsonl", content)

    assert isinstance(failure.error, DocumentUnreadable)
    assert words in str(failure.error)


def test_a_line_over_the_limit_costs_only_itself() -> None:
    texts, (failure,) = texts_and_failures(
        "people.jsonl", line(text="a" * 5_000_001) + b"\n" + line(text="Bob.")
    )

    assert [text.text for text in texts] == ["Bob."]
    assert isinstance(failure.error, DocumentTooLarge)


def test_the_text_of_a_line_is_kept_to_the_character() -> None:
    text = "one\r\ntwo  \n\n\n\u00e9 e\u0301 😀 "

    (found,), _ = texts_and_failures("people.jsonl", line(text=text))

    assert found.text == text


def test_a_file_of_blank_lines_is_refused() -> None:
    assert "there is no line in it" in str(refusal("people.jsonl", b"\n \n"))

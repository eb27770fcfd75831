import pytest
from making_files import only, pdf, refusal

from kg.errors import DocumentUnreadable


def test_lines_are_put_together_into_paragraphs() -> None:
    content = pdf(
        [
            "Ada Stone was born in Bern and works for the firm of",
            "her father.",
            "",
            "She has a sister, who lives in London.",
        ],
        title="A life",
    )

    document = only("ada.pdf", content)

    assert document.title == "A life"
    assert document.text == (
        "Ada Stone was born in Bern and works for the firm of her father.\n\n"
        "She has a sister, who lives in London."
    )


def test_a_word_divided_at_the_end_of_a_line_is_made_whole() -> None:
    content = pdf(["The inter-", "national firm is well-", "known. The well-known firm", "closed."])

    assert only("firm.pdf", content).text == (
        "The international firm is well-known. The well-known firm closed."
    )


def test_a_sentence_runs_on_over_the_page() -> None:
    content = pdf(["She was born in the city of"], ["and she died there. It rained."])

    assert only("ada.pdf", content).text == (
        "She was born in the city of and she died there. It rained."
    )


def test_page_numbers_and_running_heads_do_not_cut_sentences() -> None:
    bodies = [
        ["She was born in", "the old city of"],
        ["Bern, which is in", "the middle of"],
        ["it."],
    ]
    pages = [
        ["The Annals", "", *body, *[""] * (5 - len(body)), f"- {number} -"]
        for number, body in enumerate(bodies, start=9)
    ]

    text = only("annals.pdf", pdf(*pages)).text

    assert text.startswith("The Annals\n\nShe was born in the old city of")
    assert text.count("The Annals") == 1
    assert "the middle of it." in text
    assert not any(f"- {number} -" in text for number in (9, 10, 11))


def test_lines_that_differ_by_more_than_the_page_number_stay() -> None:
    text = only(
        "bills.pdf", pdf(["Bill 7 for Ada", "x"], ["Bill 7 for Bob", "y"], ["Bill 9 for Ada"])
    ).text

    assert all(line in text for line in ("Bill 7 for Ada", "Bill 7 for Bob"))


def test_a_gap_an_indent_and_a_bullet_begin_paragraphs() -> None:
    content = pdf(
        [
            "Ada was born in Bern. She works there and she likes it.",
            "      Bob was born in London, and that is where he lives",
            "with his wife.",
            "\u2022 a pen",
            "\u2022 a book",
        ]
    )

    paragraphs = only("ada.pdf", content).text.split("\n\n")

    assert [paragraph.split()[0] for paragraph in paragraphs] == ["Ada", "Bob", "•", "•"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pdf(["secret"], password="open sesame"), "protected by a password"),
        (pdf([]), "no text layer"),
        (pdf(["Ada was born."])[:300], "broken or cut short"),
        (b"%PDF-1.7\nnothing more", "broken or cut short"),
        (b"no PDF at all", "broken or cut short"),
    ],
)
def test_a_pdf_that_gives_no_text_says_why(content: bytes, words: str) -> None:
    error = refusal("file.pdf", content)

    assert isinstance(error, DocumentUnreadable)
    assert words in str(error)


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    content = pdf(["Ada was born."], password="", title="Open")

    assert only("open.pdf", content).text == "Ada was born."

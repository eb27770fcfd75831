import time

import pytest
from making_files import only, refusal

MENU = '<nav><ul><li><a href="/">Home</a></li><li><a href="/prices">Our prices</a></li></ul></nav>'
FOOTER = "<footer>Copyright by the site, all rights reserved</footer>"


def page(body: str, head: str = "") -> bytes:
    return f'<html lang="en-GB"><head>{head}</head><body>{body}</body></html>'.encode()


@pytest.mark.parametrize("repeats", [1, 20])
def test_a_page_gives_its_main_text_and_not_its_menu(repeats: int) -> None:
    article = (
        "<p>Ada Stone was <b>born</b> in London.\nShe works there.</p><p>She wrote.</p>" * repeats
    )

    text = only("ada.html", page(f"{MENU}<main><h1>Ada</h1>{article}</main>{FOOTER}")).text

    assert "Ada Stone was born in London. She works there.\n\nShe wrote." in text
    assert "Our prices" not in text
    assert "Copyright" not in text


def test_a_page_says_its_title_and_language() -> None:
    document = only("ada.html", page("<p>Ada was born.</p>", "<title> Ada \n Stone </title>"))

    assert (document.title, document.language) == ("Ada Stone", "en-GB")


def test_a_page_without_main_text_gives_all_that_is_seen() -> None:
    body = "<div>Ada</div><script>var hidden</script><style>p {}</style><div>Stone<br>Bern</div>"

    text = only("ada.html", page(f"<div id=menu>{body}</div>")).text

    assert text.split() == ["Ada", "Stone", "Bern"]


def test_a_page_as_long_as_a_book_is_read_in_seconds() -> None:
    chapter = (
        "<p>Ada was born in London, and she lives there with her <b>sister</b> Eve.</p>" * 40_000
    )
    began = time.process_time()

    text = only("book.html", page(MENU + chapter)).text

    assert time.process_time() - began < 20
    assert text.count("her sister Eve.") == 40_000
    assert "Our prices" not in text


def test_the_rows_of_a_table_are_lines() -> None:
    table = "<table><tr><th>Name</th><th>Place</th></tr><tr><td>Ada</td><td>Bern</td></tr></table>"

    text = only("ada.html", page(f"<p>These people work for the firm.</p>{table}")).text

    assert text == "These people work for the firm.\n\nName | Place\n\nAda | Bern"


def test_the_charset_of_a_page_is_the_one_it_declares() -> None:
    content = page("<p>Wałęsa żyje w Gdańsku.</p>", '<meta charset="iso-8859-2">')

    text = only("page.html", content.decode().encode("iso-8859-2")).text

    assert text == "Wałęsa żyje w Gdańsku."


def test_a_page_that_declares_an_encoding_as_xml_is_read() -> None:
    content = b'<?xml version="1.0" encoding="utf-8"?>' + page("<p>Ada was born.</p>")

    assert only("page.xhtml", content).text == "Ada was born."


def test_a_page_nested_without_end_is_refused_and_not_cut_short() -> None:
    content = page("<div>" * 100_000 + "text" + "</div>" * 100_000)

    assert "nested more than 256 deep" in str(refusal("page.html", content))


@pytest.mark.parametrize("content", [b"<html></html>", b"<p>  </p>", b"<!-- only a comment -->"])
def test_a_page_without_text_is_refused(content: bytes) -> None:
    assert "there is no text in it" in str(refusal("page.html", content))


MARKDOWN = b"""# Ada *Stone*

She was born in [London](https://example.org)
and `works` there.

- a pen
- a book

| Name | Place |
|------|-------|
| Ada  | Bern  |

<div><p>Some <i>HTML</i>.</p><script>hidden</script></div>
"""


def test_markdown_gives_its_words_with_paragraphs_kept() -> None:
    assert only("ada.md", MARKDOWN).text.split("\n\n") == [
        "Ada Stone",
        "She was born in London and works there.",
        "a pen",
        "a book",
        "Name | Place",
        "Ada | Bern",
        "Some HTML.",
    ]


def test_the_first_heading_of_markdown_is_its_title() -> None:
    assert only("ada.md", b"Before.\n\n## Ada *Stone*\n\n# Later").title == "Ada Stone"
    assert only("ada.md", b"No heading.").title is None


def test_the_front_matter_of_markdown_gives_the_title_and_is_no_text() -> None:
    document = only("ada.md", b"---\nlayout: post\ntitle: 'Ada Stone'\n---\n# A life\n\nShe was.")

    assert (document.title, document.text) == ("Ada Stone", "A life\n\nShe was.")


def test_a_rule_at_the_start_of_markdown_is_no_front_matter() -> None:
    assert only("ada.md", b"---\nAda was born.\n\n---\nShe died.").text.startswith("Ada was born.")

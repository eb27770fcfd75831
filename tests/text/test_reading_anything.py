"""Whatever the bytes and the name, reading gives text that can be stored or an error that the sender can act on."""

from hypothesis import given, settings
from hypothesis import strategies as st
from making_files import LIMITS, pdf, word, zipped

from kg.errors import InputError
from kg.text.reading import ReadText, read

WHOLE = (
    pdf(["Ada was born in Bern."]),
    word("Ada was born in Bern."),
    zipped({"a.txt": b"Ada was born.", "b.html": b"<p>Bob was born.</p>"}),
    b"<html><head><title>A</title></head><body><p>Ada was <b>born</b>.</p></body></html>",
    b"---\ntitle: A\n---\n# Ada\n\n* born\n\n|a|b|\n|-|-|\n|c|d|\n",
    b'{"text": "Ada was born.", "metadata": {"a": [1]}}\n{"text": "Bob"}\n',
    "Ada was born in Köln.".encode("utf-16"),
)
NAMES = st.sampled_from(
    [f"file{ending}" for ending in (".txt", ".md", ".html", ".pdf", ".docx", ".jsonl", ".zip", "")]
)
MEDIA_TYPES = st.sampled_from(
    [None, "text/html", "text/plain; charset=utf-7", "text/plain; charset=\0", "image/png", "x"]
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    content = bytearray(draw(st.sampled_from(WHOLE)))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(content)))
        content[at : at + draw(st.integers(0, 20))] = draw(st.binary(max_size=20))
    return bytes(content)


@settings(max_examples=300, deadline=None)
@given(NAMES, st.binary(max_size=300) | damaged(), MEDIA_TYPES)
def test_any_bytes_give_text_or_an_input_error(
    name: str, content: bytes, media_type: str | None
) -> None:
    try:
        found = list(read(name, content, media_type=media_type, limits=LIMITS))
    except InputError:
        found = []
    for result in found:
        if isinstance(result, ReadText):
            assert result.text.strip()
            assert "\0" not in result.text
            assert result.text.encode("utf-8")

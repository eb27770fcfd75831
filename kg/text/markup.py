"""HTML trees, and what a reader sees of them or of the TEI that trafilatura makes of them."""

import re

from lxml import etree, html

from kg.errors import DocumentUnreadable
from kg.text.checks import tidied

_SILENT = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "math", "iframe", "nav"}
)
_PARAGRAPHS = frozenset(
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tr ul "
    "item list quote row".split()
)
_LINE_BREAKS = frozenset({"br", "lb"})
_CELLS = frozenset({"td", "th", "cell"})
_HTML_SPACES = re.compile(r"[ \t\n\r\f]+")
_SPACES = re.compile(r" {2,}")
_SPACES_AT_LINE_ENDS = re.compile(r" ?\n ?")
_CELL_AT_LINE_START = re.compile(r"^ ?\| ", re.MULTILINE)


def tree_of(source: str, page: str) -> html.HtmlElement:
    """Parse HTML, dropping comments and processing instructions.

    Raises:
        DocumentUnreadable: It is empty, or nested too deep for a real page.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        # as bytes, since lxml refuses a str that declares an encoding of its own
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as err:
        raise DocumentUnreadable(source, "there is no text in it.") from err
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        reason = "its elements are nested more than 256 deep. Save its text as a simpler page."
        raise DocumentUnreadable(source, reason)
    return tree


def text_of(root: etree._Element, *, preformatted: bool = False) -> str:
    """Return the text of a tree, a blank line between block elements, " | " between cells.

    Args:
        root: Parsed without comments and processing instructions.
        preformatted: Whether newlines count everywhere, and not only inside `pre`.
    """
    parts: list[str | None] = []
    keeping = int(preformatted)  # how many elements around here keep their newlines
    # iterwalk, as recursion would reach Python's limit
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element.tag in _SILENT:
            walk.skip_subtree()
        elif event == "start":
            keeping += element.tag == "pre"
            parts += [_before(element.tag), _inline(element.text, keeping)]
        else:
            keeping -= element.tag == "pre"
            parts.append("\n\n" if element.tag in _PARAGRAPHS else None)
            parts.append(_inline(element.tail, keeping) if element is not root else None)
    text = _SPACES.sub(" ", "".join(filter(None, parts)))
    return tidied(_CELL_AT_LINE_START.sub("", _SPACES_AT_LINE_ENDS.sub("\n", text)))


def _before(tag: str) -> str:
    if tag in _PARAGRAPHS:
        return "\n\n"
    if tag in _LINE_BREAKS:
        return "\n"
    return " | " if tag in _CELLS else ""


def _inline(text: str | None, keeping: int) -> str | None:
    return text if keeping or not text else _HTML_SPACES.sub(" ", text)

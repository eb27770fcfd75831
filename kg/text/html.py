"""HTML to text: the main text without menus and footers, or the whole body where no main text is found."""

import re
from dataclasses import replace

import trafilatura
from lxml.html import HtmlElement
from trafilatura.settings import use_config

from kg.text.checks import tidied_title
from kg.text.markup import text_of, tree_of
from kg.text.plain import decode
from kg.text.records import Parsed, RawDocument, ReadLimits

_META_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?([\w.:+-]+)", re.IGNORECASE)
_HEAD = 4_096
"""Bytes searched for the charset: browsers look at 1,024, but real pages put more before it."""
LONGEST_ARTICLE = 2_000_000
"""Characters of HTML; trafilatura's time grows with the square, and in a longer page menus are a small part."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def parse(raw: RawDocument, limits: ReadLimits) -> Parsed:
    """Read a page.

    Raises:
        DocumentUnreadable: It is binary, empty, or nested too deep for a real page.
    """
    page = decode(replace(raw, charset=raw.charset or _meta_charset(raw.content)))
    tree = tree_of(raw.source, page)
    language = _LANGUAGE.fullmatch(tree.get("lang", "").strip())
    return Parsed(
        text=_main_text(tree, len(page)) or text_of(tree),
        title=tidied_title(tree.findtext(".//title") or tree.findtext(".//h1")),
        language=language[0] if language else None,
    )


def _main_text(tree: HtmlElement, length: int) -> str | None:
    """Return the text that trafilatura takes for the page's own, None where it finds or is asked for none."""
    if length > LONGEST_ARTICLE:
        return None
    config = use_config()
    # Below this size trafilatura falls back on a dump of the page, menus and all: never here
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "0")
    document = trafilatura.bare_extraction(tree, include_comments=False, config=config)
    body = getattr(document, "body", None)
    return None if body is None else text_of(body, preformatted=True)


def _meta_charset(content: bytes) -> str | None:
    match = _META_CHARSET.search(content[:_HEAD])
    return match[1].decode("ascii", "replace") if match else None

"""Markdown to text (CommonMark with tables): paragraphs kept, marks and link targets dropped."""

import re

from markdown_it import MarkdownIt

from kg.text.checks import tidied_title, with_unix_newlines
from kg.text.markup import text_of, tree_of
from kg.text.plain import decode
from kg.text.records import Parsed, RawDocument, ReadLimits

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?=[\w-]+:)(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*+[\"']?(.*?)[\"']?$", re.MULTILINE)


def parse(raw: RawDocument, limits: ReadLimits) -> Parsed:
    """Read a Markdown file; its title is that of its front matter, else its first heading.

    Raises:
        DocumentUnreadable: It is binary or empty, or its encoding cannot be told.
    """
    markdown = with_unix_newlines(decode(raw))
    front = _FRONT_MATTER.match(markdown)
    body = markdown[front.end() if front else 0 :]
    tree = tree_of(raw.source, MarkdownIt("commonmark").enable("table").render(body))
    titled = _TITLE.search(front[1]) if front else None
    heading = next(tree.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    title = titled[1] if titled else None if heading is None else text_of(heading)
    return Parsed(text=text_of(tree), title=tidied_title(title))

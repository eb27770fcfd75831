"""Titles and articles of Chinese statutes, by their form: 《城市绿化条例》第二十条, 本法第三条第二款.

An article is a thing only together with its statute: "第二十条" alone is of any. It is of the title that
stands right before it, of the one that the articles before it in a list are of, or, as "本条例第二十条" and at
the beginning of a line, of the statute that the document itself is, which its first line names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.records import Span

_SIGNS = r"[〇零一二三四五六七八九十百千\d]{1,8}"
_KINDS = "法典|法|条例|规定|办法|规则|细则|决定|解释|章程|通则|准则|公约|意见"
_ARTICLE = rf"第{_SIGNS}条(?:之[一二三四五六七八九十])?(?:第{_SIGNS}款)?(?:第{_SIGNS}项)?"
_MENTION = re.compile(
    rf"《(?P<title>[^《》\n]{{1,80}})》|(?P<own>本(?:{_KINDS}))|(?P<article>{_ARTICLE})"
)
_JOINT = re.compile(r"(?:（[^（）\n]{1,30}）)?(?:的|、|，|和|及|与|或|至|以及|或者)?")
_TITLE_LINE = re.compile(
    rf"[\s#]*《?(?P<name>[^\s《》。，；#]{{2,60}}?(?:{_KINDS}))》?(?:（[^（）\n]{{1,20}}）)?\s*(?:\n|$)"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of a statute, or of one of its articles.

    Attributes:
        span: Where, without the brackets of a title.
        name: The title, followed by the article if there is one.
        statute: Of an article: the mention that says which statute it is of.
    """

    span: Span
    name: str
    statute: Span | None = None


def own_statute(text: str) -> Span | None:
    """Return where the first line of a document says that it is a statute; None where it says no such thing."""
    match = _TITLE_LINE.match(text)
    return Span(*match.span("name")) if match else None


def references(text: str, start: int = 0, end: int | None = None) -> Iterator[Reference]:
    """Yield what stands in text[start:end], in order; the first line is taken from all of it."""
    end = len(text) if end is None else end
    own = own_statute(text)
    if own and start <= own.start and own.end <= end:
        yield Reference(own, own.of(text))
    statute: Reference | None = None
    past = start
    for match in _MENTION.finditer(text, start, end):
        span = Span(*match.span(match.lastgroup or 0))
        if own and span.start < own.end:
            continue
        if match["title"]:
            statute = Reference(span, match["title"])
            yield statute
        elif match["own"]:
            statute = Reference(span, own.of(text)) if own else None
            if statute:
                yield statute
        elif statute and _JOINT.fullmatch(text, past, match.start()):
            yield Reference(span, statute.name + match["article"], statute.span)
        elif (
            own and text[span.start - 1 : span.start] == "\n"
        ):  # the article itself, not a mention of it
            yield Reference(span, own.of(text) + match["article"], own)
            statute = None
        else:
            statute = None
        past = match.end()

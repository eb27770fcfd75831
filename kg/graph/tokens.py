"""A SPARQL lexer: enough to know which words of a query are code, and where they stand.

It reads as Oxigraph's parser does, which needs no space between words (`SERVICESILENT<…>`, `1SERVICE`),
and refuses the few texts in which a `<` could be read in two ways and hide code in one of them.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.errors import QueryRejected

_TOKEN = re.compile(
    r"""
      (?P<space>   \s++ | \#[^\r\n]*+ )
    | (?P<string>  \"""(?:"{0,2}(?:[^"\\]|\\.))*+\""" | '''(?:'{0,2}(?:[^'\\]|\\.))*+'''
                 | "(?:[^"\\\r\n]|\\.)*+"             | '(?:[^'\\\r\n]|\\.)*+' )
    | (?P<iri>     <[^<>"{}|^`\x00-\x20]*+> )
    | (?P<variable>[?$]\w++ )
    | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+ )
    | (?P<blank>   _:\w[\w.-]*+ )
    | (?P<name>    (?:[^\W\d_][\w.-]{0,200}+)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*+)? )
    | (?P<word>    [^\W\d]\w*+ )
    | (?P<other>   . )
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING = {")": "(", "]": "[", "}": "{"}
_OPERANDS = frozenset({"string", "iri", "variable", "language", "blank", "name", "word"})
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_HIDES_CODE = re.compile(r"['#()\[\]]")


class Token(NamedTuple):
    """A token that is not space or comment.

    Attributes:
        kind: string, iri, variable, language, blank, name, word or other (one character).
        start: Offset of its first character.
        depth: How many brackets of any kind are open around it.
    """

    kind: str
    text: str
    start: int
    depth: int

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.start + len(self.text)

    @property
    def keyword(self) -> str:
        """The word in upper case, as keywords are compared; empty for anything but a word."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a SPARQL query or update.

    Raises:
        QueryRejected: A string does not end, or a `<` can be read in two ways.
    """
    brackets: list[str] = []
    before: Token | None = None
    position = 0
    while match := _TOKEN.match(text, position):
        position = match.end()
        kind = match.lastgroup or "other"
        if kind == "space":
            continue
        token = Token(kind, match[0], match.start(), len(brackets))
        _refuse_ambiguity(token, before, in_parentheses=brackets[-1:] == ["("])
        if kind == "other":
            token = _step(token, brackets)
        yield token
        before = token


def _step(token: Token, brackets: list[str]) -> Token:
    """Open or close a bracket; a closing bracket stands at its opening one's depth."""
    if token.text in "([{":
        brackets.append(token.text)
    elif brackets and brackets[-1] == _OPENING.get(token.text):
        brackets.pop()
        return token._replace(depth=len(brackets))
    elif token.text in "'\"":
        raise QueryRejected(f"The string that begins at character {token.start} does not end.")
    return token


def _refuse_ambiguity(token: Token, before: Token | None, *, in_parentheses: bool) -> None:
    """After an operand in parentheses, `<` may compare: then a quote, # or bracket would be code."""
    if token.kind != "iri" or not in_parentheses or before is None:
        return
    may_compare = before.kind in _OPERANDS or before.text in ")]>" or before.text.isdigit()
    hides = _HIDES_CODE.search(token.text) and not _ABSOLUTE.match(token.text)
    if may_compare and hides:
        raise QueryRejected(
            f"It is not clear whether the < at character {token.start} compares or begins an IRI: "
            "put a space after it if it compares."
        )


def with_base(text: str, found: Sequence[Token], base: str | None) -> str:
    """Return a text, whose tokens are `found`, with a BASE if it has relative IRIs and none of its own."""
    relative = any(token.kind == "iri" and ":" not in token.text for token in found)
    if base is None or not relative or any(token.keyword == "BASE" for token in found):
        return text
    return f"BASE <{base}>\n{text}"

"""Horn rules as people write them.

    PREFIX ex: <http://example.org/>
    rule grandparent: ?x ex:parent ?y, ?y ex:parent ?z -> ?x ex:grandparent ?z .
    rule minor:       ?x ex:age ?n, ?n < 18 -> not ?x ex:may ex:vote .
    rule "one capital": ?x ex:capital ?y, ?x ex:capital ?z, ?y != ?z -> false ?y ?z .

docs/reasoning.md has the grammar.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from kg.errors import InputError
from kg.iris import XSD
from kg.reasoning.logic.rules import Atom, Clash, Comparison, Denied, Guard, Rule, Term, Var
from kg.records import Literal

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<string>"(?:[^"\\\n]|\\.)*")(?:\^\^(?P<type><[^<>\s]*>|[\w.-]*:[\w.-]+)|@(?P<language>[\w-]+))?
    |(?P<arrow>->)
    |(?P<test>!=|<=|>=|<|>)
    |(?P<variable>\?\w+)
    |(?P<number>[+-]?\d+(?:\.\d+)?)
    |(?P<name>[A-Za-z][\w-]*(?:\.[\w-]+)*:(?:[\w%-]+(?:[./][\w%-]+)*)?|:[\w%-]+(?:[./][\w%-]+)*)
    |(?P<word>[A-Za-z_][\w-]*)
    |(?P<mark>[,.:])""",
    re.VERBOSE,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": XSD,
    "wdt": "http://www.wikidata.org/prop/direct/",
}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int
    more: str = ""


def parse_rules(text: str, prefixes: dict[str, str] | None = None) -> list[Rule]:
    """Read rules.

    Args:
        prefixes: Known without being declared, besides rdf, rdfs, owl, xsd and wdt.

    Raises:
        InputError: Something is not a rule; the message names the line.
    """
    return list(_Parser(text, _PREFIXES | (prefixes or {})).rules())


class _Parser:
    def __init__(self, text: str, prefixes: dict[str, str]) -> None:
        self._text = text
        self._prefixes = dict(prefixes)
        self._tokens = list(self._lexed())
        self._at = 0

    def rules(self) -> Iterator[Rule]:
        while self._peek().kind != "end":
            if self._is_word("prefix"):
                self._prefix()
            else:
                yield from self._rule()

    def _lexed(self) -> Iterator[_Token]:
        at = 0
        while at < len(self._text):
            found = _TOKEN.match(self._text, at)
            if found is None:
                raise self._wrong(at, f"{self._text[at]!r} has no place here")
            at = found.end()
            kind = found.lastgroup or ""
            if kind in ("type", "language"):
                yield _Token(kind, found["string"], found.start(), at, found[kind])
            elif kind != "space":
                yield _Token(kind, found[kind], found.start(), at)
        yield _Token("end", "the end", at, at)

    def _prefix(self) -> None:
        self._next()
        name = self._next()
        if name.kind not in ("name", "mark") or not name.text.endswith(":"):
            raise self._wrong(name.start, "PREFIX wants a name with a colon, for example ex:")
        iri = self._next()
        if iri.kind != "iri":
            raise self._wrong(iri.start, "PREFIX wants an IRI in angle brackets")
        self._prefixes[name.text[:-1]] = iri.text[1:-1]

    def _rule(self) -> Iterator[Rule]:
        start = self._peek().start
        name = self._name()
        atoms, guards = self._body()
        heads = self._heads()
        end = self._tokens[self._at - 1].end
        text = " ".join(self._text[start:end].split())
        for head in heads:
            rule = Rule(name or text, head, tuple(atoms), tuple(guards), text)
            if unbound := rule.unbound():
                names = ", ".join(sorted(f"?{each.name}" for each in unbound))
                raise self._wrong(start, f"{names} must also stand in a triple of the body")
            yield rule

    def _name(self) -> str:
        if not self._is_word("rule"):
            return ""
        self._next()
        token = self._next()
        if token.kind == "string":
            self._take(":")
            return _unescaped(token.text)
        if token.kind == "name" and token.text.endswith(":"):
            return token.text[:-1]
        if token.kind == "word":
            self._take(":")
            return token.text
        raise self._wrong(token.start, "a rule's name is a word or a string, then a colon")

    def _body(self) -> tuple[list[Atom], list[Guard]]:
        atoms: list[Atom] = []
        guards: list[Guard] = []
        while self._peek().kind != "arrow":
            one = self._condition()
            if isinstance(one, Atom):
                atoms.append(one)
            else:
                guards.append(one)
            if self._peek().kind != "arrow":
                self._take(",")
        self._next()
        return atoms, guards

    def _heads(self) -> list[Atom]:
        heads = []
        while True:
            start = self._peek()
            one = self._clash() if self._is_word("false") else self._condition()
            if not isinstance(one, Atom):
                raise self._wrong(start.start, "a comparison cannot be concluded")
            heads.append(one)
            mark = self._next()
            if mark.text == ".":
                return heads
            if mark.text != ",":
                raise self._wrong(mark.start, "a rule ends in a full stop")

    def _clash(self) -> Atom:
        self._next()
        return Atom(self._term(), Clash("rule"), self._term())

    def _condition(self) -> Atom | Guard:
        denied = self._is_word("not")
        if denied:
            self._next()
        left = self._term()
        if self._peek().kind == "test" and not denied:
            test = cast(Comparison, self._next().text)
            return Guard(test, left, self._term())
        token = self._peek()
        predicate = self._term()
        if isinstance(predicate, Literal) or isinstance(left, Literal):
            raise self._wrong(token.start, "only the object of a triple may be a value")
        if denied and isinstance(predicate, Var):
            raise self._wrong(token.start, "what is denied needs a property, not a variable")
        return Atom(left, Denied(predicate) if denied else predicate, self._term())

    def _term(self) -> Term:
        token = self._next()
        match token.kind:
            case "variable":
                return Var(token.text[1:])
            case "iri":
                return token.text[1:-1]
            case "name":
                return self._full(token.text, token.start)
            case "number":
                kind = "decimal" if "." in token.text else "integer"
                return Literal(token.text, XSD + kind)
            case "string":
                return Literal(_unescaped(token.text))
            case "type":
                more = token.more
                datatype = more[1:-1] if more[0] == "<" else self._full(more, token.start)
                return Literal(_unescaped(token.text), datatype)
        if token.text == "a":
            return RDF_TYPE
        if token.text in ("true", "false"):
            return Literal(token.text, XSD + "boolean")
        raise self._wrong(
            token.start, f"a variable, name or value is missing before {token.text!r}"
        )

    def _full(self, name: str, start: int) -> str:
        prefix, _, local = name.partition(":")
        if prefix not in self._prefixes:
            raise self._wrong(
                start, f"the prefix {prefix}: is not declared: add PREFIX {prefix}: <…>"
            )
        return self._prefixes[prefix] + local

    def _peek(self) -> _Token:
        return self._tokens[self._at]

    def _next(self) -> _Token:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _is_word(self, word: str) -> bool:
        return self._peek().kind == "word" and self._peek().text.lower() == word

    def _take(self, mark: str) -> None:
        token = self._next()
        if token.text != mark:
            raise self._wrong(token.start, f"{mark!r} is missing before {token.text!r}")

    def _wrong(self, at: int, what: str) -> InputError:
        line = self._text.count("\n", 0, at) + 1
        return InputError(f"Line {line} of the rules: {what}. The grammar is in docs/reasoning.md.")


def _unescaped(quoted: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), quoted[1:-1])

"""SPARQL CONSTRUCT queries as Horn rules: one basic graph pattern, and FILTERs that compare two terms."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from kg.errors import InputError
from kg.reasoning.logic.rules import Atom, Comparison, Guard, Rule, Term, Var
from kg.records import Literal

if TYPE_CHECKING:
    from rdflib.plugins.sparql.parserutils import CompValue

_TESTS = frozenset({"!=", "<", "<=", ">", ">="})
_ADVICE = (
    "A CONSTRUCT rule is one graph pattern with FILTERs that compare two terms; write anything else as "
    "several rules, or insert it yourself with an update."
)


def construct_rules(text: str) -> list[Rule]:
    """Read one CONSTRUCT query as rules, one for each triple of its template.

    Raises:
        InputError: It is not a CONSTRUCT query, or says more than a Horn rule can.
    """
    from rdflib.plugins.sparql import prepareQuery

    try:
        algebra = prepareQuery(text).algebra
    except Exception as err:  # its parser raises whatever it meets
        raise InputError(f"The CONSTRUCT query cannot be read: {err}") from err
    if algebra.name != "ConstructQuery":
        raise InputError(f"This is a {algebra.name}, not a CONSTRUCT query. {_ADVICE}")
    atoms: list[Atom] = []
    guards: list[Guard] = []
    _collect(algebra.p, atoms, guards)
    shown = " ".join(text.split())
    return list(_rules(algebra.template or algebra.p.triples, atoms, guards, shown))


def _rules(template: Any, atoms: list[Atom], guards: list[Guard], text: str) -> Iterator[Rule]:
    for triple in template:
        rule = Rule(text, _atom(triple, head=True), tuple(atoms), tuple(guards), text)
        if rule.unbound():
            raise InputError(f"A variable of the template is not in the pattern. {_ADVICE}")
        yield rule


def _collect(part: "CompValue", atoms: list[Atom], guards: list[Guard]) -> None:
    if part.name in ("Project", "Distinct", "Reduced"):
        _collect(part.p, atoms, guards)
    elif part.name == "BGP":
        atoms += [_atom(triple) for triple in part.triples]
    elif part.name == "Join":
        _collect(part.p1, atoms, guards)
        _collect(part.p2, atoms, guards)
    elif part.name == "Filter":
        guards += _comparisons(part.expr)
        _collect(part.p, atoms, guards)
    else:
        raise InputError(f"{part.name} cannot stand in a rule. {_ADVICE}")


def _comparisons(expression: Any) -> Iterator[Guard]:
    name = getattr(expression, "name", "")
    if name == "ConditionalAndExpression":
        yield from _comparisons(expression.expr)
        for other in expression.other:
            yield from _comparisons(other)
    elif name == "RelationalExpression" and expression.op in _TESTS:
        test = cast(Comparison, str(expression.op))
        yield Guard(test, _term(expression.expr), _term(expression.other))
    else:
        raise InputError(f"A FILTER with {name or expression!r} cannot stand in a rule. {_ADVICE}")


def _atom(triple: Any, *, head: bool = False) -> Atom:
    subject, predicate, object = (_term(each, head=head) for each in triple)
    return Atom(subject, predicate, object)


def _term(term: Any, *, head: bool = False) -> Term:
    import rdflib

    match term:
        case rdflib.Variable():
            return Var(str(term))
        case rdflib.URIRef():
            return str(term)
        case rdflib.BNode() if head:
            raise InputError(f"A blank node in the template would make new things. {_ADVICE}")
        case rdflib.BNode():
            return Var(f"_{term}")  # SPARQL 1.1 §4.1.4: a variable that cannot be named
        case rdflib.Literal():
            return Literal(str(term), str(term.datatype)) if term.datatype else Literal(str(term))
    raise InputError(f"{term!r} cannot stand in a rule: use plain terms, no paths. {_ADVICE}")

"""Plans as SPARQL 1.1. Terms come in through pyoxigraph's own writers, never as pasted text."""

from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kg.answers.records import Bounds, Plan, Steps, Term
from kg.graph.vocabulary import DESCRIPTIONS, RDF_TYPE, RDFS_LABEL
from kg.records import Iri

NEIGHBOURS = 5_000
"""Rows of one look around."""

ROWS = 200
"""Rows from which facts are shown."""


def neighbours_query(nodes: Sequence[str]) -> str:
    """Return a query for what is stated of things, at either end: ?node ?step ?other ?back."""
    return (
        f"SELECT DISTINCT ?node ?step ?other ?back WHERE {{\n  {_among('node', map(Iri, nodes))}\n"
        "  { ?node ?step ?other . BIND(false AS ?back) } UNION { ?other ?step ?node . BIND(true AS ?back) }\n"
        f"  FILTER(?step NOT IN ({_hidden()}))\n}} LIMIT {NEIGHBOURS}"
    )


def steps_query(node: str) -> str:
    """Return a query for the relations that a thing has, at either end: ?step ?back."""
    ends = f"{{ {ox.NamedNode(node)} ?step ?o . BIND(false AS ?back) }}"
    ends += f" UNION {{ ?s ?step {ox.NamedNode(node)} . BIND(true AS ?back) }}"
    return f"SELECT DISTINCT ?step ?back WHERE {{\n  {ends}\n  FILTER(?step NOT IN ({_hidden()}))\n}} LIMIT {ROWS}"


def ends_query(node: str, steps: Steps, limit: int) -> str:
    """Return a query for some ends of each of a thing's steps: ?node ?step ?other ?back."""
    here = ox.NamedNode(node)
    parts = []
    for step in steps:
        said = ox.NamedNode(step.predicate)
        fact = f"{here} {said} ?other" if step.forward else f"?other {said} {here}"
        back = "false" if step.forward else "true"
        parts.append(
            f"{{ SELECT DISTINCT ({here} AS ?node) ({said} AS ?step) ?other ({back} AS ?back)"
            f" WHERE {{ {fact} }} LIMIT {limit} }}"
        )
    return "SELECT ?node ?step ?other ?back WHERE {\n  " + "\n  UNION ".join(parts) + "\n}"


def descriptions_query(nodes: Iterable[str]) -> str:
    """Return a query for labels and types of things: ?node ?label ?type."""
    return (
        f"SELECT DISTINCT ?node ?label ?type WHERE {{\n  {_among('node', map(Iri, nodes))}\n"
        f"  OPTIONAL {{ ?node {RDFS_LABEL} ?label }}\n  OPTIONAL {{ ?node {RDF_TYPE} ?type }}\n}} LIMIT {NEIGHBOURS}"
    )


def shown_query(plan: Plan) -> str:
    """Return the query that answers the question: an ASK, a count, or a SELECT of ?answer."""
    body = _body(plan)
    if plan.form == "yesno" and not plan.order:
        return f"ASK {{\n{body}}}"
    if plan.form == "count":
        return f"SELECT (COUNT(DISTINCT ?answer) AS ?count) WHERE {{\n{body}}}"
    if plan.many:
        return _by_number(plan, body)
    if plan.order:
        limit = "" if plan.form in ("compare", "yesno") else "\nLIMIT 1"
        return f"SELECT DISTINCT ?answer ?value WHERE {{\n{body}}}\n{_ordered(plan)}{limit}"
    return f"SELECT DISTINCT ?answer WHERE {{\n{body}}}\nLIMIT {ROWS}"


def rows_query(plan: Plan) -> str:
    """Return a query for all that the answers rest on: the things in between as well."""
    order = f"\n{_ordered(plan)}" if plan.order and not plan.many else ""
    return f"SELECT DISTINCT * WHERE {{\n{_body(plan)}}}{order}\nLIMIT {ROWS}"


def variable(branch: int, place: int, length: int) -> str:
    """Return the name of the variable behind a step of a branch."""
    return "answer" if place == length - 1 else f"via{branch + 1}_{place + 1}"


def value_variable(place: int, length: int) -> str:
    """Return the name of the variable behind a step towards the value."""
    return "value" if place == length - 1 else f"towards_{place + 1}"


def _body(plan: Plan) -> str:
    lines = []
    if plan.among:
        lines.append(_among("answer", plan.among))
    for number, branch in enumerate(plan.branches):
        names = [variable(number, place, len(branch.steps)) for place in range(len(branch.steps))]
        lines += _walk(str(ox.NamedNode(branch.start)), branch.steps, names)
    if plan.types:
        lines.append(_among("type", map(Iri, plan.types)))
        lines.append(f"?answer {RDF_TYPE} ?type .")
    if plan.value:
        length = len(plan.value)
        names = [value_variable(place, length) for place in range(length)]
        lines += _walk("?answer", plan.value, names)
    if plan.bounds and not plan.many:
        held = "value" if plan.value else "answer"
        lines.append(f"FILTER({_within(held, plan.bounds)})")
    return "".join(f"  {line}\n" for line in lines)


def _walk(start: str, steps: Steps, names: Sequence[str]) -> list[str]:
    lines, here = [], start
    for step, name in zip(steps, names, strict=True):
        ends = (here, f"?{name}") if step.forward else (f"?{name}", here)
        lines.append(f"{ends[0]} {ox.NamedNode(step.predicate)} {ends[1]} .")
        here = f"?{name}"
    return lines


def _hidden() -> str:
    return ", ".join(sorted(map(str, DESCRIPTIONS)))


def _among(name: str, terms: Iterable[Term]) -> str:
    return f"VALUES ?{name} {{ {' '.join(map(written, terms))} }}"


def written(term: Term) -> str:
    """Return a term as SPARQL writes it."""
    if isinstance(term, Iri):
        return str(ox.NamedNode(term.value))
    return str(ox.Literal(term.value, datatype=ox.NamedNode(term.datatype)))


def _part(name: str, place: int) -> str:
    """The year, month or day of a date of whatever precision, a whole number; 0 for what it does not say."""
    pattern = (
        "^(-?[0-9]{4,}).*$",
        "^-?[0-9]{4,}-([0-9]{2}).*$",
        "^-?[0-9]{4,}-[0-9]{2}-([0-9]{2}).*$",
    )[place]
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    quoted = str(ox.Literal(pattern))
    return f'IF(REGEX(STR(?{name}), {quoted}), {integer}(REPLACE(STR(?{name}), {quoted}, "$1")), 0)'


def _within(name: str, bounds: Bounds) -> str:
    sides = [
        _beyond(name, key, sign, bounds.is_date)
        for key, sign in ((bounds.low, ">"), (bounds.high, "<"))
        if key
    ]
    return " && ".join(sides)


def _beyond(name: str, key: tuple[float, ...], sign: str, is_date: bool) -> str:
    """Compare part by part: the year decides, then the month, then the day."""
    if not is_date:
        return f"?{name} {sign}= {_number(key[0])}"
    parts = [(_part(name, place), _number(part)) for place, part in enumerate(key)]
    last = len(parts) - 1
    text = f"{parts[last][0]} {sign}= {parts[last][1]}"
    for part, number in reversed(parts[:last]):
        text = f"({part} {sign} {number} || ({part} = {number} && ({text})))"
    return text


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.9f}"


def _ordered(plan: Plan) -> str:
    direction = "ASC" if plan.order == "least" else "DESC"
    keys = [_part("value", place) for place in range(3)] if plan.dated else ["?value"]
    return "ORDER BY " + " ".join(f"{direction}({key})" for key in keys)


def _by_number(plan: Plan, body: str) -> str:
    head = f"SELECT ?answer (COUNT(DISTINCT ?value) AS ?count) WHERE {{\n{body}}}\nGROUP BY ?answer"
    if plan.bounds:
        sides = [
            f"COUNT(DISTINCT ?value) {sign}= {_number(key[0])}"
            for key, sign in ((plan.bounds.low, ">"), (plan.bounds.high, "<"))
            if key
        ]
        head += f"\nHAVING({' && '.join(sides)})"
    if plan.order:
        head += f"\nORDER BY {'DESC' if plan.order == 'most' else 'ASC'}(?count)"
    return head

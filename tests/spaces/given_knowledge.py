"""What a tenant gives besides documents, takes back and looks at: one of two of each kind, so that they can be told apart."""

from dataclasses import dataclass
from typing import Any

from workspaces import Tenant, until

BORN = "http://www.wikidata.org/prop/direct/P19"
TURTLE = "text/turtle"
WHICH = ("first", "second")

_BASE = "/knowledge-bases/mine"


def _axiom(side: str) -> str:
    return (
        f"@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . <{BORN}> rdfs:{side} <urn:Born> ."
    )


def _rule(other_way: str) -> str:
    return f"rule known: ?a <{BORN}> ?b -> ?b <urn:{other_way}> ?a ."


def _shape(most: int) -> str:
    shape = f"<urn:shape> a sh:NodeShape ; sh:targetSubjectsOf <{BORN}> ; sh:property [ sh:path <{BORN}> ; sh:maxCount {most} ] ."
    return f"@prefix sh: <http://www.w3.org/ns/shacl#> . {shape}"


def _label(name: str) -> str:
    return f'<urn:base> <http://www.w3.org/2000/01/rdf-schema#label> "{name}" .'


def _policy(phrase: str) -> dict[str, Any]:
    return {"policies": [{"name": "private", "phrase": phrase}]}


def _example(who: str, where: str = "Albion") -> dict[str, Any]:
    return {"text": f"{who} sails on {where}.", "subject": who, "object": where}


@dataclass(frozen=True, slots=True)
class Gift:
    """A request with either of two bodies; JSON if no media type is told."""

    method: str
    path: str
    bodies: tuple[Any, Any]
    media_type: str = ""


_TAUGHT = [{"name": "sails on", "examples": [_example(who)]} for who in ("Ada", "Eve")]
_SHOWN = [{"examples": [_example(who, "Argo")]} for who in ("Ada", "Eve")]
GIVEN = {
    "ontology": Gift("PUT", "/ontology", (_axiom("domain"), _axiom("range")), TURTLE),
    "rules": Gift("PUT", "/rules", (_rule("birthplaceOf"), _rule("homeOf")), "text/plain"),
    "shapes": Gift("PUT", "/shapes", (_shape(0), _shape(1)), TURTLE),
    "policies": Gift("PUT", "/policies", (_policy("London"), _policy("Paris"))),
    "relations": Gift("POST", "/relations", (_TAUGHT[0], _TAUGHT[1])),
    "examples": Gift("POST", "/relations/sails_on/examples", (_SHOWN[0], _SHOWN[1])),
    "knowledge-bases": Gift(
        "PUT", f"{_BASE}?source=mine.ttl", (_label("one"), _label("other")), TURTLE
    ),
}

TAKEN = {
    **{kind: f"/{kind}" for kind in ("ontology", "rules", "shapes", "policies")},
    "relations": "/relations/sails_on",
    "knowledge-bases": _BASE,
}
"""Where a kind is deleted, and looked at."""


def give(tenant: Tenant, kind: str, which: str) -> Any:
    """Give one of the two, and wait until it is taken in."""
    gift = GIVEN[kind]
    body = gift.bodies[WHICH.index(which)]
    if not gift.media_type:
        return tenant.ask(gift.method, gift.path, json=body)
    sent = {"content": body.encode(), "headers": {"Content-Type": gift.media_type}}
    answer = tenant.ask(gift.method, gift.path, **sent)
    if kind == "knowledge-bases":
        until(lambda: all(one["status"] != "loading" for one in tenant.get(f"/{kind}")["bases"]))
    return answer


def take(tenant: Tenant, kind: str) -> Any:
    return tenant.ask("DELETE", TAKEN[kind])


def look(tenant: Tenant, kind: str) -> Any:
    return tenant.ask("GET", TAKEN[kind])

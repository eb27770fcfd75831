"""What a tenant gives besides documents, takes back and looks at: one of two of each kind, so that they can be told apart."""

from typing import Any

from workspaces import Tenant, until

BORN = "http://www.wikidata.org/prop/direct/P19"
TURTLE = "text/turtle"
WHICH = ("first", "second")

_AXIOM = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . <{}> {} <urn:Born> ."
_RULE = "rule known: ?a <{}> ?b -> ?b <urn:{}> ?a ."
_SHAPE = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:shape> a sh:NodeShape ; "
    "sh:targetSubjectsOf <{0}> ; sh:property [ sh:path <{0}> ; sh:maxCount {1} ] ."
)
_LABEL = '<urn:base> <http://www.w3.org/2000/01/rdf-schema#label> "{}" .'


def _policy(phrase: str) -> dict[str, Any]:
    return {"policies": [{"name": "private", "phrase": phrase}]}


def _example(who: str, where: str = "Albion") -> dict[str, Any]:
    return {"text": f"{who} sails on {where}.", "subject": who, "object": where}


GIVEN: dict[str, tuple[str, str, tuple[Any, Any], str]] = {
    "ontology": (
        "PUT",
        "/ontology",
        (_AXIOM.format(BORN, "rdfs:domain"), _AXIOM.format(BORN, "rdfs:range")),
        TURTLE,
    ),
    "rules": (
        "PUT",
        "/rules",
        (_RULE.format(BORN, "birthplaceOf"), _RULE.format(BORN, "homeOf")),
        "text/plain",
    ),
    "shapes": ("PUT", "/shapes", (_SHAPE.format(BORN, 0), _SHAPE.format(BORN, 1)), TURTLE),
    "policies": ("PUT", "/policies", (_policy("London"), _policy("Paris")), ""),
    "relations": (
        "POST",
        "/relations",
        tuple({"name": "sails on", "examples": [_example(who)]} for who in ("Ada", "Eve")),
        "",
    ),
    "examples": (
        "POST",
        "/relations/sails_on/examples",
        tuple({"examples": [_example(who, "Argo")]} for who in ("Ada", "Eve")),
        "",
    ),
    "knowledge-bases": (
        "PUT",
        "/knowledge-bases/mine?source=mine.ttl",
        (_LABEL.format("one"), _LABEL.format("other")),
        TURTLE,
    ),
}  # type: ignore[assignment]
"""Method, path, two bodies, and the media type of those that are not JSON."""

TAKEN = {
    **{kind: f"/{kind}" for kind in ("ontology", "rules", "shapes", "policies")},
    "relations": "/relations/sails_on",
    "knowledge-bases": "/knowledge-bases/mine",
}
"""Where a kind is deleted, and looked at."""


def give(tenant: Tenant, kind: str, which: str) -> Any:
    method, path, bodies, media_type = GIVEN[kind]
    body = bodies[WHICH.index(which)]
    if not media_type:
        return tenant.ask(method, path, json=body)
    sent = {"content": body.encode(), "headers": {"Content-Type": media_type}}
    answer = tenant.ask(method, path, **sent)
    if kind == "knowledge-bases":
        until(lambda: all(one["status"] != "loading" for one in tenant.get(f"/{kind}")["bases"]))
    return answer


def take(tenant: Tenant, kind: str) -> Any:
    return tenant.ask("DELETE", TAKEN[kind])


def look(tenant: Tenant, kind: str) -> Any:
    return tenant.ask("GET", TAKEN[kind])

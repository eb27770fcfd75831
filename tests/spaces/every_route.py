"""One request to every route that reads or writes what a workspace has, in an order in which each has something to say."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from string import Template
from typing import Any

from workspaces import Tenant

BORN = "http://www.wikidata.org/prop/direct/P19"
THING = "http://localhost:8000/entity"
JSON, TURTLE, PLAIN, FORM = "application/json", "text/turtle", "text/plain", "application/x-www-form-urlencoded"  # fmt: skip
SPARQL, UPDATE, GZIP = "application/sparql-query", "application/sparql-update", "application/gzip"


@dataclass(frozen=True, slots=True)
class Words:
    """What one tenant speaks of, and no other.

    Attributes:
        more: Documents beside those that everybody has.
        home: Where its people were born, if not where its questions suppose.
    """

    who: str
    where: str
    verb: str
    more: str = ""
    home: str = ""

    @property
    def known(self) -> dict[str, str]:
        return {
            "who": self.who,
            "where": self.where,
            "home": self.home or self.where,
            "verb": self.verb,
            "more": self.more,
            "taught": self.verb.replace(" ", "_"),
            "person": f"{THING}/person/{self.who.lower()}",
            "born": BORN,
        }


@dataclass(frozen=True, slots=True)
class Request:
    """A request; `$who` and the like stand for the tenant's words, `$job` and the like for what it has.

    Attributes:
        route: As the OpenAPI document has it.
        at: What goes into the braces of `route`.
    """

    method: str
    route: str
    at: str = ""
    query: str = ""
    body: str = ""
    kind: str = JSON


ONTOLOGY = (
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    "<$born> rdfs:domain <urn:Born$who>, <urn:Other$who> . <urn:Born$who> owl:disjointWith <urn:Other$who> ."
)
SHAPES = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:shape$who> a sh:NodeShape ; "
    "sh:targetSubjectsOf <$born> ; sh:property [ sh:path <$born> ; sh:maxCount 5 ] ."
)
EXAMPLE = '{"text": "$who $verb Albion.", "subject": "$who", "object": "Albion"}'
EVERY = (
    Request("POST", "/relations", body='{"name": "$verb", "examples": [' + EXAMPLE + "]}"),
    Request("PUT", "/ontology", query="name=main", body=ONTOLOGY, kind=TURTLE),
    Request("PUT", "/rules", body="rule r$who: ?a <$born> ?b -> ?b <urn:home$who> ?a .", kind=PLAIN),
    Request("PUT", "/shapes", body=SHAPES, kind=TURTLE),
    Request("PUT", "/policies", body='{"policies": [{"name": "p$who", "phrase": "Secret$who"}]}'),
    Request("PUT", "/knowledge-bases/{name}", "mine", "source=$who.ttl", '<urn:$who> <http://www.w3.org/2000/01/rdf-schema#label> "$who" .', TURTLE),
    Request("PUT", "/documents/{id}", "one", body='{"text": "$who was born in $home. $who is married to Zoe$who. Zoe$who is married to $who."}'),
    Request("PUT", "/documents/{id}", "two", body='{"text": "Mia$who was born in New$home. Mia$who is married to Max$who. Max$who is married to Mia$who."}'),
    Request("PUT", "/documents/{id}", "three", body='{"text": "Tom$who was born in Old$home. Tom$who $verb Albion. Tom$who is married to Tim$who."}'),
    Request("POST", "/documents", body='[{"id": "four", "text": "Secret$who was born in $home."}$more]'),
    Request("POST", "/update", body='INSERT DATA { <urn:$who> <urn:says> "$who" }', kind=UPDATE),
    Request("POST", "/store", body="<urn:a> <urn:says> <urn:store$who> <urn:quad> .", kind="application/n-quads"),
    Request("PUT", "/store", query="graph=urn:own", body="<urn:a> <urn:is> <urn:own$who> .", kind=TURTLE),
    Request("PUT", "/store/{path}", "p", body="<urn:a> <urn:is> <urn:path$who> .", kind=TURTLE),
    Request("POST", "/store/{path}", "p", body="<urn:a> <urn:is> <urn:more$who> .", kind=TURTLE),
    Request("GET", "/store", query="graph=urn:own"),
    Request("HEAD", "/store", query="graph=urn:own"),
    Request("GET", "/store/{path}", "p"),
    Request("HEAD", "/store/{path}", "p"),
    *(Request("GET", f"/{what}") for what in (
        "documents", "jobs", "reviews", "decisions", "knowledge-bases", "ontology", "rules", "reasoning",
        "conflicts", "shapes", "shapes/report", "policies", "refused", "statements", "relations", "overview",
        "properties", "rules/mined", "judgements/due", "judgements/export",
    )),
    *(Request("GET", "/export", query=what) for what in ("format=csv", "format=own", "format=label-studio", "only=new")),
    Request("GET", "/entities", query="q=$who"),
    Request("GET", "/entities/{id}", "person/$slug"),
    *(Request("GET", f"/documents/{{id}}{what}", "one") for what in ("", "/text", "/mentions", "/statements")),
    Request("POST", "/documents/{id}/retry", "one"),
    Request("GET", "/jobs/{id}", "$job"),
    Request("GET", "/jobs/{id}/events", "$job"),
    Request("POST", "/jobs/{id}/cancel", "$job"),
    Request("POST", "/jobs/{id}/retry", "$job"),
    Request("GET", "/statements/{id}", "$statement"),
    Request("GET", "/statements/{id}/explain", "$statement"),
    Request("GET", "/explain", query="subject=$person&predicate=$born&object=$place"),
    Request("GET", "/query", query="query=SELECT * { ?s <urn:says> ?o }"),
    Request("POST", "/query", body="SELECT * { ?s <urn:says> ?o }", kind=SPARQL),
    Request("GET", "/sparql", query="query=SELECT * { ?s <urn:says> ?o }"),
    Request("POST", "/sparql", body="SELECT * { ?s <urn:says> ?o }", kind=SPARQL),
    Request("POST", "/extract", body='{"text": "Ada sails on Albion. Ada cooks for Albion."}'),
    Request("POST", "/ask", body='{"question": "Where was $who born?"}'),
    Request("POST", "/analogy", body='{"a": "$who", "b": "$where", "c": "Mia$who"}'),
    Request("GET", "/pairs/similar", query="a=$who&b=$where"),
    Request("GET", "/suggestions", query="subject=$third&min_score=0&verdict=any"),
    Request("PUT", "/suggestions", body='{"subject": "$person", "predicate": "$born", "object": "$third", "verdict": "accepted"}'),
    Request("PUT", "/rules/mined/{id}", "$mined", body='{"verdict": "refused"}'),
    Request("GET", "/rules/mined", query="verdict=any"),
    Request("POST", "/relations/preview", body='{"name": "$verb", "examples": [' + EXAMPLE + "]}"),
    Request("GET", "/relations/{id}", "$taught"),
    Request("POST", "/relations/{id}/examples", "$taught", body='{"examples": [' + EXAMPLE.replace("Albion", "Argo") + "]}"),
    Request("GET", "/relations/{id}/preview", "$taught"),
    Request("POST", "/relations/{id}/reextract", "$taught"),
    Request("POST", "/refused/{id}/accept", "$refused"),
    Request("POST", "/refused/{id}/reopen", "$refused"),
    Request("POST", "/refused/{id}/reject", "$refused"),
    Request("POST", "/judgements", body='{"evidence": "$doubt", "verdict": "reject"}'),
    Request("GET", "/judgements/export"),
    Request("DELETE", "/judgements/{id}", "$doubt"),
    Request("POST", "/entities/merge", body='{"entities": ["$person", "$third"]}'),
    Request("GET", "/decisions"),
    Request("DELETE", "/decisions/{id}", "$decision"),
    Request("POST", "/entities/split", body='{"entity": "$person", "apart": [{"iri": "$third"}]}'),
    Request("POST", "/entities/resolve"),
    Request("GET", "/reviews"),
    Request("GET", "/reviews/{id}", "$review"),
    Request("POST", "/reviews/{id}", "$review", body='{"verdict": "accept"}'),
    Request("GET", "/knowledge-bases/{name}", "mine"),
    Request("POST", "/reextract", query="all=true"),
    Request("POST", "/rebuild"),
    Request("GET", "/backup"),
    Request("POST", "/restore", kind=GZIP),
    Request("GET", "/statements"),
    Request("DELETE", "/store", query="graph=urn:own"),
    Request("DELETE", "/store/{path}", "p"),
    Request("DELETE", "/knowledge-bases/{name}", "mine"),
    *(Request("DELETE", f"/{what}") for what in ("ontology", "rules", "shapes", "policies")),
    Request("DELETE", "/relations/{id}", "$taught"),
    Request("DELETE", "/documents/{id}", "two"),
    Request("GET", "/reasoning"),
    Request("GET", "/shapes/report"),
    Request("GET", "/statements"),
)  # fmt: skip


def send(tenant: Tenant, request: Request, words: Words) -> Any:
    known = words.known
    known |= {"slug": words.who.lower(), "third": f"{THING}/person/tim{words.who.lower()}"}
    known["place"] = f"{THING}/place/{words.where.lower()}"
    asked = request.at + request.query + request.body
    known |= {name: first(tenant, *FOUND[name]) for name in FOUND if f"${name}" in asked}
    at, query, body = (Template(one).substitute(known) for one in (request.at, request.query, request.body))  # fmt: skip
    content = body.encode()
    if request.route == "/restore":
        content = tenant.ask("GET", "/backup").content
    path = request.route[: request.route.find("{")] if at else request.route
    end = request.route[request.route.find("}") + 1 :] if at else ""
    sent: dict[str, Any] = {"params": dict(pairs(query))} if query else {}
    if content:
        sent |= {"content": content, "headers": {"Content-Type": request.kind}}
    return tenant.ask(request.method, f"{path}{at}{end}", **sent)


FOUND = {
    "job": ("/jobs", "jobs", "id"),
    "statement": ("/statements", "statements", "id"),
    "mined": ("/rules/mined", "rules", "id"),
    "refused": ("/refused", "refused", "evidence"),
    "doubt": ("/judgements/due", "doubts", "evidence"),
    "decision": ("/decisions", "decisions", "id"),
    "review": ("/reviews", "reviews", "id"),
}


def first(tenant: Tenant, path: str, listed: str, id: str) -> str:
    return min((one[id] for one in tenant.get(path)[listed]), default="none")


def pairs(query: str) -> Iterator[tuple[str, str]]:
    for one in query.split("&"):
        name, _, value = one.partition("=")
        yield name, value


def named_in(archive: bytes, everyone: tuple[Words, ...]) -> list[str]:
    """Return whose words a backup has."""
    held = gzip.decompress(archive)
    homes = [words.known["home"] for words in everyone]
    return [home for home in homes if f"born in {home}".encode() in held]

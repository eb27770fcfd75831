"""What follows, and why: `/ontology`, `/rules`, explanations and `/conflicts`."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Header, Query, Response

from api.asking import current_iri
from api.deps import ServiceDep
from api.errors import RESPONSES
from api.reasoning.conflicts import find_conflicts
from api.reasoning.contradictions import contradictions
from api.reasoning.drawn import FORMATS, drawn
from api.reasoning.knowing import forget, knowledge_view, put_knowledge
from api.reasoning.views import Views
from api.reasoning.why import explain_id, explain_triple
from api.schemas.reasoning import ConflictPage, ExplanationOut, KnowledgeList, KnowledgeOut
from api.service import Service
from kg.catalog.knowledge import Kind

router = APIRouter(tags=["reasoning"], responses=RESPONSES)

Name = Annotated[
    str, Query(max_length=100, pattern=r"^[\w.-]+$", description="One of several may be named.")
]
Text = Annotated[str, Body(media_type="text/plain")]
ContentType = Annotated[str, Header()]
Format = Annotated[Literal["json", "text", "dot", "svg"], Query(description="How to show it.")]
Most = Annotated[int, Query(ge=1, le=100, description="Proofs to return at most.")]
_TURTLE, _HORN = "text/turtle", "text/plain"


@router.get("/ontology")
def get_ontology(service: ServiceDep, name: Name = "main") -> Response:
    """Return an ontology as it was given."""
    return _given(service, "ontology", name)


@router.put("/ontology")
def put_ontology(
    body: Text, service: ServiceDep, name: Name = "main", content_type: ContentType = _TURTLE
) -> KnowledgeOut:
    """Reason with an ontology: RDFS and OWL 2 RL axioms in Turtle, N-Triples, RDF/XML or JSON-LD.

    `ignored` lists axioms that say more than rules can.
    """
    return put_knowledge(service, "ontology", name, body, content_type)


@router.delete("/ontology", status_code=204)
def delete_ontology(service: ServiceDep, name: Name = "main") -> None:
    """Forget an ontology; what followed by it alone goes."""
    forget(service, "ontology", name)


@router.get("/rules")
def get_rules(service: ServiceDep, name: Name = "main") -> Response:
    """Return rules as they were given."""
    return _given(service, "rules", name)


@router.put("/rules")
def put_rules(
    body: Text, service: ServiceDep, name: Name = "main", content_type: ContentType = _HORN
) -> KnowledgeOut:
    """Reason with rules: Horn rules as `text/plain`, or a CONSTRUCT query as `application/sparql-query`."""
    return put_knowledge(service, "rules", name, body, content_type)


@router.delete("/rules", status_code=204)
def delete_rules(service: ServiceDep, name: Name = "main") -> None:
    """Forget rules; what followed by them alone goes."""
    forget(service, "rules", name)


@router.get("/reasoning")
def get_reasoning(service: ServiceDep) -> KnowledgeList:
    """Return all that is reasoned with, and how many facts follow."""
    with service.reasoner.asking() as engine:
        derived = sum(1 for fact in engine.derived() if service.reasoner.is_fact(fact))
    rows = service.catalog.knowledge.all()
    return KnowledgeList(knowledge=[knowledge_view(service, row) for row in rows], derived=derived)


@router.get("/statements/{id}/explain", response_model=ExplanationOut)
def explain_statement(
    id: str, service: ServiceDep, format: Format = "json", limit: Most = 10
) -> Any:
    """Return why a statement holds: its proofs, rule by rule, down to the sentences that state the premises."""
    return _shown(explain_id(service, id, limit), format)


@router.get("/explain", response_model=ExplanationOut)
def explain_fact(
    service: ServiceDep,
    subject: Annotated[str, Query(description="IRI, or `type/name`.")],
    predicate: Annotated[str, Query(description="IRI, or the property's label.")],
    object: Annotated[str, Query(description="As `subject`, or a literal's value.")],
    format: Format = "json",
    limit: Most = 10,
) -> Any:
    """Return why a statement holds, by its parts."""
    ends = (current_iri(service, subject), current_iri(service, object))
    return _shown(explain_triple(service, ends[0], predicate, ends[1], object, limit), format)


@router.get("/conflicts")
def list_conflicts(
    service: ServiceDep,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    sentences: Annotated[
        bool, Query(description="Also read sentences of like statements against each other.")
    ] = False,
) -> ConflictPage:
    """Return statements that cannot all hold, each side with its proofs and sentences.

    `revised` is how sure one may still be of a side; nothing is taken out of the graph.
    """
    views = Views(service)
    found = find_conflicts(service, views, offset + limit + 1)
    if sentences and len(found) <= offset + limit:
        found += contradictions(service, views, found)
    return ConflictPage(conflicts=found[offset : offset + limit], more=len(found) > offset + limit)


def _given(service: Service, kind: Kind, name: str) -> Response:
    row = service.catalog.knowledge.get(kind, name)
    return Response(row.text, media_type=row.media_type)


def _shown(explanation: ExplanationOut, format: str) -> Any:
    if format == "json":
        return explanation
    media_type, write = FORMATS[format]
    return Response(write(drawn(explanation)), media_type=media_type)

"""Whatever somebody sends, its parser gives a value or an error of ours, which says what to do: never another one.

Files (tests/text), ontologies of random bytes (tests/ontology), teaching examples (tests/extraction), media
types (tests/graph) and whole requests (tests/api) have such tests of their own.
"""

import asyncio
import base64
import io
import tarfile
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.intake.lines import lines, offer_of_line
from api.intake.offer import document_from, parse_json
from kg.answers.question import check, mask_bounds, understand
from kg.answers.words import tokens as words
from kg.catalog.pages import read_cursor
from kg.errors import KGError
from kg.extraction.examples import read_examples
from kg.graph.guard import check_query, check_update, searches
from kg.graph.store import Upload
from kg.graph.tasks import Parse
from kg.graph.tokens import tokens
from kg.identity.base_formats import base_file
from kg.iris import Minter
from kg.model.registry import read_config, read_model
from kg.ontology.reading import read_ontology
from kg.ontology.records import Ontology, Property
from kg.reasoning.given import HORN, SPARQL, read_ontology_rules, read_rules
from kg.reasoning.plain_english import read_claim, read_theory
from kg.text.jsonl import read_lines
from kg.text.records import ReadLimits
from kg.training.corpora.jsonl import read_jsonl

ONTOLOGY = Ontology((), (Property("http://a.test/employer", "employer"),))
MINTER = Minter("http://kg.test/")
DEEP = "[" * 100_000
RULES = """PREFIX ex: <http://example.org/>
rule grandparent: ?x ex:parent ?y, ?y ex:parent ?z -> ?x ex:grandparent ?z .
rule minor:       ?x ex:age ?n, ?n < 18 -> not ?x ex:may ex:vote .
rule "one capital": ?x ex:capital ?y, ?x ex:capital ?z, ?y != ?z -> false ?y ?z .
rule said: ?x ex:name "A\\"b\\n", ?x ex:at "2"^^<http://www.w3.org/2001/XMLSchema#int> -> ?x a ex:B ."""
CONSTRUCT = """PREFIX ex: <http://example.org/>
CONSTRUCT { ?x ex:grandparent ?z } WHERE { ?x ex:parent ?y . ?y ex:parent ?z FILTER(?x != ?z && ?z > 3) }"""
QUERY = """PREFIX : <http://a.test/> SELECT ?s (COUNT(*) AS ?n) FROM <g:g> { ?s a :T ; :p "x\\"y"@en, '''z''' .
OPTIONAL { GRAPH ?g { << ?s :p ?o >> :q 1.0e3 } } FILTER(?o < 3 || ?s IN (:a, :b)) } GROUP BY ?s # end
; DELETE WHERE { ?s ?p ?o }"""
TURTLE = """@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix : <http://a.test/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:p a owl:ObjectProperty, owl:TransitiveProperty ; rdfs:label "parent"@en ; rdfs:domain :A ;
  owl:propertyChainAxiom ( :q :r ) ; owl:inverseOf [ owl:inverseOf :s ] ; rdfs:range [ owl:unionOf ( :A :B ) ] .
:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] ; owl:disjointWith :B ."""
RDF_XML = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:owl="http://www.w3.org/2002/07/owl#"><owl:ObjectProperty rdf:about="http://a.test/p"/></rdf:RDF>"""
TEXT2KG = '{"title": "A", "id": "a", "concepts": [{"qid": "Q1", "label": "b"}], "relations": [{"pid": "P1", "label": "c", "domain": "Q1", "range": "Q1"}]}'
JSON_LD = '{"@context": {"x": "http://a.test/"}, "@id": "x:a", "x:b": {"@list": [1, "2", {"@value": "c"}]}}'
THEORY = (
    "Bob is big. If someone is big and not red then they chase the cat. All nice people are green."
)
DOCUMENT = '{"id": "a", "text": "Ada.", "title": null, "metadata": {"a": [1, {}]}}'
EXAMPLE = '{"text": "Ann leads Acme.", "subject": "Ann", "relation": "employer", "object": "Acme"}'
LABELLED = (
    '{"relations": {"works for": "a b"}}\n{"text": "Ann leads Acme.", "mentions": [{"start": 0, "end": 3,'
    ' "type": "person"}], "relations": []}'
)
QUESTION = "Which of the 3 oldest companies was founded by Ann before 1 May 1990 and after 1980?"
BOMB = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><r>&b;</r>'


@st.composite
def mangled(draw: st.DrawFn, *wholes: str) -> str:
    """Draw a good text with some parts cut out, doubled, moved or replaced, or any text at all."""
    text = draw(st.sampled_from(wholes))
    for _ in range(draw(st.integers(0, 6))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        part = text[start : min(end, start + 25)]
        new = draw(
            st.sampled_from(
                ["", part + part, part[::-1], "\0", "\ud800", "￿", "\\u0000", '"', "<", "}"]
            )
            | st.text(max_size=5)
        )
        text = text[:start] + new + text[start + len(part) :]
    return draw(st.just(text) | st.text(max_size=80))


def bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


async def _lines_of(data: bytes) -> None:
    async def chunks() -> Any:
        for start in range(0, len(data), 7):
            yield data[start : start + 7]

    async for line in lines(chunks(), max_bytes=150):
        offer_of_line(line, max_document_bytes=50)


def _corpus(text: str) -> None:
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        Path(file.name).write_bytes(bytes_of(text))
        read_jsonl(Path(file.name))


def _config(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "config.json").write_bytes(bytes_of(text))
        read_model(Path(folder))  # says what is wrong in a field of its own
        read_config(Path(folder))


def _upload(media_type: str, text: str) -> None:
    Parse((Upload(bytes_of(text), media_type),), "http://a.test/", quads=True).run(None)  # type: ignore[arg-type]


def _question(text: str) -> None:
    masked, said = mask_bounds(check(text))
    understand(text, words(masked), (), said)


PARSERS: dict[str, tuple[Callable[[str], object], list[str]]] = {
    "horn rules": (lambda text: read_rules(text, HORN, MINTER), [RULES, RULES.splitlines()[1]]),
    "construct rules": (lambda text: read_rules(text, SPARQL, MINTER), [CONSTRUCT]),
    "rules of an ontology": (lambda text: read_ontology_rules(text, "text/turtle"), [TURTLE]),
    "ontology in Turtle": (lambda text: read_ontology(bytes_of(text), "o.ttl"), [TURTLE]),
    "ontology in XML": (lambda text: read_ontology(bytes_of(text), "o.owl"), [RDF_XML, BOMB]),
    "ontology in JSON": (
        lambda text: read_ontology(bytes_of(text), "o.json"),
        [TEXT2KG, JSON_LD, DEEP],
    ),
    "theory": (read_theory, [THEORY]),
    "claim": (read_claim, [THEORY.partition(".")[0]]),
    "question": (_question, [QUESTION]),
    "query": (lambda text: check_query(text, federation=False), [QUERY]),
    "update": (lambda text: check_update(text, federation=False), [QUERY]),
    "SPARQL terms": (lambda text: (list(tokens(text)), searches(text)), [QUERY]),
    "upload of Turtle": (lambda text: _upload("text/turtle", text), [TURTLE]),
    "upload of XML": (lambda text: _upload("application/rdf+xml", text), [RDF_XML, BOMB]),
    "upload of JSON-LD": (lambda text: _upload("application/ld+json", text), [JSON_LD, DEEP]),
    "upload of TriG": (lambda text: _upload("application/trig", text), [TURTLE]),
    "document": (
        lambda text: document_from(parse_json(bytes_of(text)), max_bytes=50),
        [DOCUMENT, DEEP],
    ),
    "stream of lines": (lambda text: asyncio.run(_lines_of(bytes_of(text))), [DOCUMENT + "\n"]),
    "file of lines": (
        lambda text: list(read_lines("a.jsonl", io.BytesIO(bytes_of(text)), ReadLimits(200))),
        [DOCUMENT, DEEP[:150]],
    ),
    "teaching examples": (lambda text: read_examples(bytes_of(text), ONTOLOGY), [EXAMPLE, DEEP]),
    "labelled texts": (_corpus, [LABELLED, DEEP]),
    "config of a model": (_config, ['{"name": "a", "version": "1", "encoder": "x"}', DEEP]),
    "cursor": (lambda text: read_cursor(text, int), ["WzFd", "WyJhIl0"]),
    "name of a knowledge base": (base_file, ["a.ttl.gz", "b.jsonld"]),
}


@pytest.mark.parametrize("name", PARSERS)
def test_a_parser_reads_what_is_good(name: str) -> None:
    parse, wholes = PARSERS[name]
    if name in ("config of a model", "update"):
        return  # a model has weights, too; the query holds what an update may not

    parse(wholes[0])


@pytest.mark.parametrize("name", PARSERS)
def test_a_parser_raises_no_errors_but_ours(name: str) -> None:
    parse, wholes = PARSERS[name]

    @settings(max_examples=40, database=None)
    @given(mangled(*(whole for whole in wholes if whole != DEEP)))
    def attempt(text: str) -> None:
        with suppress(KGError):
            parse(text)

    attempt()
    for whole in wholes:
        with suppress(KGError):
            parse(whole)


@pytest.mark.parametrize("depth", [1_000, 30_000])
def test_a_cursor_may_nest_as_deep_as_an_address_is_long(depth: int) -> None:
    cursor = base64.urlsafe_b64encode(b"[" * depth + b"]" * depth).decode()

    with pytest.raises(KGError):
        read_cursor(cursor, int)


@settings(max_examples=20, database=None)
@given(st.text(max_size=40), st.sampled_from(["file", "link", "hard", "device"]))
@example("../../etc/passwd", "file")
@example("/etc/passwd", "file")
@example("../out", "link")
@example("/etc", "hard")
def test_an_archive_of_a_backup_never_leads_out_of_its_folder(name: str, kind: str) -> None:
    from api.backups import restore

    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        member = tarfile.TarInfo(name.replace("\0", "") or "x")
        member.type = {
            "file": tarfile.REGTYPE, "link": tarfile.SYMTYPE, "hard": tarfile.LNKTYPE,
            "device": tarfile.CHRTYPE,
        }[kind]  # fmt: skip
        member.linkname = "../../outside"
        member.size = 3 if kind == "file" else 0
        with suppress(UnicodeEncodeError, ValueError):
            archive.addfile(member, io.BytesIO(b"abc"))
    with tempfile.TemporaryDirectory() as outside:
        folder = Path(outside) / "in"
        folder.mkdir()
        (folder / "backup.tar.gz").write_bytes(packed.getvalue())

        with pytest.raises(KGError):
            restore(None, folder / "backup.tar.gz")  # type: ignore[arg-type]

        assert [one.name for one in Path(outside).iterdir()] == ["in"]
        assert {one.name for one in folder.iterdir()} <= {"backup.tar.gz", "unpacked"}

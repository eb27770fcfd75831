"""The whole graph as Neo4j's CSV files and as Parquet, read again as those tools read it."""

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pyarrow
import pyarrow.parquet
import pyoxigraph as ox
import pytest
from asking import graph
from fakes import MINTER, WORKS_FOR, CatalogInMemory, evidence, projection, thing

from kg.graph.embedded import EmbeddedStore
from kg.graph.projector import Projector
from kg.graph.vocabulary import DESCRIPTIONS
from kg.ontology.records import Property
from kg.records import Literal

ACME = thing("Acme; Söhne", "organisation")
BORN = "http://p.example/born"
OWN = """INSERT DATA {
    <u:a> <u:p> <u:b> , _:x , "two\\nlines, a \\"quote\\"; and more"@en , 7 .
    _:x <u:p> <u:a> . <u:lonely> <http://www.w3.org/2000/01/rdf-schema#label> "Lonely"
}"""


@pytest.fixture
def filled(store: EmbeddedStore) -> EmbeddedStore:
    """Two documents that state one fact, and what a user put there."""
    one = projection("1", evidence("1", "Ada", ACME, confidence=0.6))
    two = projection(
        "2",
        evidence("2", "Ada", ACME, confidence=0.7),
        evidence("2", "Bob", Literal("1912"), predicate=BORN, confidence=0.5),
    )
    names = [Property(WORKS_FOR, "works for")]
    Projector(CatalogInMemory(one, two), store, MINTER, names).step()
    store.update(OWN)
    return store


def facts(store: EmbeddedStore) -> set[ox.Triple]:
    """What the default graph states, in the form that N-Triples gives back."""
    return {one for one in graph(store, None) if one.predicate not in DESCRIPTIONS}


def term(text: str) -> Any:
    """Read a node's id: an IRI as it is, all else as N-Triples writes it."""
    node = text if text[:1] in ('"', "_") else f"<{text}>"
    with_blanks = ox.parse(f"<u:s> <u:p> {node} .".encode(), ox.RdfFormat.N_TRIPLES)
    return next(iter(with_blanks)).object


def tables(body: bytes) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Read nodes, then relationships: heads and rows."""
    archive = zipfile.ZipFile(io.BytesIO(body))
    assert archive.testzip() is None
    assert archive.namelist() == ["nodes.csv", "relationships.csv"]
    for name in archive.namelist():
        text = archive.read(name).decode()
        head, *rows = csv.reader(io.StringIO(text))
        assert len(rows) + 1 == text.count("\n"), "neo4j-admin takes one line for one row"
        yield head, rows


def test_neo4j_gets_every_node_once_and_every_fact_between_nodes(filled: EmbeddedStore) -> None:
    (head, nodes), (other_head, relationships) = tables(b"".join(filled.dump("neo4j")))

    assert head == ["id:ID", "name", "iri", "datatype", "language", ":LABEL"]
    assert other_head[:3] == [":START_ID", ":END_ID", ":TYPE"]
    ids = [row[0] for row in nodes]
    assert len(ids) == len(set(ids))
    assert {end for row in relationships for end in row[:2]} <= set(ids)
    assert "u:lonely" in ids


def test_facts_come_back_from_the_files_for_neo4j(filled: EmbeddedStore) -> None:
    _, (_, relationships) = tables(b"".join(filled.dump("neo4j")))

    back = [(row[0], ox.NamedNode(row[3]), row[1]) for row in relationships]

    held = {(one.predicate, str(one.object)) for one in facts(filled) if not _blank(one)}
    named = {
        (predicate, str(term(end))) for start, predicate, end in back if "_:" not in start + end
    }
    assert named == held
    assert len(back) == len(facts(filled))


def _blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def test_neo4j_gets_names_types_confidence_and_documents(filled: EmbeddedStore) -> None:
    (_, nodes), (_, relationships) = tables(b"".join(filled.dump("neo4j")))

    by_id = {row[0]: row for row in nodes}
    assert by_id[thing("Ada").value] == [
        thing("Ada").value, "Ada", thing("Ada").value, "", "", "Thing;Person"
    ]  # fmt: skip
    assert by_id['"1912"'][1:] == [
        "1912",
        "",
        "http://www.w3.org/2001/XMLSchema#string",
        "",
        "Value",
    ]
    (works,) = (row for row in relationships if row[3] == WORKS_FOR)
    assert works == [
        thing("Ada").value, ACME.value, "WORKS_FOR", WORKS_FOR, "0.779",
        f"{MINTER.document('1')};{MINTER.document('2')}",
    ]  # fmt: skip


def test_parquet_has_a_typed_row_for_each_fact(filled: EmbeddedStore) -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(b"".join(filled.dump("parquet"))))

    rows = table.to_pylist()
    assert len(rows) == len(facts(filled))
    (works,) = (row for row in rows if row["predicate"] == WORKS_FOR)
    assert works["confidence"] == 0.779
    assert works["documents"] == [MINTER.document("1"), MINTER.document("2")]
    assert (works["predicate_label"], works["object_kind"]) == ("works for", "iri")
    (text,) = (row for row in rows if row["language"] == "en")
    assert text["object"] == 'two\nlines, a "quote"; and more'


def test_facts_come_back_from_parquet(filled: EmbeddedStore) -> None:
    table = pyarrow.parquet.read_table(io.BytesIO(b"".join(filled.dump("parquet"))))

    back = {
        (row["subject"], row["predicate"], *_object(row))
        for row in table.to_pylist()
        if row["object_kind"] != "blank node" and not row["subject"].startswith("_:")
    }

    held = [one for one in facts(filled) if not _blank(one)]
    assert back == {(one.subject.value, one.predicate.value, *_parts(one.object)) for one in held}


def _object(row: dict[str, Any]) -> tuple[str, str | None, str | None]:
    return row["object"], row["datatype"], row["language"]


def _parts(node: Any) -> tuple[str, str | None, str | None]:
    if isinstance(node, ox.Literal):
        return node.value, node.datatype.value, node.language
    return node.value, None, None


@pytest.mark.parametrize("format", ["neo4j", "parquet"])
def test_packed_exports_leave_out_what_is_not_sure_enough(
    filled: EmbeddedStore, format: str
) -> None:
    body = b"".join(filled.dump(format, min_confidence=0.6))

    if format == "neo4j":
        _, (_, rows) = tables(body)
        predicates = {row[3] for row in rows}
    else:
        predicates = set(pyarrow.parquet.read_table(io.BytesIO(body))["predicate"].to_pylist())
    assert WORKS_FOR in predicates
    assert BORN not in predicates


@pytest.mark.parametrize("format", ["neo4j", "parquet"])
def test_an_empty_store_gives_packed_files_without_rows(store: EmbeddedStore, format: str) -> None:
    body = b"".join(store.dump(format))

    if format == "neo4j":
        assert [rows for _, rows in tables(body)] == [[], []]
    else:
        assert pyarrow.parquet.read_table(io.BytesIO(body)).num_rows == 0


@pytest.mark.parametrize("format", ["neo4j", "parquet"])
def test_a_large_graph_is_packed_piece_by_piece(store: EmbeddedStore, format: str) -> None:
    lines = " ".join(f"<http://a/{n}> <http://p/{n % 9}> <http://b/{n}> ." for n in range(11_000))
    store.update(f"INSERT DATA {{ {lines} }}")

    sizes = [len(piece) for piece in store.dump(format)]

    assert len([size for size in sizes if size]) > 2
    assert max(sizes) < 0.95 * sum(sizes)

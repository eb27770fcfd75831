"""`kg query`, `kg delete`, `kg export`, `kg load`, `kg rebuild`."""

import gzip

import pytest

BORN = "<http://www.wikidata.org/prop/direct/P19>"
QUERY = f"SELECT ?who ?where {{ ?who {BORN} ?where }} ORDER BY ?who"


@pytest.fixture
def born(kg_json, tmp_path):
    """A document of its own for the test, already in the graph; its id."""
    (tmp_path / "born.txt").write_text("Gustav Grau was born in Graz.")
    kg_json("ingest", "born.txt", "--wait")
    (document,) = kg_json("query", f"SELECT ?d {{ GRAPH ?d {{ ?s {BORN} ?o }} }}")["results"][
        "bindings"
    ]
    return document["d"]["value"].rpartition("/")[2]


def test_a_query_prints_a_table_for_people_and_json_for_programs(kg, kg_json, born):
    table = kg("query", QUERY)

    assert table.exit_code == 0
    head, row = table.stdout.splitlines()
    assert head == "who\twhere"
    assert row.endswith("graz>")
    assert kg_json("query", QUERY)["head"]["vars"] == ["who", "where"]


def test_a_query_may_come_from_a_file_or_from_stdin(kg, born, tmp_path):
    (tmp_path / "q.rq").write_text(QUERY)

    direct, file, stdin = kg("query", QUERY), kg("query", "@q.rq"), kg("query", "-", input=QUERY)

    assert direct.stdout == file.stdout == stdin.stdout != ""


def test_other_formats_are_asked_of_the_service(kg, born):
    assert kg("query", QUERY, "--format", "csv").stdout.startswith("who,where")
    assert kg("query", f"ASK {{ ?s {BORN} ?o }}").stdout == "yes\n"
    assert "P19" in kg("query", f"CONSTRUCT {{ ?s {BORN} ?o }} {{ ?s {BORN} ?o }}").stdout
    assert kg("query", QUERY, "--format", "papyrus").exit_code == 2


def test_a_query_with_an_error_ends_in_one_line(kg):
    result = kg("query", "SELECT nonsense")

    assert result.exit_code == 1
    assert result.stderr.startswith("kg: ")


def test_a_missing_query_file_is_a_usage_error(kg):
    assert kg("query", "@nowhere.rq").exit_code == 2


def test_delete_tells_first_and_asks_before_it_does(kg, kg_json, born):
    planned = kg_json("delete", born, "--dry-run")
    assert (planned["facts"], planned["retracted"], planned["dry_run"]) == (1, 1, True)

    refused = kg("delete", born, input="n\n")
    assert refused.exit_code == 1
    assert kg("query", f"ASK {{ ?s {BORN} ?o }}").stdout == "yes\n"

    done = kg("delete", born, "--yes")
    assert "retracted 1 facts" in done.stdout
    assert kg("query", f"ASK {{ ?s {BORN} ?o }}").stdout == "no\n"
    assert kg("delete", born, "--yes").exit_code == 1


def test_export_writes_to_stdout_or_to_a_file(kg, born, tmp_path):
    printed = kg("export", "--format", "nquads").stdout

    result = kg("export", "--format", "nquads", "-o", "graph.nq")

    assert result.exit_code == 0
    assert sorted((tmp_path / "graph.nq").read_text().splitlines()) == sorted(printed.splitlines())
    assert list(tmp_path.glob("*.part")) == []


def test_a_failed_export_leaves_no_file(kg, tmp_path):
    result = kg("export", "--format", "papyrus", "-o", "graph.x")

    assert result.exit_code == 1
    assert "turtle" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_loaded_triples_can_be_queried(kg, tmp_path):
    (tmp_path / "own.ttl").write_text("<urn:a> <urn:p> <urn:b> .")

    loaded = kg("load", "own.ttl")
    named = kg("load", "own.ttl", "--graph", "urn:mine")

    assert loaded.exit_code == named.exit_code == 0, loaded.output + named.output
    assert kg("query", "ASK { <urn:a> <urn:p> <urn:b> }").stdout == "yes\n"
    assert kg("query", "ASK { GRAPH <urn:mine> { <urn:a> <urn:p> <urn:b> } }").stdout == "yes\n"


def test_loaded_quads_keep_their_graphs(kg, tmp_path):
    (tmp_path / "own.nq").write_text("<urn:c> <urn:p> <urn:d> <urn:theirs> .\n")

    loaded = kg("load", "own.nq")

    assert loaded.exit_code == 0, loaded.output
    assert kg("query", "ASK { GRAPH <urn:theirs> { <urn:c> <urn:p> <urn:d> } }").stdout == "yes\n"
    assert kg("load", "own.nq", "--graph", "urn:mine").exit_code == 2


def test_a_file_that_is_no_rdf_is_refused(kg, tmp_path):
    (tmp_path / "bad.ttl").write_text("this is not turtle")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")

    assert kg("load", "bad.ttl").exit_code == 1
    assert kg("load", "picture.png").exit_code == 2
    assert kg("load", "nowhere.ttl").exit_code == 2


def test_a_packed_file_is_loaded(kg, tmp_path):
    (tmp_path / "own.nt.gz").write_bytes(gzip.compress(b"<urn:packed> <urn:p> <urn:b> .\n"))

    loaded = kg("load", "own.nt.gz")

    assert loaded.exit_code == 0, loaded.output
    assert kg("query", "ASK { <urn:packed> <urn:p> <urn:b> }").stdout == "yes\n"


def test_nothing_is_loaded_of_a_large_file_that_is_wrong_or_breaks_off(kg, tmp_path):
    lines = b"".join(b"<urn:half> <urn:p> <urn:%d> .\n" % n for n in range(60_000))
    (tmp_path / "wrong.nt").write_bytes(lines + b"<urn:half> <urn:p> .\n")
    packed = gzip.compress(lines, compresslevel=1)
    (tmp_path / "broken.nt.gz").write_bytes(packed[: len(packed) // 2])

    wrong, broken = kg("load", "wrong.nt"), kg("load", "broken.nt.gz")

    assert wrong.exit_code == broken.exit_code == 1
    assert "line 60001" in wrong.stderr
    assert "Nothing of it was loaded" in wrong.stderr
    assert "broken.nt.gz" in broken.stderr
    assert "Nothing of it was loaded" in broken.stderr
    assert kg("query", "ASK { <urn:half> ?p ?o }").stdout == "no\n"


def test_rebuild_tells_how_many_documents(kg, kg_json, born):
    assert kg_json("rebuild")["documents"] >= 1
    assert "Made the graph" in kg("rebuild").stdout

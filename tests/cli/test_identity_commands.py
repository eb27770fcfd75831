"""`kg entities`, `kg reviews`, `kg load --as knowledge-base`, `kg diff`, `kg unload`."""

import gzip
import time

import pytest

BASE = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<http://base.example/umbrella> rdfs:label "Umbrella Corporation" ; a <http://schema.org/Organization> .
"""
ACME = "http://localhost:8000/entity/organisation/acme"


@pytest.fixture
def acme(kg_json, tmp_path):
    """Two documents that call Acme otherwise, in the graph and resolved."""
    (tmp_path / "one.txt").write_text("Gert Grau works for Acme Corp.")
    (tmp_path / "two.txt").write_text("Hugo Hell works for Acme.")
    kg_json("ingest", "one.txt", "two.txt", "--wait")
    kg_json("entities", "resolve")


def eventually(check):
    deadline = time.monotonic() + 30
    while not (found := check()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def test_things_are_found_and_shown(kg, kg_json, acme):
    found = kg_json("entities", "find", "acme")
    shown = kg("entities", "show", "organisation/acme")

    assert {one["iri"] for one in found} == {ACME}
    assert "stands for" in shown.stdout
    assert "Hugo Hell\temployer\tAcme" in shown.stdout


def test_a_split_a_merge_and_their_undoing(kg, kg_json, acme):
    (split,) = kg_json("entities", "split", ACME, f"{ACME}_corp")
    kg_json("entities", "resolve")
    assert kg_json("entities", "show", ACME)["same_as"] == []

    kg_json("entities", "merge", ACME, f"{ACME}_corp")
    kg_json("entities", "resolve")
    (other,) = kg_json("entities", "show", ACME)["same_as"]
    assert (other["iri"], other["confidence"]) == (f"{ACME}_corp", 1.0)

    (kept,) = kg_json("entities", "decisions")
    assert (kept["id"], kept["verdict"]) == (split["id"], "same")
    undone = kg("entities", "undo", kept["id"])
    assert undone.exit_code == 0
    assert "Noted" in undone.stderr
    assert kg("entities", "undo", kept["id"]).exit_code == 1


def test_a_split_says_of_what(kg, acme):
    assert kg("entities", "split", ACME).exit_code == 2
    assert kg("entities", "split", "organisation/nothing", "urn:x").exit_code == 1
    assert kg("entities", "merge", "urn:a", "urn:b").exit_code == 1


def test_reviews_are_listed_and_answered(kg, kg_json, tmp_path):
    (tmp_path / "one.txt").write_text("Ivan Ilk works for General Yonder Zephyrs.")
    (tmp_path / "two.txt").write_text("Jan Jilk works for GYZ.")
    kg_json("ingest", "one.txt", "two.txt", "--wait")
    kg_json("entities", "resolve")
    (review,) = [r for r in kg_json("reviews") if "gyz" in r["left"]["iri"] + r["right"]["iri"]]

    assert "Jan Jilk works for GYZ" in kg("reviews").stdout
    assert kg("reviews", "--reject", review["id"]).exit_code == 0

    kg_json("entities", "resolve")
    assert review["id"] not in {one["id"] for one in kg_json("reviews")}
    assert kg("reviews", "--accept", "nothing").exit_code == 1


def test_a_base_is_loaded_compared_and_unloaded(kg, kg_json, tmp_path):
    (tmp_path / "kim.txt").write_text("Kim Kell works for Umbrella Corporation.")
    kg_json("ingest", "kim.txt", "--wait")
    (tmp_path / "mine.ttl.gz").write_bytes(gzip.compress(BASE.encode()))

    loaded = kg("load", "mine.ttl.gz", "--as", "knowledge-base")
    assert loaded.exit_code == 0, loaded.output
    assert "1 named entities as mine" in loaded.stderr

    assert eventually(lambda: "base.example/umbrella" in kg("diff").stdout)
    assert "base.example/umbrella" not in kg("diff", "--only", "known").stdout
    assert kg("diff", "--format", "turtle", "-o", "new.ttl").exit_code == 0
    assert (tmp_path / "new.ttl").read_text()
    assert kg("load", "mine.ttl.gz", "--as", "knowledge-base").exit_code == 1

    assert kg("unload", "mine").exit_code == 0
    assert kg("unload", "mine").exit_code == 1
    assert kg("diff").exit_code == 1


def test_a_base_that_is_not_well_formed_says_where(kg, tmp_path):
    (tmp_path / "bad.nt").write_text('<urn:a> <urn:b> "x" .\n<urn:a> oops .\n')

    refused = kg("load", "bad.nt", "--as", "knowledge-base")

    assert refused.exit_code == 1
    assert "line 2" in refused.stderr
    assert kg("load", "bad.csv", "--as", "knowledge-base").exit_code == 2

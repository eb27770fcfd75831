"""Programs of other people against a running service: what they send is what has to be understood."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from rdflib.query import ResultRow
from services import executable
from serving import ServeProcess
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

EX = rdflib.Namespace("http://ex.example/")
COMUNICA = "KG_COMUNICA"
"""Folder in which `npm install @comunica/query-sparql@4.5.0` was run; newer ones want a newer Node."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    service = ServeProcess(tmp_path_factory.mktemp("clients") / "data")
    data = b"@prefix : <http://ex.example/> . :a :p :b , 'caf\xc3\xa9'@fr . :b :p 5 ."
    httpx2.post(
        f"{service.address}/store?default", content=data, headers={"Content-Type": "text/turtle"}
    ).raise_for_status()
    yield service.address
    service.stop()


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_every_format(address: str, method: str) -> None:
    wrapper = SPARQLWrapper(f"{address}/sparql")
    wrapper.setMethod(method)
    wrapper.setQuery("SELECT ?o { <http://ex.example/b> <http://ex.example/p> ?o }")

    wrapper.setReturnFormat(JSON)
    found = wrapper.query().convert()["results"]["bindings"]
    assert [row["o"]["value"] for row in found] == ["5"]
    wrapper.setReturnFormat(XML)
    assert "5" in wrapper.query().convert().toxml()
    wrapper.setReturnFormat(CSV)
    assert wrapper.query().convert().splitlines() == [b"o", b"5"]

    wrapper.setQuery("CONSTRUCT WHERE { <http://ex.example/a> ?p ?o }")
    wrapper.setReturnFormat(TURTLE)
    assert len(rdflib.Graph().parse(data=wrapper.query().convert(), format="turtle")) == 2


@pytest.mark.parametrize("how", ["urlencoded", POSTDIRECTLY])
def test_sparqlwrapper_updates_and_hears_of_its_mistakes(address: str, how: str) -> None:
    wrapper = SPARQLWrapper(f"{address}/query", f"{address}/update")
    wrapper.setMethod(POST)
    wrapper.setRequestMethod(how)
    graph = f"http://ex.example/{how}"
    wrapper.setQuery(f"INSERT DATA {{ GRAPH <{graph}> {{ <u:a> <u:p> 1 }} }}")

    wrapper.query()

    there = httpx2.get(f"{address}/store", params={"graph": graph})
    assert there.status_code == 200
    wrapper.setQuery("INSERT DATA { nonsense")
    with pytest.raises(QueryBadFormed):
        wrapper.query()


def test_rdflib_reads_and_writes_through_its_stores(address: str) -> None:
    read = rdflib.Graph(SPARQLStore(f"{address}/sparql"))
    (row,) = read.query("SELECT ?o { <http://ex.example/b> <http://ex.example/p> ?o }")
    assert isinstance(row, ResultRow)
    assert row[0] == rdflib.Literal(5)
    assert (EX.a, EX.p, rdflib.Literal("café", lang="fr")) in read

    update = SPARQLUpdateStore(f"{address}/query", f"{address}/update")
    mine = rdflib.Graph(update, EX.rdflib)
    mine.add((EX.x, EX.p, rdflib.Literal('a "quoted" text\n')))
    mine.add((EX.x, EX.p, EX.y))
    assert len(mine) == 2
    mine.remove((EX.x, EX.p, EX.y))
    assert set(mine.objects()) == {rdflib.Literal('a "quoted" text\n')}


def test_rdflib_asks_us_from_within_its_own_queries(address: str) -> None:
    text = f"SELECT ?o {{ SERVICE <{address}/sparql> {{ <{EX.b}> <{EX.p}> ?o }} }}"

    (row,) = rdflib.Graph().query(text)

    assert isinstance(row, ResultRow)
    assert row[0] == rdflib.Literal(5)


def test_roqet_speaks_the_protocol(address: str) -> None:
    roqet = executable("roqet", "rasqal-utils")
    query = "SELECT ?o WHERE { <http://ex.example/b> <http://ex.example/p> ?o }"

    said = subprocess.run(
        [roqet, "-q", "-r", "xml", "-p", f"{address}/sparql", "-e", query],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout

    assert "5" in said


@pytest.mark.long
@pytest.mark.parametrize("source", ["sparql@{}/sparql", "{}/sparql"])
def test_comunica_asks_and_updates(address: str, source: str, tmp_path: Path) -> None:
    folder = comunica(tmp_path)
    program = folder / "node_modules/.bin/comunica-sparql"

    def run(query: str) -> str:
        command = [program, source.format(address), query, "-t", "application/sparql-results+json"]
        ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=200)
        return ran.stdout

    found = json.loads(run("SELECT ?o { <http://ex.example/b> <http://ex.example/p> ?o }"))

    assert [row["o"]["value"] for row in found["results"]["bindings"]] == ["5"]


def comunica(folder: Path) -> Path:
    """Return a folder that has Comunica; installs it if need be, skips where that cannot be had."""
    if given := os.environ.get(COMUNICA):
        return Path(given)
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not here")
    install = [npm, "install", "--no-audit", "--no-fund", "@comunica/query-sparql@4.5.0"]
    if subprocess.run(install, cwd=folder, capture_output=True, timeout=280).returncode:
        pytest.skip("Comunica cannot be installed here")
    return folder

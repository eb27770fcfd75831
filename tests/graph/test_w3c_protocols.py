"""The W3C's suites for the SPARQL 1.1 Protocol, the Graph Store Protocol and the Service Description."""

import pyoxigraph as ox
import pytest
from httpx2 import Client

from bench.w3c.protocol import Case, play, suite

SD = "http://www.w3.org/ns/sparql-service-description#"
PROTOCOL = suite("protocol/manifest.ttl")
INDIRECT = suite("graph-store-protocol/manifest-indirect.ttl")
DIRECT = suite("graph-store-protocol/manifest-direct.ttl")


@pytest.fixture(autouse=True)
def empty_store(endpoint: Client) -> None:
    endpoint.post("/sparql", data={"update": "DROP ALL"}).raise_for_status()


@pytest.mark.skipif(not PROTOCOL, reason="KG_SHARED is not set")
def test_the_suites_are_whole() -> None:
    assert [len(cases) for cases in (PROTOCOL, INDIRECT, DIRECT)] == [34, 9, 4]


@pytest.mark.parametrize("case", PROTOCOL, ids=str)
def test_sparql_protocol(endpoint: Client, case: Case) -> None:
    for iri, file in case.graphs:
        endpoint.put(
            "/store",
            params={"graph": iri},
            content=file.read_bytes(),
            headers={"Content-Type": "application/n-triples"},
        )

    play(case, endpoint, lambda path: path.replace("/sparql/", "/sparql", 1))


@pytest.mark.parametrize("case", [*INDIRECT, *DIRECT], ids=str)
def test_graph_store_protocol(endpoint: Client, case: Case) -> None:
    play(case, endpoint, lambda path: path.replace("/gsp", "/store", 1))


@pytest.mark.parametrize(
    "media_type",
    ["text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"],
)
def test_the_service_description_is_rdf_and_names_its_endpoint(
    endpoint: Client, media_type: str
) -> None:
    answer = endpoint.get("/sparql", headers={"Accept": media_type})

    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    described = ox.Store()
    described.load(answer.content, ox.RdfFormat.from_media_type(media_type))
    query = f"""PREFIX sd: <{SD}> SELECT ?endpoint {{
        ?service a sd:Service ; sd:endpoint ?endpoint ; sd:supportedLanguage sd:SPARQL11Query ;
            sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] }}"""
    found = described.query(query)
    assert isinstance(found, ox.QuerySolutions)
    (solution,) = found
    assert solution["endpoint"].value == str(endpoint.base_url.join("/sparql"))

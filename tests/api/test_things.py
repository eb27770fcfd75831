"""`/entities`."""

from urllib.parse import quote

import httpx2

from api.client import Client

TEXTS = (
    "Ada Lovelace was born in London. Ada Lovelace works for Acme Works.",
    "London is located in England.",
    "Adam Bede works for Acme Works.",
)


def test_things_are_found_by_how_their_name_begins(service, ingest):
    ingest(service, *TEXTS)

    found = service.get("/entities", params={"q": "ada"}).json()["entities"]

    assert [entity["name"] for entity in found] == ["Ada Lovelace", "Adam Bede"]
    assert found[0] | {"iri": ""} == {
        "iri": "",
        "name": "Ada Lovelace",
        "label": "person",
        "documents": 1,
        "mentions": 2,
    }


def test_things_come_page_by_page(service, ingest):
    ingest(service, *TEXTS)

    first = service.get("/entities", params={"limit": 3}).json()
    rest = service.get("/entities", params={"limit": 3, "after": first["next"]}).json()

    names = [entity["name"] for entity in first["entities"] + rest["entities"]]
    assert sorted(names) == ["Acme Works", "Ada Lovelace", "Adam Bede", "England", "London"]
    assert rest["next"] is None


def test_a_thing_shows_the_facts_about_it_in_either_direction(service, ingest):
    ingest(service, *TEXTS)

    london = service.get("/entities/place/london").json()

    assert london["name"] == "London"
    assert london["documents"] == 2
    facts = {(one["subject"]["name"], one["object"]["name"]) for one in london["statements"]}
    assert facts == {("Ada Lovelace", "London"), ("London", "England")}


def test_a_thing_is_found_by_its_iri_as_well(serve, tmp_path):
    # over a socket: the test client decodes paths twice
    service = serve(tmp_path / "data")
    with Client(service.address) as client:
        job = client.add_lines(b'{"text": "Zo\xc3\xab Quin was born in S\xc3\xa3o Paulo."}').job
        client.wait(job)
        (entity,) = client.entities("são").entities

    by_iri = httpx2.get(f"{service.address}/entities/{quote(entity.iri, safe='')}").json()
    by_path = httpx2.get(f"{service.address}/entities/place/são_paulo").json()

    assert by_iri["iri"] == by_path["iri"] == entity.iri


def test_a_thing_that_nobody_speaks_of_is_404(shared):
    assert shared.get("/entities/place/atlantis").status_code == 404
    assert shared.get(f"/entities/{quote('http://example.org/x', safe='')}").status_code == 404

"""`/relations`: taught by examples, live at once, previewed on what was read, kept, and forgotten with its facts."""

import pytest

GRETA = {
    "text": "Greta Holm captains the team. In short: Greta Holm captains Rovers.",
    "subject": "Greta Holm",
    "object": "Rovers",
}
CAPTAIN = {
    "name": "captain of",
    "description": "leads the team on the field",
    "domain": ["footballer"],
    "range": ["team"],
    "examples": [GRETA],
}
IRI = "http://localhost:8000/relation/captain_of"
ANN = "Ann Lee captains United. Ann Lee was born in Leeds."


def taught(service, **changes):
    answer = service.post("/relations", json=CAPTAIN | changes)
    assert answer.status_code == 201, answer.text
    return answer.json()


def facts(service, **sought):
    return [
        (one["subject"]["name"], one["predicate"]["label"], one["object"]["name"])
        for one in service.get("/statements", params=sought).json()["statements"]
    ]


def refused(service, **changes):
    answer = service.post("/relations", json=CAPTAIN | changes)
    return answer.status_code, answer.json()["detail"]


def test_a_taught_relation_is_found_in_the_next_document_and_named_in_the_graph(service, ingest):
    ingest(service, "Ann Lee captains Nobody.")
    relation = taught(service)

    ingest(service, ANN)

    assert relation["iri"] == IRI
    assert relation["domain"] == ["person"]
    (example,) = relation["examples"]
    assert (example["subject_span"], example["object_span"]) == ([40, 50], [60, 66])
    assert facts(service, predicate=IRI) == [("Ann Lee", "captain of", "United")]
    assert ("Ann Lee", "place of birth", "Leeds") in facts(service)
    asked = f"SELECT ?s ?label {{ ?s <{IRI}> ?o. GRAPH ?g {{ <{IRI}> <http://www.w3.org/2000/01/rdf-schema#label> ?label }} }}"
    (row,) = service.get("/sparql", params={"query": asked}).json()["results"]["bindings"]
    assert row["s"]["value"] == "http://localhost:8000/entity/person/ann_lee"
    assert row["label"]["value"] == "captain of"
    assert {"iri": IRI, "label": "captain of"} in service.get("/properties").json()["properties"]


def test_a_preview_shows_what_earlier_documents_hold_and_reading_them_again_stores_it(
    service, ingest, finish
):
    ingest(service, {"id": "a", "text": ANN}, {"id": "b", "text": "Bo Dahl works for Acme."})
    before = service.post("/relations/preview", json=CAPTAIN).json()
    assert service.get("/relations").json()["relations"] == []
    relation = taught(service)
    path = f"/relations/{relation['id']}"

    (found,) = service.get(f"{path}/preview").json()["statements"]
    again = service.post(f"{path}/reextract")
    finish(service, again.json()["job"])

    (tried,) = before["statements"]
    assert tried == found
    assert (before["documents"], before["next"]) == (2, None)
    assert (found["document"], found["stored"]) == ("a", False)
    assert found["sentence"] == {"text": "Ann Lee captains United", "start": 0, "end": 23}
    assert (found["subject_span"], found["object_span"]) == ([0, 7], [17, 23])
    assert relation["read_before"] == again.json()["documents"] == 2
    assert facts(service, predicate=IRI) == [("Ann Lee", "captain of", "United")]
    (stored,) = service.get(f"{path}/preview").json()["statements"]
    assert stored["stored"]
    assert service.post(f"{path}/reextract").json()["documents"] == 0


def test_a_preview_is_paged_and_says_where_it_read_only_the_beginning(make_service, ingest):
    service = make_service(max_extract_characters=60)
    ingest(service, ANN, ANN + " " * 99 + "Cy Orr captains Rovers.", "Di Low captains City.")
    taught(service)
    pages, after = [], None

    while not pages or after:
        params = {"documents": 2} | ({"after": after} if after else {})
        pages.append(service.get("/relations/captain_of/preview", params=params).json())
        after = pages[-1]["next"]

    assert [page["documents"] for page in pages] == [1, 1, 1]
    assert [len(page["cut_short"]) for page in pages] == [0, 1, 0]
    assert [one["subject"]["name"] for page in pages for one in page["statements"]] == ["Ann Lee", "Ann Lee", "Di Low"]  # fmt: skip


def test_only_the_documents_that_are_named_are_read_again(service, ingest, finish):
    ingest(service, {"id": "a", "text": ANN}, {"id": "b", "text": "Di Low captains City."})
    taught(service)

    queued = service.post("/relations/captain_of/reextract", json={"documents": ["b"]}).json()
    finish(service, queued["job"])

    assert queued["documents"] == 1
    assert facts(service, predicate=IRI) == [("Di Low", "captain of", "City")]


def test_a_forgotten_relation_takes_its_facts_along_and_nothing_else(service, ingest, finish):
    taught(service)
    ingest(service, ANN)

    gone = service.delete("/relations/captain_of")
    finish(service, gone.json()["job"])

    assert gone.status_code == 202
    assert facts(service) == [("Ann Lee", "place of birth", "Leeds")]
    assert service.get("/relations/captain_of").status_code == 404
    assert taught(service)["facts"] == 0


def test_taught_relations_survive_a_restart(make_service, ingest):
    first = make_service()
    taught(first)
    first.stop()

    second = make_service()
    ingest(second, ANN)

    (kept,) = second.get("/relations").json()["relations"]
    assert (kept["name"], kept["facts"]) == ("captain of", 1)


def test_more_examples_count_from_the_next_document_on(service, ingest):
    taught(service)
    more = {"text": "Bo Dahl leads City.", "subject": "Bo Dahl", "object": "City"}

    changed = service.post("/relations/captain_of/examples", json={"examples": [more, more]}).json()
    ingest(service, "Di Low leads Albion.")

    assert [one["subject"] for one in changed["examples"]] == ["Greta Holm", "Bo Dahl"]
    assert facts(service, predicate=IRI) == [("Di Low", "captain of", "Albion")]


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"examples": [GRETA | {"subject": "Nobody"}]}, 422, "the subject 'Nobody' does not occur in its text"),
        ({"examples": [GRETA | {"subject": "Rovers"}]}, 422, "subject and object are the same place"),
        ({"examples": [GRETA | {"object_span": [60, 600]}]}, 422, "object_span is not [start, end)"),
        ({"examples": []}, 422, "examples"),
        ({"name": " … "}, 422, "is no name"),
        ({"domain": ["qwertz"]}, 422, "'qwertz' in the domain is no kind of thing"),
        ({"name": "Place of Birth"}, 409, "has 'Place of Birth' already"),
    ],
)  # fmt: skip
def test_what_cannot_be_taught_says_why(service, changes, status, said):
    answer = refused(service, **changes)

    assert answer[0] == status
    assert said in answer[1]
    assert service.get("/relations").json()["relations"] == []


def test_no_two_relations_share_a_name(service):
    taught(service)

    assert refused(service, name="Captain-of")[0] == 409

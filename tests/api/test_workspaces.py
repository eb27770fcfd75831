"""Workspaces over the real application: each by itself, with keys of its own, deleted as a whole."""

import time

import pytest
from workspaces import HEADER, Tenant, until

from api.keyring import FRESH_S

ADA, BOB = "Ada Lovelace was born in London.", "Bob Hope was born in Eltham."
INSERT = {"update": "INSERT DATA { <http://a.test/s> <http://a.test/p> 1 }"}


def made(service, name, key=None):
    """Make a workspace, and return whoever works in it."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    assert service.put(f"/workspaces/{name}", headers=headers).status_code == 201
    return Tenant(service, name)


def keys_in(service, name, *scopes):
    """Make keys of a workspace, as `kg keys create` does, and wait until the service knows."""
    places = service.app.state.service.common.places
    if name is None:
        return _keys(places.main, scopes)
    with places.using(places.main.workspaces.get(name)) as catalog:
        return _keys(catalog, scopes)


def _keys(catalog, scopes):
    found = [catalog.access.create(scope, scope)[1] for scope in scopes]
    time.sleep(FRESH_S + 0.1)
    return found


def folders(service):
    return [one.name for one in (service.app.state.service.settings.data / "workspaces").glob("*")]


def test_what_is_in_one_workspace_is_in_no_other(service):
    acme, other, main = made(service, "acme"), made(service, "other"), Tenant(service, None)

    acme.post(ADA)
    main.post(BOB)
    acme.ask("POST", "/sparql", data=INSERT)

    assert acme.facts() == {("Ada Lovelace", "London")}
    assert main.facts() == {("Bob Hope", "Eltham")}
    assert other.facts() == set()
    assert (acme.things() > main.things() > 0, other.things()) == (True, 0)
    assert len(acme.ask("GET", "/export").content) > len(other.ask("GET", "/export").content)


def test_an_unknown_workspace_is_a_404_and_an_odd_name_a_422(service):
    unknown = service.get("/documents", headers={HEADER: "nowhere"})
    odd = service.get("/documents", headers={HEADER: "../main"})

    assert (unknown.status_code, unknown.json()["kind"]) == (404, "workspace")
    assert "kg workspaces list" in unknown.json()["detail"]
    assert (odd.status_code, "hyphens" in odd.json()["detail"]) == (422, True)
    for name in ("A", "1a", "a--b", "a_b", "a" * 41, "a-", "a.b", "%2e%2e"):
        assert service.put(f"/workspaces/{name}").status_code == 422, name


def test_workspaces_are_listed_and_made_only_once(service):
    made(service, "acme")

    again = service.put("/workspaces/acme")

    assert again.status_code == 200
    listed = service.get("/workspaces").json()["workspaces"]
    assert [one["name"] for one in listed] == ["main", "acme"]
    assert service.get("/workspaces/acme").json() == listed[1] == again.json()
    assert service.put("/workspaces/main").status_code == 200
    assert service.delete("/workspaces/main").status_code == 409


def test_deleting_takes_everything_and_the_next_of_that_name_is_empty(service):
    acme = made(service, "acme")
    acme.post(ADA)
    (first,) = folders(service)

    assert service.delete("/workspaces/acme").status_code == 204

    assert acme.ask("GET", "/documents").status_code == 404
    assert folders(service) == []
    assert service.delete("/workspaces/acme").status_code == 404
    assert made(service, "acme").facts() == set()
    assert folders(service) != [first]


def test_a_deletion_that_was_broken_off_is_finished(service):
    acme = made(service, "acme")
    acme.post(ADA)

    service.app.state.service.catalog.workspaces.mark_deleted("acme")  # and then the power went

    assert acme.ask("GET", "/documents").status_code == 404
    until(lambda: folders(service) == [])


def test_workspaces_outlive_a_restart_and_what_waited_in_them_is_finished(make_service):
    first = make_service()
    made(first, "acme").post(ADA)
    first.stop()

    acme = Tenant(make_service(), "acme")

    assert acme.facts() == {("Ada Lovelace", "London")}
    assert acme.things() > 0


def test_an_idle_workspace_is_closed_and_opens_when_it_is_asked(make_service, monkeypatch):
    monkeypatch.setattr("api.workspaces.TEND_S", 0.1)
    service = make_service(workspace_idle_s=0.2)
    acme = made(service, "acme")
    acme.post(ADA)
    workspaces = service.app.state.workspaces

    until(lambda: workspaces.open_now() == [])

    assert acme.facts() == {("Ada Lovelace", "London")}
    assert workspaces.open_now() == ["acme"]


def test_a_workspace_that_nobody_asks_is_opened_when_its_graph_has_to_follow(service):
    made(service, "acme")
    workspaces = service.app.state.workspaces
    room = next(iter(workspaces._rooms.values()))
    workspaces._close_idle(room)
    with workspaces._places.using(room.workspace) as catalog:
        from kg.catalog.rows import NewDocument

        catalog.documents.add([NewDocument(ADA)], job=catalog.jobs.create("test"))
        service.app.state.service.worker.wake()

        until(lambda: catalog.documents.counts() == {"done": 1})

    assert workspaces.open_now() == ["acme"]


def test_a_key_opens_its_own_workspace_and_no_other(service):
    acme, other = made(service, "acme"), made(service, "other")
    (admin,) = keys_in(service, None, "admin")
    (ours,) = keys_in(service, "acme", "admin")
    (theirs,) = keys_in(service, "other", "read")
    who = {"main": admin, "acme": ours, "other": theirs}

    let_in = {
        (holder, room)
        for holder, key in who.items()
        for room in (None, "acme", "other")
        if Tenant(service, room, key).ask("GET", "/documents").status_code == 200
    }

    assert let_in == {("main", None), ("acme", "acme"), ("other", "other")}
    assert acme.ask("GET", "/documents").status_code == 401
    assert other.ask("GET", "/documents").status_code == 401


def test_a_key_that_is_revoked_in_one_workspace_goes_on_opening_another(service):
    made(service, "acme"), made(service, "other")
    (admin,), (ours,), (theirs,) = (
        keys_in(service, name, "admin") for name in (None, "acme", "other")
    )
    places = service.app.state.service.common.places

    with places.using(places.main.workspaces.get("acme")) as catalog:
        catalog.access.revoke(catalog.access.all()[0].id)
    time.sleep(FRESH_S + 0.1)

    let_in = {
        room: Tenant(service, room, key).ask("GET", "/documents").status_code
        for room, key in ((None, admin), ("acme", ours), ("other", theirs))
    }
    assert let_in == {None: 200, "acme": 401, "other": 200}


def test_only_an_administrator_of_the_default_workspace_makes_and_deletes_workspaces(service):
    made(service, "acme")
    admin, writer = keys_in(service, None, "admin", "write")
    (theirs,) = keys_in(service, "acme", "admin")

    statuses = {
        who: [tenant.ask(*call).status_code for call in (("GET", "/workspaces"), ("PUT", "/workspaces/b"), ("DELETE", "/workspaces/acme"))]
        for who, tenant in {
            "writer": Tenant(service, None, writer),
            "theirs": Tenant(service, "acme", theirs),
            "theirs outside": Tenant(service, None, theirs),
            "admin": Tenant(service, None, admin),
        }.items()
    }  # fmt: skip

    assert statuses == {
        "writer": [403] * 3,
        "theirs": [409] * 3,
        "theirs outside": [401] * 3,
        "admin": [200, 201, 204],
    }


def test_a_workspace_asks_for_keys_as_soon_as_the_server_does(service):
    acme = made(service, "acme")
    assert acme.ask("GET", "/documents").status_code == 200

    keys_in(service, None, "read")

    assert acme.ask("GET", "/documents").status_code == 401


@pytest.mark.parametrize("sent", [None, "no such key"])
def test_without_a_good_key_nobody_learns_which_workspaces_there_are(service, sent):
    made(service, "acme")
    (reader,) = keys_in(service, None, "read")

    answers = [Tenant(service, name, sent).ask("GET", "/documents") for name in ("acme", "nowhere")]

    assert answers[0].status_code == answers[1].status_code == 401
    assert answers[0].json() == answers[1].json()
    assert Tenant(service, "nowhere", reader).ask("GET", "/documents").status_code == 404


@pytest.mark.parametrize("sent", [None, "no such key", "revoked"])
def test_who_has_no_good_key_opens_no_workspace_and_keeps_none_open(
    make_service, monkeypatch, sent
):
    monkeypatch.setattr("api.workspaces.TEND_S", 0.05)
    service = make_service(workspace_idle_s=0.3)
    made(service, "acme")
    keys_in(service, None, "read")
    good, revoked = keys_in(service, "acme", "read", "write")
    places = service.app.state.service.common.places
    with places.using(places.main.workspaces.get("acme")) as catalog:
        (id,) = (key.id for key in catalog.access.all() if key.name == "write")
        catalog.access.revoke(id)
    time.sleep(FRESH_S + 0.1)
    is_open = service.app.state.workspaces.open_now
    stranger = Tenant(service, "acme", revoked if sent == "revoked" else sent)

    def closes_though_asked() -> bool:
        assert stranger.ask("GET", "/documents").status_code == 401
        return not is_open()

    assert Tenant(service, "acme", good).ask("GET", "/documents").status_code == 200
    assert is_open() == ["acme"]
    until(closes_though_asked)
    assert stranger.ask("GET", "/documents").status_code == 401
    assert is_open() == []
    assert Tenant(service, "acme", good).ask("GET", "/documents").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/metrics"), ("PUT", "/models/active"), ("POST", "/models/rollback")],
)
def test_what_is_about_the_server_is_not_for_a_workspace(service, method, path):
    acme = made(service, "acme")

    assert acme.ask(method, path, json={"model": "x"}).status_code == 409


def test_a_relation_is_taught_in_one_workspace_alone(service):
    acme, other = made(service, "acme"), made(service, "other")
    example = {"text": "Ada Lovelace sails on Albion.", "subject": "Ada Lovelace", "object": "Albion"}  # fmt: skip
    taught = acme.ask("POST", "/relations", json={"name": "sails on", "examples": [example]})
    assert taught.status_code == 201, taught.text

    for tenant in (acme, other, Tenant(service, None)):
        tenant.post("Bob Hope sails on Bounty.")

    assert acme.facts() == {("Bob Hope", "Bounty")}
    assert other.facts() == Tenant(service, None).facts() == set()
    assert other.get("/relations")["relations"] == []


def test_metrics_count_all_workspaces_together_and_each(service):
    made(service, "acme").post(ADA, "Eve was born in Paris.")
    Tenant(service, None).post(BOB)

    lines = service.get("/metrics").text.splitlines()

    assert 'kg_documents{status="done"} 3.0' in lines
    assert 'kg_workspace_documents{status="done",workspace="acme"} 2.0' in lines
    assert 'kg_workspace_documents{status="done",workspace="main"} 1.0' in lines
    assert "kg_workspaces_open 1.0" in lines


def test_a_backup_of_one_workspace_holds_no_other_and_leaves_the_list_as_it_is(service):
    acme, main = made(service, "acme"), Tenant(service, None)
    acme.post(ADA)
    main.post(BOB)
    saved = main.ask("GET", "/backup").content
    made(service, "later")

    assert main.ask("POST", "/restore", content=saved).status_code == 200
    assert acme.ask("POST", "/restore", content=saved).status_code == 200

    listed = [one["name"] for one in service.get("/workspaces").json()["workspaces"]]
    assert listed == ["main", "acme", "later"]
    assert acme.facts() == main.facts() == {("Bob Hope", "Eltham")}

"""`/suggestions` after `kg complete train`: who suggests, why, and what is said when facts have changed."""

from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli.app import app

WDT = "http://www.wikidata.org/prop/direct/"
TOWNS = 6
PEOPLE = 84


def told() -> str:
    """Return a text in which people who work for firms of a founder's town were born there, nearly all."""
    places = [f"Town{n} is located in Land{n % 2}." for n in range(TOWNS)]
    firms = [f"Firm{n} was founded by Boss{n}." for n in range(12)]
    bosses = [f"Boss{n} was born in Town{n % TOWNS}." for n in range(12)]
    people = [f"Worker{n} works for Firm{n % 12}." for n in range(PEOPLE)]
    born = [f"Worker{n} was born in Town{n % TOWNS}." for n in range(PEOPLE - 4)]
    married = [f"Worker{n} is married to Mate{n}." for n in range(40)]
    return " ".join(places + firms + bosses + people + born + married)


def train(data: Any, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Any:
    monkeypatch.setenv("KG_DATA", str(data))
    return CliRunner().invoke(app, ["complete", "train", *arguments])


def learnt_suggestions(service: Any) -> list[dict[str, Any]]:
    asked = {"subject": "person/worker82", "min_score": 0.01, "limit": 200}
    answer = service.get("/suggestions", params=asked)
    assert answer.status_code == 200, answer.text
    return [one for one in answer.json()["suggestions"] if one["source"] != "rules"]


@pytest.mark.slow
def test_what_was_learnt_suggests_with_known_facts_and_says_when_it_is_old(
    service, ingest, tmp_path, monkeypatch
):
    ingest(service, told())
    assert learnt_suggestions(service) == []

    done = train(tmp_path / "data", monkeypatch, "--rank", "16", "--epochs", "60")
    assert done.exit_code == 0, done.output

    found = learnt_suggestions(service)
    assert found
    assert {one["source"] for one in found} <= {"vectors", "analogy"}
    for one in found:
        assert (one["rule"], one["stale"]) == (None, False)
        assert one["grounds"]
        for ground in one["grounds"]:
            stated = service.get(f"/statements/{ground['id']}").json()
            assert stated["evidence"][0]["sentence"]["text"]
    about = service.get("/suggestions", params={"subject": "person/worker82"}).json()["learnt"]
    assert (about["facts"], about["stale"]) == (TOWNS + 12 + 12 + PEOPLE + PEOPLE - 4 + 40, False)

    ingest(service, "Nobody1 works for Firm1.")

    assert all(one["stale"] for one in learnt_suggestions(service))


def test_too_small_a_graph_is_refused_in_words(service, ingest, tmp_path, monkeypatch):
    ingest(service, "Ada works for Firm1.")

    done = train(tmp_path / "data", monkeypatch)

    assert done.exit_code == 1
    assert "There are 1 facts" in done.output
    assert service.get("/suggestions", params={"subject": "person/ada"}).json()["learnt"] is None

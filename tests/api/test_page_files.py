"""The page's files: all there, all from here."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WEB = ROOT / "api" / "web"
OWN = sorted([*WEB.glob("*.html"), *WEB.glob("css/*.css"), *WEB.glob("js/**/*.js")])
NAMESPACES = ("http://www.w3.org/", "http://www.wikidata.org/prop/direct/")
LONGEST = 250


def test_the_page_runs_no_script_but_its_own(shared):
    answer = shared.get("/")
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))  # fmt: skip

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert not re.search(r"<script>|<style>|\son\w+=|style=", answer.text)


def test_every_file_that_the_page_names_is_served(shared):
    page = shared.get("/").text
    named = set(re.findall(r'(?:href|src)="(web/[^"]+)"', page))

    answers = {name: shared.get(f"/{name}").status_code for name in named}

    assert len(named) >= 5
    assert set(answers.values()) == {200}


def test_a_path_out_of_the_folder_leads_nowhere(shared):
    assert shared.get("/web/../app.py").status_code == 404
    assert shared.get("/web/%2e%2e/app.py").status_code == 404


@pytest.mark.parametrize("module", [one for one in OWN if one.suffix == ".js"], ids=lambda one: one.name)  # fmt: skip
def test_every_import_leads_to_a_file(module):
    named = re.findall(r'(?:from|import)\s+"(\.[^"]+)"', module.read_text("utf-8"))

    assert [name for name in named if not (module.parent / name).resolve().is_file()] == []


@pytest.mark.parametrize("file", OWN, ids=lambda one: one.name)
def test_our_own_files_are_short_and_name_no_other_server(file):
    text = file.read_text("utf-8")
    named = re.findall(r"https?://[^\s\"'`<>)]+", text)

    assert len(text.splitlines()) <= LONGEST
    assert [address for address in named if not address.startswith(NAMESPACES)] == []
    assert "innerHTML" not in text


def test_third_party_files_are_what_the_table_says():
    table = (WEB / "vendor" / "THIRD_PARTY.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `([^`]+)` .* `([0-9a-f]{64})` \|$", table, re.MULTILINE))

    found = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (WEB / "vendor").iterdir()
        if file.suffix in (".js", ".css")
    }

    assert listed == found


def test_mentions_come_in_the_order_of_the_text(service, ingest):
    text = "\N{GRINNING FACE} Ada Lovelace was born in London."
    ingest(service, {"id": "ada", "text": text})

    found = service.get("/documents/ada/mentions").json()["mentions"]

    assert [(one["text"], one["label"]) for one in found] == [("Ada Lovelace", "person"), ("London", "place")]  # fmt: skip
    assert [text[slice(*one["span"])] for one in found] == ["Ada Lovelace", "London"]
    assert service.get("/documents/nobody/mentions").status_code == 404


def test_the_overview_counts_documents_and_the_properties_have_names(service, ingest):
    ingest(service, "Ada Lovelace was born in London.")

    properties = service.get("/properties").json()["properties"]

    assert service.get("/overview").json()["documents"] == {"done": 1}
    assert {"iri": "http://www.wikidata.org/prop/direct/P19", "label": "place of birth"} in properties  # fmt: skip

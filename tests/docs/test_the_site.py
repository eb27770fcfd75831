"""docs/ makes a site without a warning, and the site has what the code has."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from serving import ROOT

from api.app import create_app
from kg.settings import Settings


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, made anew; Sphinx fails on any warning."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    script = [sys.executable, "-m", "scripts.site", str(folder)]
    made = subprocess.run(script, cwd=ROOT, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


@pytest.mark.slow
def test_every_route_and_command_is_in_the_reference(site):
    routes = (site / "reference/routes.html").read_text("utf-8")
    commands = (site / "reference/commands.html").read_text("utf-8")

    missing = [path for path in create_app(Settings()).openapi()["paths"] if path not in routes]

    assert missing == []
    assert "kg analogy" in commands
    assert "kg keys create" in commands


@pytest.mark.slow
def test_the_site_loads_nothing_from_elsewhere(site):
    pages = [page.read_text("utf-8") for page in site.rglob("*.html")]

    loaded = [
        address
        for page in pages
        for address in re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="(https?:[^"]+)"', page)
    ]

    assert loaded == []


def test_every_package_that_kg_asks_for_has_its_licence_listed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {_name(line) for line in project["dependencies"]}
    rows = (ROOT / "THIRD_PARTY_LICENCES.md").read_text("utf-8")

    listed = dict(re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+) \|$", rows, re.MULTILINE))

    assert asked - listed.keys() == set()
    assert "not stated" not in listed.values()


def test_the_citation_names_the_version_and_the_licence_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))

    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]
    assert citation["cff-version"] == "1.2.0"


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()

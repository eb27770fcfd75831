"""The dashboard, the alert rules and the scaling rule ask for nothing that kg does not export."""

import json
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient

from api.app import create_app
from kg.settings import Settings

ROOT = Path(__file__).parents[1]
DASHBOARD = json.loads((ROOT / "deploy/grafana/kg.json").read_text())
ALERTS = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text())
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
SCRAPED = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text())
SCALERS = sorted((ROOT / "deploy/kubernetes").rglob("autoscaler.yaml"))
OTHERS = {"up"}
"""Made by Prometheus itself."""


def expressions():
    for panel in DASHBOARD["panels"]:
        for target in panel["targets"]:
            yield f"panel {panel['title']}", target["expr"]
    for rule in RULES:
        yield f"alert {rule['alert']}", rule["expr"]
    for file in SCALERS:
        for trigger in yaml.safe_load(file.read_text())["spec"]["triggers"]:
            yield str(file.relative_to(ROOT)), trigger["metadata"]["query"]


def names_in(expression):
    return set(re.findall(r"\bkg_\w+", expression)) | (OTHERS & set(re.findall(r"\w+", expression)))


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Return every sample name of a running service, with the labels that it was seen with."""
    settings = Settings(
        _env_file=None, data=tmp_path_factory.mktemp("data"), extractor="scripted", examples=False
    )
    with TestClient(create_app(settings)) as service:
        job = service.post("/documents", json=[{"text": "Ada was born in London."}, {}]).json()[
            "job"
        ]
        while not service.get(f"/jobs/{job}").json()["finished"]:
            time.sleep(0.02)
        text = service.get("/metrics").text
    seen: dict[str, set[str]] = {}
    for name, kind in re.findall(r"^# TYPE (\w+) (\w+)$", text, re.MULTILINE):
        for suffix in ("_bucket", "_sum", "_count") if kind == "histogram" else ("",):
            seen.setdefault(name + suffix, set())
    for name, labels in re.findall(r"^(\w+)\{([^}]*)\} ", text, re.MULTILINE):
        seen.setdefault(name, set()).update(re.findall(r'(\w+)="', labels))
    return seen


@pytest.mark.parametrize(("where", "expression"), list(expressions()))
def test_every_metric_that_is_asked_for_is_exported(exported, where, expression):
    names = names_in(expression)

    assert names, f"{where} asks for nothing"
    assert names - OTHERS <= set(exported)


def test_a_name_that_is_not_exported_would_be_noticed(exported):
    assert not names_in("rate(kg_queue_lenght[5m])") <= set(exported)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("kg_documents", "status"),
        ("kg_documents_handled_total", "outcome"),
        ("kg_documents_rejected_total", "kind"),
        ("kg_stage_seconds_bucket", "stage"),
        ("kg_workers", "state"),
        ("kg_http_requests_total", "status"),
        ("kg_http_request_seconds_bucket", "route"),
    ],
)
def test_metrics_bear_the_labels_that_are_asked_for(exported, name, label):
    assert label in exported[name]


def test_every_metric_of_ours_is_shown_on_the_dashboard(exported):
    shown = {name for _, expression in expressions() for name in names_in(expression)}
    bare = {re.sub(r"_(bucket|sum|count)$", "", name) for name in shown}

    metrics = {name for name in exported if not name.endswith("_created")}
    ours = {re.sub(r"_(bucket|sum|count)$", "", name) for name in metrics}

    assert {name for name in ours if name.startswith("kg_")} <= bare


def test_panels_have_numbers_and_places_of_their_own():
    panels = DASHBOARD["panels"]

    places = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}

    assert len({panel["id"] for panel in panels}) == len(places) == len(panels) >= 12


def test_each_alert_has_a_section_that_says_what_to_do():
    page = (ROOT / "docs/operations.md").read_text()
    sections = dict(re.findall(r"^### (Kg\w+)\n\n(.+?)(?=\n##|\Z)", page, re.MULTILINE | re.DOTALL))

    assert set(sections) == {rule["alert"] for rule in RULES}
    for rule in RULES:
        assert rule["annotations"]["runbook"] == f"docs/operations.md#{rule['alert'].lower()}"
        assert len(sections[rule["alert"]]) > 150, f"{rule['alert']} says too little"


def test_each_alert_says_how_urgent_it_is_and_waits_before_it_speaks():
    for rule in RULES:
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert re.fullmatch(r"\d+[mh]", rule["for"])
        assert rule["annotations"]["summary"]


def test_alerts_speak_of_scrape_jobs_that_there_are():
    named = {job for rule in RULES for job in re.findall(r'job="([^"]+)"', rule["expr"])}

    assert named <= {job["job_name"] for job in SCRAPED["scrape_configs"]}


def test_prometheus_itself_takes_the_rules():
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not here: apt-get install prometheus")

    checked = subprocess.run(
        [promtool, "check", "config", "prometheus.yml"],
        cwd=ROOT / "deploy/prometheus",
        capture_output=True,
        text=True,
    )

    assert checked.returncode == 0, checked.stderr

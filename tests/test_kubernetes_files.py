"""The manifests of deploy/kubernetes, without a cluster: their schemas, and that they fit together and fit kg."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from kg.settings import Settings

ROOT = Path(__file__).parents[1]
BASE = ROOT / "deploy/kubernetes/base"
GPU = ROOT / "deploy/kubernetes/gpu"
VERSIONS = ["1.31", "1.34"]
RESTRICTED = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}


def documents(folder: Path) -> list[dict[str, Any]]:
    listed = yaml.safe_load((folder / "kustomization.yaml").read_text())["resources"]
    return [one for file in listed for one in yaml.safe_load_all((folder / file).read_text())]


ALL = documents(BASE)
NATIVE = [one for one in ALL if not one["apiVersion"].startswith("keda.sh/")]
PODS = {
    one["metadata"]["name"]: one["spec"]["template"]["spec"]
    for one in ALL
    if one["kind"] in ("Deployment", "StatefulSet")
}
CONTAINERS = {name: pod["containers"][0] for name, pod in PODS.items()}
SERVICES = {one["metadata"]["name"]: one["spec"] for one in ALL if one["kind"] == "Service"}
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def of_kind(kind: str, found: list[dict[str, Any]] = ALL) -> list[dict[str, Any]]:
    return [one for one in found if one["kind"] == kind]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("one", NATIVE, ids=lambda one: f"{one['kind']} {one['metadata']['name']}")
def test_every_manifest_follows_its_schema_to_the_letter(one, version):
    kubernetes_validate.validate(one, version, strict=True)


def test_a_field_that_does_not_exist_would_be_noticed():
    wrong = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "x", "colour": "red"}}

    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, VERSIONS[-1], strict=True)


def test_every_file_is_listed_and_every_listed_file_is_there():
    for folder in (BASE, GPU):
        kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text())
        listed = {one for one in kustomization["resources"] if one.endswith(".yaml")}
        listed |= {patch["path"] for patch in kustomization.get("patches", [])}
        there = {file.name for file in folder.glob("*.yaml")} - {"kustomization.yaml"}

        assert listed == there


@pytest.mark.parametrize("name", PODS)
def test_no_pod_runs_as_root_or_may_become_it(name):
    pod, container = PODS[name], CONTAINERS[name]

    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"].items() >= RESTRICTED.items()


@pytest.mark.parametrize("name", PODS)
def test_every_mount_has_its_volume_and_every_pod_its_limits(name):
    pod = PODS[name]
    (claims,) = [
        {claim["metadata"]["name"] for claim in one["spec"].get("volumeClaimTemplates", [])}
        for one in ALL
        if one["kind"] in ("Deployment", "StatefulSet") and one["metadata"]["name"] == name
    ]

    mounted = {mount["name"] for mount in CONTAINERS[name]["volumeMounts"]}

    assert mounted == claims | {volume["name"] for volume in pod.get("volumes", [])}
    assert "memory" in CONTAINERS[name]["resources"]["limits"]
    assert "readinessProbe" in CONTAINERS[name] or "livenessProbe" in CONTAINERS[name]


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_leads_to_a_port_of_its_pod(name):
    (app,) = SERVICES[name]["selector"].values()
    ports = {port["name"] for port in CONTAINERS[app]["ports"]}

    assert {port["targetPort"] for port in SERVICES[name]["ports"]} <= ports


def test_hosts_that_the_settings_name_are_services():
    (settings,) = of_kind("ConfigMap")
    urls = [value for key, value in settings["data"].items() if key.startswith("KG_STORE")]

    named = {re.sub(r"^http://([^:/]+).*", r"\1", url) for url in urls}

    assert named
    assert named <= set(SERVICES)


def test_every_kg_variable_is_a_setting():
    text = "".join(file.read_text() for file in BASE.glob("*.yaml"))
    known = {f"KG_{field.upper()}" for field in Settings.model_fields}

    assert set(re.findall(r"\bKG_[A-Z_]+", text)) <= known


def test_secrets_are_made_elsewhere_and_none_stands_here():
    keys = {
        variable["valueFrom"]["secretKeyRef"]["key"]
        for container in CONTAINERS.values()
        for variable in container["env" if "env" in container else "ports"]
        if "valueFrom" in variable
    }
    page = (ROOT / "docs/operations.md").read_text()

    assert of_kind("Secret") == []
    assert keys == {"database-url", "redis-url", "redis-password", "postgres-password"}
    assert all(f"--from-literal={key}=" in page for key in keys)


def test_the_api_asks_for_keys():
    variables = {one["name"]: one.get("value") for one in CONTAINERS["api"]["env"]}

    assert variables["KG_REQUIRE_KEYS"] == "1"
    assert "KG_ALLOW_OPEN" not in variables


@pytest.mark.parametrize(
    ("pod", "service"), [("api", "api"), ("worker", "worker-cpu"), ("store", "store")]
)
def test_pods_run_the_same_commands_as_the_compose_file(pod, service):
    assert CONTAINERS[pod]["command"] == COMPOSE[service]["command"]


def test_network_policies_speak_of_pods_and_ports_that_there_are():
    for policy in of_kind("NetworkPolicy"):
        selector = policy["spec"]["podSelector"]
        apps = list(selector.get("matchLabels", {}).values())
        apps += [app for one in selector.get("matchExpressions", []) for app in one["values"]]
        ports = {
            port["port"] for rule in policy["spec"]["ingress"] for port in rule.get("ports", [])
        }

        assert set(apps) <= set(PODS)
        assert ports <= {port["name"] for app in apps for port in CONTAINERS[app]["ports"]}
    assert len(of_kind("NetworkPolicy")) == 4


def test_the_autoscaler_scales_the_workers_by_the_queue_s_length():
    (scaler,) = of_kind("ScaledObject")
    (trigger,) = scaler["spec"]["triggers"]

    assert scaler["spec"]["scaleTargetRef"]["name"] == "worker"
    assert "replicas" not in next(
        one["spec"] for one in of_kind("Deployment") if one["metadata"]["name"] == "worker"
    )
    assert 0 < scaler["spec"]["minReplicaCount"] < scaler["spec"]["maxReplicaCount"]
    assert trigger["type"] == "prometheus"
    assert set(trigger["metadata"]) == {
        "serverAddress", "query", "threshold", "activationThreshold",
    }  # fmt: skip
    assert all(isinstance(value, str) for value in trigger["metadata"].values())
    assert "queued|running" in trigger["metadata"]["query"]


def test_the_overlay_changes_what_there_is():
    for file in GPU.glob("[!k]*.yaml"):
        patch = yaml.safe_load(file.read_text())
        (target,) = [
            one
            for one in of_kind(patch["kind"])
            if one["metadata"]["name"] == patch["metadata"]["name"]
        ]

        assert target["apiVersion"] == patch["apiVersion"]
    worker = yaml.safe_load((GPU / "worker.yaml").read_text())
    (container,) = worker["spec"]["template"]["spec"]["containers"]
    assert container["name"] == CONTAINERS["worker"]["name"]
    assert container["resources"]["limits"] == {"nvidia.com/gpu": 1}


@pytest.mark.parametrize("overlay", ["base", "gpu"])
def test_kustomize_builds_what_the_schemas_take(overlay):
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl is not here")

    built = subprocess.run(
        [kubectl, "kustomize", f"deploy/kubernetes/{overlay}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert built.returncode == 0, built.stderr
    found = list(yaml.safe_load_all(built.stdout))
    assert len(found) == len(ALL)
    assert all(one["metadata"].get("namespace", "kg") == "kg" for one in found)
    for one in found:
        if not one["apiVersion"].startswith("keda.sh/"):
            kubernetes_validate.validate(one, VERSIONS[-1], strict=True)
    (worker,) = [one for one in of_kind("Deployment", found) if one["metadata"]["name"] == "worker"]
    limits = worker["spec"]["template"]["spec"]["containers"][0]["resources"]["limits"]
    assert ("nvidia.com/gpu" in limits) == (overlay == "gpu")
    assert limits["memory"] == "6Gi"

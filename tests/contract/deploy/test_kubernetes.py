"""The Kubernetes manifests are valid, and carry the same configuration as the compose file."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from hub_core.messaging.parts import PROJECTIONS
from services.platform.commands.metrics import PORT
from services.platform.service_names import SERVICES

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "deploy/kubernetes"
MANIFESTS = sorted(FOLDER.glob("*.yaml"))


def resources() -> Iterator[dict[str, Any]]:
    for manifest in MANIFESTS:
        yield from yaml.safe_load_all(manifest.read_text())


def containers() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for resource in resources():
        pod = resource.get("spec", {}).get("template", {}).get("spec", {})
        for container in pod.get("containers", []):
            yield pod, container


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda manifest: manifest.name)
def test_a_manifest_is_valid(manifest: Path) -> None:
    checked = subprocess.run(
        [Path(sys.executable).with_name("kubernetes-validate"), "--strict", manifest],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_everything_is_in_our_namespace() -> None:
    for resource in resources():
        if resource["kind"] != "Namespace":
            assert resource["metadata"]["namespace"] == "careers-hub"


def test_every_container_is_what_the_restricted_pod_standard_asks_for() -> None:
    seen = 0
    for pod, container in containers():
        seen += 1
        assert pod["securityContext"]["runAsNonRoot"]
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert "memory" in container["resources"]["limits"]
    # The entry and nats, the services, relay, reactions, metrics, the projections and the migration.
    assert seen == 2 + len(SERVICES) + 4 + len(PROJECTIONS)


def test_every_file_of_a_setting_is_mounted_from_a_secret() -> None:
    for pod, container in containers():
        at = {mount["name"]: mount["mountPath"] for mount in container.get("volumeMounts", [])}
        mounted = {
            f"{at[volume['name']]}/{item['path']}"
            for volume in pod.get("volumes", [])
            if volume["name"] in at
            for source in volume.get("projected", {}).get("sources", [])
            for item in source.get("secret", {}).get("items", [])
        }
        for variable in container.get("env", []):
            if variable["name"].endswith("_FILE"):
                assert variable["value"] in mounted, (container["name"], variable["name"])


def test_the_journal_of_erasures_lasts_and_is_apart_from_what_is_gone_with_the_pod() -> None:
    (claim,) = (r for r in resources() if r["kind"] == "PersistentVolumeClaim")
    journals = 0
    for pod, container in containers():
        given = {variable["name"]: variable.get("value") for variable in container.get("env", [])}
        if journal := given.get("HUB_ERASURE_JOURNAL"):
            journals += 1
            (mount,) = (m for m in container["volumeMounts"] if journal.startswith(m["mountPath"]))
            (volume,) = (v for v in pod["volumes"] if v["name"] == mount["name"])
            assert volume["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    assert journals == len(SERVICES)


def test_only_prometheus_comes_to_the_metrics() -> None:
    (policy,) = (
        r["spec"]
        for r in resources()
        if r["kind"] == "NetworkPolicy" and r["metadata"]["name"] == "metrics"
    )
    (container,) = (each for _, each in containers() if each["name"] == "metrics")
    (port,) = (each["containerPort"] for each in container["ports"])
    assert port == PORT
    assert [each["ports"] for each in policy["ingress"]] == [[{"protocol": "TCP", "port": PORT}]]
    assert all("namespaceSelector" in peer for each in policy["ingress"] for peer in each["from"])


def test_no_service_leads_to_pods_that_listen_on_loopback_only() -> None:
    selectors = [r["spec"]["selector"] for r in resources() if r["kind"] == "Service"]
    assert selectors == [{"app.kubernetes.io/name": "nats"}] * 2
    assert not [r for r in resources() if r["kind"] == "Ingress"]


def test_nats_has_the_configuration_of_the_compose_cluster() -> None:
    data = configuration("nats")
    assert data["nats-server.conf"] == (ROOT / "deploy/nats/cluster.conf").read_text()
    assert data["accounts.conf"] == (ROOT / "deploy/nats/accounts.conf").read_text()


def test_the_entry_is_the_compose_entry_on_loopback() -> None:
    text = (ROOT / "deploy/entry/nginx.conf").read_text()
    # The comment at the top speaks of compose.
    _, _, body = text.partition("\n\n")
    assert configuration("entry")["nginx.conf"] == body.replace(
        "listen 8400", "listen 127.0.0.1:8400"
    )


def test_services_and_ports_are_those_of_the_compose_file() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    ours = {
        container["name"]: (
            container["command"],
            next((v["value"] for v in container["env"] if v["name"] == "HUB_PORT"), None),
        )
        for _, container in containers()
        if container["command"][0] == "hub"
    }
    theirs = {
        name: (service["command"], service["environment"].get("HUB_PORT"))
        for name, service in compose.items()
        if service.get("command", [None])[0] == "hub"
    }
    assert ours == theirs


def test_every_part_is_given_the_settings_it_has_in_the_compose_file() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    for _, container in containers():
        if container["command"][0] == "hub":
            given = {variable["name"] for variable in container["env"]}
            assert given == set(compose[container["name"]]["environment"]), container["name"]


def configuration(name: str) -> dict[str, str]:
    (found,) = (
        resource["data"]
        for resource in resources()
        if resource["kind"] == "ConfigMap" and resource["metadata"]["name"] == name
    )
    return found

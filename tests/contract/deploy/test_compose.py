"""docker-compose.yml says what it means: checked against the specification and against our rules."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from joserfc import jwt
from joserfc.jwk import ECKey
from litestar import Router

from hub_core.identity.machines.signing_keys import read_signing_keys
from hub_core.messaging.parts import PROJECTIONS
from hub_core.settings import read_settings
from services.http.guard_rails.client_address import trusted_networks
from services.platform.addresses import part_of
from services.platform.composition import APIS
from services.platform.service_names import SERVICES

ROOT = Path(__file__).parents[3]
FILE = ROOT / "docker-compose.yml"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text())


def test_it_follows_the_compose_specification() -> None:
    checked = subprocess.run(
        [
            Path(sys.executable).with_name("check-jsonschema"),
            "--builtin-schema=vendor.compose-spec",
            FILE,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_servers_are_the_versions_we_test_against(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert services["postgres"]["image"] == "postgres:18"
    nodes = [service for name, service in services.items() if name.startswith("nats")]
    assert {node["image"] for node in nodes} == {"nats:2.15-alpine"}
    assert [node.get("profiles") for node in nodes] == [None, ["cluster"], ["cluster"]]


def test_only_the_entry_is_published_and_only_on_this_machine(compose: dict[str, Any]) -> None:
    published = {
        name: service["ports"]
        for name, service in compose["services"].items()
        if "ports" in service
    }
    assert list(published) == ["loopback"]
    assert all(port.startswith("127.0.0.1:") for port in published["loopback"])


def test_metrics_are_on_networks_that_lead_nowhere(compose: dict[str, Any]) -> None:
    networks = compose["services"]["metrics"]["networks"]
    assert networks == ["data", "monitoring"]
    assert all(compose["networks"][name]["internal"] for name in networks)


def test_what_was_erased_is_written_down_on_a_volume_that_holds_nothing_else(
    compose: dict[str, Any],
) -> None:
    users = {
        name: service["volumes"]
        for name, service in compose["services"].items()
        if any(str(volume).startswith("erasures:") for volume in service.get("volumes", []))
    }
    assert set(users) == set(SERVICES)
    for name, volumes in users.items():
        (_, _, folder) = volumes[0].partition(":")
        journal = compose["services"][name]["environment"]["HUB_ERASURE_JOURNAL"]
        assert journal.startswith(f"{folder}/"), name
        # The image has the folder, so that the volume belongs to whom the services run as.
        assert folder in (ROOT / "deploy/Dockerfile").read_text()
    assert "erasures" in compose["volumes"]


def test_every_service_listens_on_the_loopback_that_the_entry_shares(
    compose: dict[str, Any],
) -> None:
    services = compose["services"]
    serving = {n: s for n, s in services.items() if "serve" in s.get("command", [])}
    assert set(serving) == set(SERVICES)
    for name, service in (*serving.items(), ("entry", services["entry"])):
        assert service["network_mode"] == "service:loopback", name
        assert "HUB_LISTEN_HOST" not in service.get("environment", {}), name


def test_the_entry_sends_each_part_of_the_api_to_the_service_that_owns_it(
    compose: dict[str, Any],
) -> None:
    ports = {
        service["command"][-1]: service["environment"]["HUB_PORT"]
        for service in compose["services"].values()
        if "serve" in service.get("command", [])
    }
    assert len(set(ports.values())) == len(ports)
    entry = (ROOT / "deploy/entry/nginx.conf").read_text()
    ways = dict(re.findall(r"location (\S+) \{ proxy_pass http://127\.0\.0\.1:(\d+); }", entry))
    assert ways == {
        ("/" if name == "web" else f"/api/{name}"): port for name, port in ports.items()
    }
    assert set(ports) == set(SERVICES)


@pytest.mark.parametrize("name", APIS)
def test_a_service_answers_below_the_path_that_the_entry_sends_it(name: str) -> None:
    router = APIS[name]
    assert isinstance(router, Router)
    assert router.path == f"/api/{name}"


def test_people_sign_in_at_the_pages_and_every_service_knows_where_it_is_reached(
    compose: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "openid-client-secret").write_text("0f9a-7c21-58de-b346")
    dotenv = {
        "HUB_PUBLIC_URL": "https://hub.example.org",
        "HUB_OPENID_ISSUER": "https://issuer.example.org",
        "HUB_OPENID_CLIENT_ID": "careers-hub",
    }
    for name in SERVICES:
        given = {
            variable: in_compose(value, dotenv).replace("/run/secrets", str(tmp_path))
            for variable, value in compose["services"][name]["environment"].items()
            if not variable.endswith("_URL_FILE")
        }
        settings = read_settings(given)
        assert settings.public_url == "https://hub.example.org", name
        assert trusted_networks(settings.trusted_proxies) == trusted_networks("127.0.0.1"), name
        assert settings.signing_key_file == tmp_path / "signing-keys", name
        assert (settings.openid is not None) == (name == "web"), name


def test_nothing_starts_before_somebody_said_where_people_sign_in(compose: dict[str, Any]) -> None:
    environment = compose["services"]["web"]["environment"]
    for variable in ("HUB_OPENID_ISSUER", "HUB_OPENID_CLIENT_ID"):
        with pytest.raises(LookupError, match=r"in \.env"):
            in_compose(environment[variable], {})
    assert in_compose(environment["HUB_PUBLIC_URL"], {}) == "http://localhost:8400"


def in_compose(value: str, given: dict[str, str]) -> str:
    """A value as compose reads it: ${NAME:-what else} and ${NAME:?what is wrong}."""

    def filled(found: re.Match[str]) -> str:
        name, kind, rest = found.groups()
        if kind == "?" and not given.get(name):
            raise LookupError(rest)
        return given.get(name) or rest

    return re.sub(r"\$\{(\w+):([-?])([^}]*)\}", filled, value)


def test_every_part_starts_again_by_itself_except_the_migration(compose: dict[str, Any]) -> None:
    restarts = {name: service["restart"] for name, service in compose["services"].items()}
    assert restarts.pop("migrate") == "no"
    assert set(restarts.values()) == {"unless-stopped"}


def test_no_secret_is_written_in_the_file(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        for variable, value in service.get("environment", {}).items():
            assert not re.search(r"://[^/]*@", str(value)), (name, variable)
            if re.search(r"PASSWORD|SECRET|KEY", variable):
                assert variable.endswith("_FILE"), (name, variable)
                assert str(value).startswith("/run/secrets/"), (name, variable)


def test_every_secret_file_a_service_reads_is_given_to_it(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        given = {
            secret if isinstance(secret, str) else secret["source"]
            for secret in service.get("secrets", [])
        }
        assert given <= set(compose["secrets"]), name
        for variable, value in service.get("environment", {}).items():
            if variable.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in given, (name, variable)


def test_only_the_relay_is_given_the_way_into_the_log(compose: dict[str, Any]) -> None:
    holders = [
        name
        for name, service in compose["services"].items()
        if "nats-relay-url" in service.get("secrets", [])
    ]
    assert holders == ["relay"]


def test_every_part_signs_in_to_nats_by_itself(compose: dict[str, Any]) -> None:
    signing_in = {
        name: service["environment"]["HUB_NATS_URL_FILE"]
        for name, service in compose["services"].items()
        if "HUB_NATS_URL_FILE" in service.get("environment", {})
    }
    assert signing_in == {
        name: f"/run/secrets/nats-{part_of(compose['services'][name]['command'][1:])}-url"
        for name in signing_in
    }
    assert len(set(signing_in.values())) == 3 + len(PROJECTIONS)


def test_services_sign_in_to_the_database_as_the_role_that_owns_nothing(
    compose: dict[str, Any],
) -> None:
    for name, service in compose["services"].items():
        if "serve" in service.get("command", []):
            assert "hub-services-url" in service["secrets"], name
            assert "hub-postgres-url" not in service["secrets"], name
        elif "hub" in service.get("command", []):
            assert "hub-services-url" not in service.get("secrets", []), name


def test_make_secrets_makes_every_secret_once(compose: dict[str, Any], tmp_path: Path) -> None:
    folder = tmp_path / "secrets"

    def make() -> dict[str, bytes]:
        subprocess.run(
            [ROOT / "deploy/make-secrets.sh", folder],
            check=True,
            capture_output=True,
            env={"PATH": os.environ["PATH"]},
        )
        return {file.name: file.read_bytes() for file in folder.iterdir()}

    first = make()
    wanted = {Path(secret["file"]).name for secret in compose["secrets"].values()}
    assert wanted <= set(first)
    assert all(first.values())
    assert len(first["vault-master-key"]) == 32
    (key,) = read_signing_keys(folder / "signing-keys.json").keys
    signed = jwt.encode({"alg": "ES256"}, {"sub": "somebody"}, key.imported())
    public = ECKey.import_key(key.imported().as_dict(private=False))
    assert jwt.decode(signed, public, algorithms=["ES256"]).claims == {"sub": "somebody"}
    assert folder.stat().st_mode & 0o077 == 0
    assert make() == first


def test_every_file_it_mounts_is_there(compose: dict[str, Any]) -> None:
    for mode in ("single", "cluster"):
        for name, configuration in compose["configs"].items():
            file = configuration["file"].replace("${NATS_MODE:-single}", mode)
            assert (ROOT / file).is_file(), name

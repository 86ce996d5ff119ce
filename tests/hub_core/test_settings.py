"""Settings read from the environment."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from hub_core.settings import OpenId, Settings, SettingsError, mask, read_settings


def refusal_of(environment: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as refusal:
        read_settings(environment)
    return str(refusal.value)


def test_an_empty_environment_means_embedded_servers_on_this_machine() -> None:
    assert read_settings({"PATH": "/bin"}) == Settings(
        data=Path.cwd() / ".hub",
        postgres_url=None,
        vault_url=None,
        nats_url=None,
        vault_key_file=None,
        listen_host="127.0.0.1",
        port=8400,
        log_level="info",
    )


def test_every_variable_is_read() -> None:
    assert read_settings(
        {
            "HUB_DATA": "/srv/hub",
            "HUB_POSTGRES_URL": "postgresql://hub:a@db/hub",
            "HUB_VAULT_URL": "postgres://vault:b@db/hub_vault",
            "HUB_NATS_URL": "nats://hub:c@queue:4222",
            "HUB_VAULT_KEY_FILE": "/run/secrets/vault-key",
            "HUB_LISTEN_HOST": "::1",
            "HUB_PORT": "80",
            "HUB_LOG_LEVEL": "WARNING",
        }
    ) == Settings(
        data=Path("/srv/hub"),
        postgres_url="postgresql://hub:a@db/hub",
        vault_url="postgres://vault:b@db/hub_vault",
        nats_url="nats://hub:c@queue:4222",
        vault_key_file=Path("/run/secrets/vault-key"),
        listen_host="::1",
        port=80,
        log_level="warning",
    )


def test_an_empty_value_counts_as_none() -> None:
    assert read_settings({"HUB_NATS_URL": "", "HUB_PORT": ""}) == read_settings({})


def test_a_sender_s_key_and_address_stop_no_command() -> None:
    sender = {"HUB_KEY": "chk_of_a_school", "HUB_URL": "https://hub.example"}
    assert read_settings({"PATH": "/bin", **sender}) == read_settings({"PATH": "/bin"})


@pytest.mark.parametrize(
    ("unknown", "nearest"),
    [
        ("HUB_POSTGRESS_URL", "HUB_POSTGRES_URL"),
        ("HUB_NATS", "HUB_NATS_URL"),
        ("HUB_LISTEN", "HUB_LISTEN_HOST"),
        ("HUB_VAULT_FILE", "HUB_VAULT_URL_FILE"),
    ],
)
def test_an_unknown_variable_is_refused_with_the_nearest_known_one(
    unknown: str, nearest: str
) -> None:
    assert refusal_of({unknown: "x"}) == (
        f"{unknown} is not a setting. Did you mean {nearest}? Correct it or unset it."
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "hub.example.org"])
def test_listening_beyond_this_machine_is_refused(host: str) -> None:
    said = refusal_of({"HUB_LISTEN_HOST": host})
    assert f"HUB_LISTEN_HOST is '{host}', but until people can sign in" in said


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_loopback_in_all_its_forms_is_taken(host: str) -> None:
    assert read_settings({"HUB_LISTEN_HOST": host}).listen_host == host


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "8400.0", "٨٤", "tcp://10.0.0.1:80"])
def test_a_port_that_is_no_port(port: str) -> None:
    assert refusal_of({"HUB_PORT": port}) == (
        f"HUB_PORT must be a number from 1 to 65535, not '{port}'."
    )


def test_everything_wrong_is_said_at_once_and_no_secret_with_it() -> None:
    said = refusal_of(
        {
            "HUB_SPEED": "9",
            "HUB_POSTGRES_URL": "mysql://hub:pass-word@db/hub",
            "HUB_NATS_URL": "queue:pass-word@4222",
            "HUB_LOG_LEVEL": "loud",
        }
    )
    assert len(said.splitlines()) == 4
    assert "HUB_POSTGRES_URL must begin with postgresql:// or postgres://." in said
    assert "HUB_LOG_LEVEL must be one of debug, info, warning, error, not 'loud'." in said
    assert "pass-word" not in said


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "nats").write_text("nats://hub:c@queue:4222\n")
    settings = read_settings({"HUB_NATS_URL_FILE": str(tmp_path / "nats")})
    assert settings.nats_url == "nats://hub:c@queue:4222"


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "nats").write_text("nats://queue:4222")
    assert refusal_of(
        {"HUB_NATS_URL_FILE": str(tmp_path / "nats"), "HUB_NATS_URL": "nats://queue:4222"}
    ) == ("HUB_NATS_URL and HUB_NATS_URL_FILE are both set. Unset one of them.")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"\xff\xfe", "cannot be read: it is not text"),
        (b"http://queue", "must begin with nats://"),
    ],
)
def test_a_file_that_holds_no_secret(tmp_path: Path, content: bytes | None, reason: str) -> None:
    if content is not None:
        (tmp_path / "nats").write_bytes(content)
    said = refusal_of({"HUB_NATS_URL_FILE": str(tmp_path / "nats")})
    assert said.startswith("HUB_NATS_URL")
    assert reason in said


def test_what_is_no_secret_has_no_file_variable() -> None:
    assert "HUB_PORT_FILE is not a setting" in refusal_of({"HUB_PORT_FILE": "/run/port"})


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://hub:p4ss@db:5432/hub", "postgresql://hub:***@db:5432/hub"),
        ("postgresql://hub:p4@ss/w@db/hub", "postgresql://hub:***@db/hub"),
        (
            "postgresql://hub@db/hub?password=p4ss&port=1",
            "postgresql://***@db/hub?password=***&port=1",
        ),
        ("nats://p4ss@queue:4222", "nats://***@queue:4222"),
        ("nats://a:p4ss@one:1,nats://b:p4ss@two:2", "nats://a:***@one:1,nats://b:***@two:2"),
        ("nats://a:p4ss@one:1,b:p4ss@two:2", "nats://a:***@two:2"),
        ("postgresql:///hub?host=/run/pg", "postgresql:///hub?host=/run/pg"),
    ],
)
def test_addresses_are_shown_without_their_secrets(address: str, shown: str) -> None:
    assert mask(address) == shown


def test_settings_never_show_a_secret() -> None:
    settings = read_settings(
        {
            "HUB_POSTGRES_URL": "postgresql://hub:p4ss@db/hub",
            "HUB_NATS_URL": "nats://p4ss@queue:4222",
        }
    )
    console = Console(record=True, file=StringIO(), width=400)
    console.print(settings)
    for shown in (repr(settings), str(settings), str(settings.masked()), console.export_text()):
        assert "p4ss" not in shown
        assert "hub:***@db" in shown
    assert settings.masked()["HUB_VAULT_URL"] == "(embedded)"
    assert settings.masked()["HUB_PORT"] == "8400"


@pytest.mark.parametrize(
    "named", ["10.0.0.0/33", "10.0.0.1,proxy", "127.0.0.1;::1", "10.0.0.0/8 ::1"]
)
def test_a_proxy_that_is_no_address_is_refused_in_a_sentence(named: str) -> None:
    with pytest.raises(SettingsError, match="which is no address and no network") as told:
        read_settings({"HUB_TRUSTED_PROXIES": named})
    assert str(told.value).startswith("HUB_TRUSTED_PROXIES names '")
    assert str(told.value).endswith("separated by commas.")


@pytest.mark.parametrize("named", ["", "10.0.0.1", "10.0.0.0/8, ::1", "10.1.2.3/8,", " fd00::/8 "])
def test_proxies_are_addresses_and_networks(named: str) -> None:
    assert read_settings({"HUB_TRUSTED_PROXIES": named}).trusted_proxies == named


OPENID = {
    "HUB_PUBLIC_URL": "https://hub.example.org/",
    "HUB_OPENID_ISSUER": "https://issuer.example.org/oidc",
    "HUB_OPENID_CLIENT_ID": "careers-hub",
    "HUB_OPENID_CLIENT_SECRET": "s3cr3t-of-the-client",
}


def test_people_sign_in_at_the_issuer_named() -> None:
    settings = read_settings({**OPENID, "HUB_OPENID_ORGANISATION": "dfe_sign_in"})
    assert settings.openid == OpenId(
        issuer="https://issuer.example.org/oidc",
        client_id="careers-hub",
        client_secret="s3cr3t-of-the-client",
        organisation="dfe_sign_in",
    )
    assert settings.public_url == "https://hub.example.org"
    assert not settings.personas
    assert read_settings({}).openid is None


@pytest.mark.parametrize("missing", OPENID)
def test_signing_in_is_configured_whole_or_not_at_all(missing: str) -> None:
    given = {name: value for name, value in OPENID.items() if name != missing}
    said = refusal_of(given)
    assert said.startswith(f"{missing} must be set too")
    assert "s3cr3t" not in said


def test_with_an_issuer_any_address_may_be_listened_on() -> None:
    assert read_settings({**OPENID, "HUB_LISTEN_HOST": "0.0.0.0"}).listen_host == "0.0.0.0"


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("HUB_PUBLIC_URL", "hub.example.org", "must begin with https:// or http://"),
        ("HUB_PUBLIC_URL", "http://hub.example.org", "must begin with https://"),
        ("HUB_PUBLIC_URL", "https://hub.example.org/careers", "must have no path"),
        ("HUB_PUBLIC_URL", "https://ada:pass-word@hub.example.org", "must be an address"),
        ("HUB_PUBLIC_URL", "https://hub.example.org/?a=b", "must be an address"),
        ("HUB_PUBLIC_URL", "https://hub.example.org:port", "must be an address"),
        ("HUB_PUBLIC_URL", "https://", "must be an address"),
        ("HUB_OPENID_ISSUER", "http://issuer.example.org", "must begin with https://"),
        ("HUB_OPENID_ISSUER", "ldap://issuer.example.org", "must begin with https:// or http://"),
        ("HUB_OPENID_ISSUER", "https://issuer.example.org/#a", "must be an address"),
        ("HUB_OPENID_ORGANISATION", "one_login", "must be one of none, dfe_sign_in"),
        ("HUB_PERSONAS", "true", "must be yes or no, not 'true'"),
    ],
)
def test_a_setting_of_signing_in_that_is_wrong(name: str, value: str, reason: str) -> None:
    said = refusal_of({**OPENID, name: value})
    assert said.startswith(name)
    assert reason in said
    assert "pass-word" not in said


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8400", "[::1]:8400"])
def test_on_this_machine_no_tls_is_asked_for(host: str) -> None:
    given = {"HUB_PUBLIC_URL": f"http://{host}", "HUB_OPENID_ISSUER": f"http://{host}/issuer"}
    assert read_settings({**OPENID, **given}).public_url == f"http://{host}"


def test_the_client_s_secret_may_come_from_a_file_also_as_a_key_of_many_lines(
    tmp_path: Path,
) -> None:
    pem = "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----"
    (tmp_path / "client").write_text(pem + "\n")
    given = {name: value for name, value in OPENID.items() if "SECRET" not in name}
    settings = read_settings({**given, "HUB_OPENID_CLIENT_SECRET_FILE": str(tmp_path / "client")})
    assert settings.openid_client_secret == pem
    said = refusal_of({**OPENID, "HUB_OPENID_CLIENT_SECRET_FILE": str(tmp_path / "client")})
    assert "HUB_OPENID_CLIENT_SECRET and HUB_OPENID_CLIENT_SECRET_FILE are both set" in said


def test_the_client_s_secret_is_never_shown() -> None:
    settings = read_settings(OPENID)
    for shown in (repr(settings), str(settings.masked())):
        assert "s3cr3t" not in shown
    assert settings.masked()["HUB_OPENID_CLIENT_SECRET"] == "***"
    assert settings.masked()["HUB_OPENID_ISSUER"] == "https://issuer.example.org/oidc"
    assert read_settings({}).masked()["HUB_OPENID_CLIENT_SECRET"] == "(none)"


def test_the_signing_key_is_named_by_its_file_alone() -> None:
    settings = read_settings({"HUB_SIGNING_KEY_FILE": "/run/secrets/signing-keys"})
    assert settings.signing_key_file == Path("/run/secrets/signing-keys")
    assert read_settings({}).signing_key_file is None
    assert "is not a setting" in refusal_of({"HUB_SIGNING_KEY": "{}"})


def test_personas_are_asked_for_by_yes_alone() -> None:
    assert read_settings({"HUB_PERSONAS": "yes"}).personas
    assert not read_settings({"HUB_PERSONAS": "no"}).personas


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"HUB_LISTEN_HOST": "0.0.0.0"}, "reached from other machines"),
        ({"HUB_PUBLIC_URL": "https://hub.example.org"}, "reached from other machines"),
        (OPENID, "people sign in at https://issuer.example.org/oidc"),
    ],
)
def test_personas_are_for_one_machine_and_no_issuer(given: dict[str, str], reason: str) -> None:
    assert reason in refusal_of({**given, "HUB_PERSONAS": "yes"})


def test_trusted_proxies_are_read_and_shown() -> None:
    settings = read_settings({"HUB_TRUSTED_PROXIES": "127.0.0.1,172.16.0.0/12"})
    assert settings.trusted_proxies == settings.masked()["HUB_TRUSTED_PROXIES"]
    assert settings.trusted_proxies == "127.0.0.1,172.16.0.0/12"
    assert read_settings({}).trusted_proxies == ""

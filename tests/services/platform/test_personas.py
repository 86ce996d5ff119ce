"""Personas are refused wherever a real person's record could be: three ways, three sentences."""

from pathlib import Path

from tests.builders.demo_process import free_port, hub

ISSUER = {
    "HUB_OPENID_ISSUER": "https://issuer.example",
    "HUB_OPENID_CLIENT_ID": "hub",
    "HUB_OPENID_CLIENT_SECRET": "not told to anyone, forty-two characters..",
    "HUB_PUBLIC_URL": "http://localhost:8400",
}
NAMED = {
    "HUB_POSTGRES_URL": "postgresql://hub:pass-word@127.0.0.1:1/hub",
    "HUB_VAULT_URL": "postgresql://hub:pass-word@127.0.0.1:1/hub_vault",
    "HUB_NATS_URL": "nats://127.0.0.1:1",
}


async def refused(folder: Path, command: str, environment: dict[str, str], *words: str) -> None:
    more = ("--no-browser",) if command == "demo" else ()
    ended = await hub(
        command,
        *more,
        folder=folder,
        port=free_port(),
        environment={"HUB_PERSONAS": "yes", **environment},
    )
    ended.refused("HUB_PERSONAS is yes", "Unset HUB_PERSONAS", *words)
    assert not folder.exists()


async def test_personas_are_refused_where_other_machines_come(tmp_path: Path) -> None:
    elsewhere = {"HUB_LISTEN_HOST": "0.0.0.0"}
    await refused(tmp_path / "hub", "up", elsewhere, "reached from other machines", "0.0.0.0")
    public = {"HUB_PUBLIC_URL": "https://hub.example.org"}
    await refused(tmp_path / "hub", "demo", public, "https://hub.example.org")


async def test_personas_are_refused_beside_a_real_issuer(tmp_path: Path) -> None:
    await refused(tmp_path / "hub", "up", ISSUER, "people sign in at https://issuer.example")
    await refused(tmp_path / "hub", "demo", ISSUER, "people sign in at https://issuer.example")


async def test_personas_are_refused_on_servers_somebody_named(tmp_path: Path) -> None:
    await refused(tmp_path / "hub", "up", NAMED, "HUB_POSTGRES_URL names a server")
    await refused(tmp_path / "hub", "demo", NAMED, "HUB_POSTGRES_URL names a server")

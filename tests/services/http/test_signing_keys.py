"""The keys that sign tokens: rotated while services run, and never shown."""

from datetime import timedelta
from pathlib import Path

import pytest

from hub_core.identity.machines.signing_keys import (
    make_signing_keys,
    read_signing_keys,
    rotate_signing_keys,
)
from tests.builders.api_client import NOW, taken
from tests.services.http.conftest import Client, decoded


async def test_a_rotated_signing_key_signs_soon_and_the_old_one_counts_until_its_tokens_end(
    tmp_path: Path,
) -> None:
    file = tmp_path / "signing-keys.json"
    make_signing_keys(file)
    assert file.stat().st_mode & 0o777 == 0o600
    before = read_signing_keys(file)
    now = before.keys[0].signs_from + timedelta(days=90)
    after = rotate_signing_keys(file, now)
    assert file.stat().st_mode & 0o777 == 0o600
    old, new = after.keys
    assert after == read_signing_keys(file)
    for minutes, signs, published in (
        (0, old, [old, new]),
        (4, old, [old, new]),
        (5, new, [old, new]),
        (14, new, [old, new]),
        (15, new, [new]),
    ):
        then = now + timedelta(minutes=minutes)
        assert after.signing(then) == signs, minutes
        assert list(after.published(then)) == published, minutes
    again = rotate_signing_keys(file, now + timedelta(days=1))
    assert [key.kid for key in again.keys[:-1]] == [new.kid]
    with pytest.raises(FileExistsError):
        make_signing_keys(file)


async def test_running_services_take_a_rotated_key_up(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform, key_file = client.api.parts.platform, client.api.signing_key
    old = await client.token()
    rotate_signing_keys(key_file, NOW)
    monkeypatch.setattr(platform, "clock", lambda: NOW + timedelta(minutes=6))
    new = await client.token()
    kids = [decoded(one.partition(".")[0])["kid"] for one in (old, new)]
    assert len(set(kids)) == 2
    taken(await client.send(old))
    taken(await client.send(new))
    published = (await client.api.http.get("/.well-known/jwks.json")).json()
    assert {key["kid"] for key in published["keys"]} >= set(kids)
    rotate_signing_keys(key_file, NOW + timedelta(days=1))
    monkeypatch.undo()


def test_no_representation_shows_a_private_key(tmp_path: Path) -> None:
    made = make_signing_keys(tmp_path / "keys")
    for shown in (repr(made), str(made), repr(made.keys[0]), f"{made.keys}"):
        assert made.keys[0].jwk["d"] not in shown

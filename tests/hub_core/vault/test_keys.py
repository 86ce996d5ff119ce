"""The vault's keys: one file, a key for each purpose, and nothing opens in another's place."""

from pathlib import Path
from uuid import uuid4

import pytest

from hub_core.vault import MasterKeyUnusable, VaultKeys, make_master_key, read_master_key
from hub_core.vault.keys import NotOurs

MASTER = bytes(range(32))


def test_the_key_file_is_for_its_owner_only_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    key = make_master_key(path)
    assert read_master_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        make_master_key(path)


def test_a_missing_or_short_key_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MasterKeyUnusable, match="could not be read"):
        read_master_key(tmp_path / "absent")
    (tmp_path / "short").write_bytes(b"too short")
    with pytest.raises(MasterKeyUnusable, match="exactly 32"):
        read_master_key(tmp_path / "short")


def test_the_same_reference_at_two_schools_is_keyed_differently() -> None:
    keys = VaultKeys(MASTER)
    assert keys.keyed_reference(uuid4(), "ada") != keys.keyed_reference(uuid4(), "ada")


def test_a_sealed_reference_opens_only_in_its_own_place() -> None:
    keys, school = VaultKeys(MASTER), uuid4()
    keyed = keys.keyed_reference(school, "ada")
    sealed = keys.seal_reference(school, keyed, "ada")
    assert keys.open_reference(school, keyed, sealed) == "ada"
    with pytest.raises(NotOurs):
        keys.open_reference(uuid4(), keyed, sealed)
    with pytest.raises(NotOurs):
        VaultKeys(bytes(32)).open_reference(school, keyed, sealed)


def test_a_fingerprint_depends_on_the_key() -> None:
    assert VaultKeys(MASTER).fingerprint("ada") == VaultKeys(MASTER).fingerprint("ada")
    assert VaultKeys(MASTER).fingerprint("ada") != VaultKeys(bytes(32)).fingerprint("ada")

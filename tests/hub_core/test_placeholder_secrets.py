"""A named server is never used with a secret that is none."""

import secrets
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub_core.placeholder_secrets import PLACEHOLDERS, is_placeholder, refuse_placeholders
from hub_core.settings import SettingsError, read_settings


@pytest.mark.parametrize("word", PLACEHOLDERS)
@pytest.mark.parametrize("form", ["{}", "{}123", "{}!", "my-{}", "{}{}", "<{}>", "{}-{}-2026"])
def test_words_that_stand_for_a_secret_are_refused(word: str, form: str) -> None:
    assert is_placeholder(form.replace("{}", word))
    assert is_placeholder(form.replace("{}", word.upper()))


@pytest.mark.parametrize(
    "secret", ["aaaaaaaaaaaaaaaaaaaa", "1234", "change-me-please"[:9], "secret-password-123"]
)
def test_short_and_repeated_ones_are_refused(secret: str) -> None:
    assert is_placeholder(secret)


@given(st.binary(min_size=16, max_size=32).filter(lambda made: len(set(made)) > 10))
def test_what_chance_makes_is_taken(made: bytes) -> None:
    assert not is_placeholder(made.hex() + "q7Zx")


def test_what_the_documentation_says_to_make_is_taken() -> None:
    for _ in range(200):
        assert not is_placeholder(secrets.token_hex(24))
        assert not is_placeholder(secrets.token_urlsafe(24))


def test_a_named_server_is_not_used_with_a_placeholder() -> None:
    settings = read_settings(
        {
            "HUB_POSTGRES_URL": "postgresql://hub:changeme@db/hub",
            "HUB_VAULT_URL": "postgresql://db/vault?password=secret",
            "HUB_NATS_URL": "nats://relay:8f0c2a9b4d7e61f3@one:4222,nats://relay:password1@two:4222",
        }
    )
    with pytest.raises(SettingsError) as refused:
        refuse_placeholders(settings)
    said = str(refused.value)
    assert [line.split()[3] for line in said.splitlines()] == [
        "HUB_POSTGRES_URL",
        "HUB_VAULT_URL",
        "HUB_NATS_URL",
    ]
    assert not any(secret in said for secret in ("changeme", "password1"))


def test_a_server_that_knows_us_without_a_password_is_used(tmp_path: Path) -> None:
    refuse_placeholders(
        read_settings(
            {
                "HUB_POSTGRES_URL": "postgresql:///hub?host=/run/postgresql",
                "HUB_VAULT_URL": "postgresql:///vault?host=/run/postgresql",
                "HUB_NATS_URL": "tls://queue:4222",
            }
        )
    )

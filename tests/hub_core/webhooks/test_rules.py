"""Addresses that may be called, signatures anybody can check, and when sending stops."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from hub_core.webhooks.addresses import may_be_called, what_is_wrong
from hub_core.webhooks.schedule import next_attempt, pauses
from hub_core.webhooks.signing import PREFIX, signed

NOW = datetime(2026, 2, 11, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/events",
        "https://example.org:8443/events?for=school",
        "https://93.184.215.14/events",
        "https://[2606:4700:4700::1111]/events",
        "http://127.0.0.1:9000/events",
        "http://localhost:9000/events",
    ],
)
def test_an_address_that_can_be_a_receivers(address: str) -> None:
    assert what_is_wrong(address) is None


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://example.org/events", "https only"),
        ("http://10.0.0.1/events", "https only"),
        ("https://10.0.0.1/events", "public internet"),
        ("https://169.254.169.254/latest/meta-data", "public internet"),
        ("https://[::ffff:10.0.0.1]/events", "public internet"),
        ("https://[fd00::1]/events", "public internet"),
        ("https://someone:secret@example.org/", "password"),
        ("https://example.org/#part", "after #"),
        ("https:///events", "no host"),
        ("https://example.org:99999/", "not an address"),
    ],
)
def test_an_address_that_cannot_be_says_why(address: str, why: str) -> None:
    wrong = what_is_wrong(address)
    assert wrong is not None
    assert why in wrong[0]
    assert all(sentence.endswith(".") for sentence in wrong)


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "fe80::1%eth0",
        "fd12:3456::1",
        "ff02::1",
        "::ffff:192.168.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:db8::1",
        "not an address",
    ],
)
def test_what_is_inside_is_never_called(address: str) -> None:
    assert not may_be_called(address, loopback=False)
    assert not may_be_called(address, loopback=True)


def test_this_machine_is_called_only_where_that_is_allowed() -> None:
    for address in ("127.0.0.1", "::1"):
        assert not may_be_called(address, loopback=False)
        assert may_be_called(address, loopback=True)
    assert may_be_called("93.184.215.14", loopback=False)


secrets = st.binary(min_size=24, max_size=64).map(lambda key: PREFIX + b64encode(key).decode())


@given(
    body=st.integers().map(lambda value: b'{"value":%d}' % value),
    newer=secrets,
    former=secrets,
    number=st.uuids(),
)
def test_the_reference_implementation_takes_our_signatures(
    body: bytes, newer: str, former: str, number: object
) -> None:
    timestamp = int(datetime.now(UTC).timestamp())
    sent = signed(body, secrets=[newer, former], webhook_id=str(number), timestamp=timestamp)
    for secret in (newer, former):
        assert _verified(secret, body, sent)


@given(body=st.integers().map(lambda value: b'{"a":%d}' % value), secret=secrets, other=secrets)
def test_another_body_or_secret_is_not_taken(body: bytes, secret: str, other: str) -> None:
    timestamp = int(datetime.now(UTC).timestamp())
    sent = signed(b'{"a":1}', secrets=[secret], webhook_id="one", timestamp=timestamp)
    if body != b'{"a":1}':
        assert not _verified(secret, body, sent)
    if other != secret:
        assert not _verified(other, b'{"a":1}', sent)


def _verified(secret: str, body: bytes, sent: dict[str, str]) -> bool:
    try:
        Webhook(secret).verify(body, sent)
    except WebhookVerificationError:
        return False
    return True


def test_it_is_tried_for_two_days_and_then_given_up() -> None:
    assert len(pauses()) == 8
    assert sum(pauses(), timedelta()) == timedelta(days=2, hours=3, minutes=35, seconds=5)
    assert next_attempt(1, at=NOW) == NOW + timedelta(seconds=5)
    assert next_attempt(8, at=NOW) == NOW + timedelta(hours=20)
    assert next_attempt(9, at=NOW) is None

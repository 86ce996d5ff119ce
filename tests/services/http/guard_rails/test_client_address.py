"""Whom a request is counted for: nobody chooses it by a header unless our own proxy says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.http.guard_rails.client_address import (
    counted_as,
    nearest_untrusted,
    trusted_networks,
)

PROXIES = trusted_networks("10.0.0.0/8, ::1")


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.7", [], "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),  # no proxy of ours said so
        ("10.1.2.3", ["198.51.100.1"], "198.51.100.1"),
        ("10.1.2.3", ["8.8.8.8", "198.51.100.1"], "198.51.100.1"),  # the client made up the first
        ("10.1.2.3", ["8.8.8.8", "198.51.100.1", "10.9.9.9"], "198.51.100.1"),
        ("10.1.2.3", ["not an address"], "10.1.2.3"),
        ("10.1.2.3", [], "10.1.2.3"),
        ("::ffff:10.1.2.3", ["198.51.100.1"], "198.51.100.1"),
    ],
)
def test_only_our_proxies_are_believed(peer: str, forwarded: list[str], expected: str) -> None:
    assert nearest_untrusted(peer, forwarded, PROXIES) == expected


@given(st.lists(st.one_of(st.text(max_size=20), st.ip_addresses().map(str)), max_size=5))
def test_without_proxies_nothing_said_counts(forwarded: list[str]) -> None:
    assert nearest_untrusted("203.0.113.7", forwarded, ()) == "203.0.113.7"


@given(st.lists(st.ip_addresses(v=4).map(str), max_size=4))
def test_what_a_client_puts_first_never_counts(made_up: list[str]) -> None:
    assert nearest_untrusted("10.0.0.1", [*made_up, "203.0.113.7"], PROXIES) == "203.0.113.7"


def test_one_network_of_ipv6_is_one_client() -> None:
    assert (
        counted_as("2001:db8:1:2::1") == counted_as("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    )
    assert counted_as("::ffff:203.0.113.7") == "203.0.113.7"
    assert counted_as("") == "unknown"


def test_a_mistyped_network_is_refused() -> None:
    with pytest.raises(ValueError, match=r"10\.0\.0"):
        trusted_networks("10.0.0.0/33")

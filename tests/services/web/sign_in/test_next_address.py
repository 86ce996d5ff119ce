"""Where somebody goes after signing in: to a page of ours, whatever was asked for."""

from urllib.parse import quote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.web.sign_in.next_address import HOME, own_address

SITE = "https://hub.example.org"


@pytest.mark.parametrize(
    "page",
    ["/", "/?show=encounters&search=tees", "/hubs/tees-valley", "/hubs/x?year=2025-26", "/home",
     "/organisations/6432a8f9-97cc-5819-8994-5c1da6a26030", "/a%20b"],
)  # fmt: skip
def test_pages_of_ours_are_gone_on_to(page: str) -> None:
    assert own_address(page) == page


@pytest.mark.parametrize(
    "elsewhere",
    [
        None, "", "hubs", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "\\evil.example", "https://evil.example", "HTTPS:evil.example", "javascript:alert(1)",
        "data:text/html,x", "//user:password@evil.example", "/%2fevil.example", "/%2F%2Fevil.example",
        "/%5cevil.example", "/%252fevil.example", "/%25252fevil.example", "/..//evil.example",
        "/%2e%2e//evil.example", "/a/%2f..//evil.example", "/%2f..", "/../x", "/a/../../x",
        "/\tevil.example", "/\n/evil.example", "/%09/evil.example", "/%0d%0aset-cookie:a=b", "/%00",
        " /x", "/x y", "/\u2028/evil.example", "/\uff0fevil.example", "/%ef%bc%8fevil.example\n",
        "/" + "a" * 600, "/sign-out", "/sign-in/callback?code=x", "/sign-in", "/demo-issuer/authorize",
        "/api/membership/hubs", "/static/x/hub.css", "/join/abc",
    ],
)  # fmt: skip
def test_everything_else_leads_home(elsewhere: str | None) -> None:
    assert own_address(elsewhere) == HOME


pieces = st.lists(
    st.sampled_from(["/", "\\", "%2f", "%5c", "%252f", "..", ".", "evil.example", "@", ":", "?", "#",
                     "\t", "\n", "%09", "%0a", "https:", "//", "a", "%", "%2e", "\x00", "ｅ", ";"]),
    max_size=8,
).map("".join)  # fmt: skip


@given(asked=pieces | st.text(max_size=40))
def test_no_browser_is_ever_led_away(asked: str) -> None:
    found = own_address(asked)
    # As a browser reads it: backslashes are slashes, tabs and line ends vanish.
    read = found.replace("\\", "/").translate({ord(one): None for one in "\t\r\n"})
    assert urlsplit(urljoin(SITE + "/sign-in", read)).netloc == "hub.example.org"
    assert found.startswith("/")
    assert not found.startswith("//")
    assert quote(found, safe="/%?#=&;:@!$'()*+,~-._[]\"<>^`{|}") == found

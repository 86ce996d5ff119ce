"""Every answer of every route carries the security headers: pages, API, files, refusals and faults."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from litestar.routes import HTTPRoute

from services.http.guard_rails.headers import ALWAYS
from tests.builders.api_client import ApiClient

ONE_OF_EACH = {"uuid": str(uuid4()), "str": "nothing-here", "path": "nothing.css", "int": "1"}


def _addresses(api: ApiClient) -> Iterator[tuple[str, str]]:
    for route in api.app.routes:
        if isinstance(route, HTTPRoute):
            path = "".join(
                f"/{part if isinstance(part, str) else ONE_OF_EACH.get(part.full.partition(':')[2], 'x')}"
                for part in route.path_components
            )
            for method in sorted(route.methods):
                yield method, path or "/"


def _guarded(answer: httpx.Response) -> None:
    for name, value in ALWAYS.items():
        own = ["no-referrer"] if name == "referrer-policy" else []  # a link's address is a secret
        assert answer.headers.get_list(name) in ([value], own), (name, answer.request.url)
    assert len(answer.headers.get_list("cache-control")) == 1
    assert len(answer.headers.get_list("hub-correlation")) == 1
    assert "server" not in answer.headers
    assert "strict-transport-security" not in answer.headers  # came by plain HTTP
    if answer.status_code != 304:
        (policy,) = answer.headers.get_list("content-security-policy")
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy
        assert "script-src 'self'" not in policy
        assert answer.request.url.path == "/api/schema" or "unsafe" not in policy


async def test_every_route_and_method(api: ApiClient) -> None:
    walked = 0
    for method, path in _addresses(api):
        if path.endswith("/live"):
            continue  # an open answer; its headers are tried below
        _guarded(await api.http.request(method, path))
        walked += 1
    assert walked > 150


@pytest.mark.parametrize(
    ("method", "path", "status", "headers"),
    [
        ("GET", "/no/such/page", 404, {}),
        ("GET", "/api/no/such", 404, {}),
        ("PATCH", "/api/membership/hubs", 405, {}),
        ("GET", "/" + "a" * 5000, 414, {}),
        ("GET", "/api/progress/hubs?" + "a" * 5000, 414, {}),
        ("GET", "/api/progress/hubs", 431, {"x-much": "a" * 20_000}),
        ("POST", "/api/membership/hubs", 403, {"sec-fetch-site": "cross-site"}),
        ("POST", "/api/membership/hubs", 415, {"content-type": "text/plain"}),
    ],
)
async def test_refusals_are_sentences_with_headers(
    api: ApiClient, method: str, path: str, status: int, headers: dict[str, str]
) -> None:
    answer = await api.http.request(
        method, path, headers=headers, content=b"{}" if method == "POST" else b""
    )
    assert answer.status_code == status
    _guarded(answer)
    if path.startswith("/api"):
        assert answer.json()["detail"].endswith(".")
    assert "Traceback" not in answer.text
    assert "litestar" not in answer.text.lower()


async def test_scripts_run_by_a_nonce_new_with_every_answer(api: ApiClient) -> None:
    nonces = set()
    for _ in range(3):
        answer = await api.http.get("/hubs/no-such-hub")
        policy = answer.headers["content-security-policy"]
        nonce = policy.partition("'nonce-")[2].partition("'")[0]
        assert answer.text.count("<script") == answer.text.count(f'nonce="{nonce}"') > 0
        nonces.add(nonce)
    assert len(nonces) == 3
    assert all(len(nonce) >= 24 for nonce in nonces)


async def test_an_answer_without_body_changes_no_nonce(api: ApiClient) -> None:
    school = await api.school()
    path = f"/api/membership/institutions/{school['id']}"
    first = await api.http.get(path)
    again = await api.http.get(path, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert "content-security-policy" not in again.headers
    _guarded(again)

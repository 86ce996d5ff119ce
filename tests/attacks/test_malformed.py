"""Malformed and oversized input to every door, whatever is behind it: no fault, and no answer that nobody
expected.

The rule: every input is counted. ``make test-all`` sends at least 20 thousand, with those to each operation
(``test_malformed_operations.py``), and says how many; a run of every day sends a few of each.
"""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.routes import HTTPRoute

from hub_core.access import Role
from hub_core.access.roles import HELD_AT
from services.http.document import examples
from tests.attacks.malformed import (
    Sender,
    bodies,
    bounded,
    header_names,
    ids_of,
    in_address,
    methods,
    odd,
    sender,
    targets,
    with_params,
)
from tests.attacks.stage import Raw, Stage
from tests.attacks.test_malformed_operations import OPERATIONS, TO_OPERATION
from tests.builders.openapi_document import todays_document

__all__ = ["sender"]

#: Inputs of a whole run, and of each attack.
WANTED, OF_ATTACK = 20_000, 3_200
WRITES = [
    (method.upper(), path, operation["operationId"].replace("_", ".", 1))
    for path, item in todays_document()["paths"].items()
    for method, operation in item.items()
    if method != "get"
]


async def any_bytes(data: st.DataObject, sender: Sender) -> None:
    """Any method, path, query and header to anything."""
    begins = data.draw(
        st.sampled_from([b"/", b"/api/", b"/hubs/", b"/link/", b"/join/", b"/sign-in/"])
    )
    target = begins + data.draw(targets)
    if data.draw(st.booleans()):
        target += b"?" + in_address(data.draw(odd))
    header = (data.draw(header_names), re.sub(rb"[\r\n\x00]", b"", data.draw(odd)))
    raw = Raw(
        method=data.draw(methods),
        target=target,
        headers=(header,),
        body=data.draw(st.just(b"") | odd),
    )
    await data.draw(st.sampled_from([sender.any, sender.api, sender.page]))(raw)


async def odd_parameters(data: st.DataObject, sender: Sender) -> None:
    """A route that is there, with odd values in its path and its query, for programs and people."""
    routes = [
        route.path_format
        for route in sender.stage.app.routes
        if isinstance(route, HTTPRoute)
        and "GET" in route.methods
        and not route.path_format.endswith("/live")
    ]
    path = data.draw(st.sampled_from(sorted(routes)))
    filled = ids_of(sender.tenant)
    for name in re.findall(r"{(\w+)}", path):
        if data.draw(st.booleans()):
            filled[name] = in_address(data.draw(odd))
    names = [
        "year",
        "at_least",
        "search",
        "show",
        "cursor",
        "limit",
        "status",
        "urn",
        "edition",
        "as_at",
        "asAt",
        "atLeast",
        "since",
        "since-day",
        "until",
        "until-year",
        "kind",
        "who",
        "about",
        "next",
        "state",
        "code",
        "error",
    ]
    query = data.draw(st.dictionaries(st.sampled_from(names), odd, max_size=3))  # fmt: skip
    text = b"&".join(name.encode() + b"=" + in_address(value) for name, value in query.items())
    send = sender.api if path.startswith("/api") else sender.page
    await send(Raw(target=with_params(path, filled) + b"?" + text))


async def odd_bodies(data: st.DataObject, sender: Sender) -> None:
    """A write that is there, with a body or headers that are not right."""
    method, path, action = data.draw(st.sampled_from(WRITES))
    example = examples()[action]  # of a file its content, which has no members to spoil
    body = data.draw(st.one_of(bodies, _spoilt(example)) if isinstance(example, dict) else bodies)
    kind = data.draw(
        st.sampled_from(
            [b"application/json"] * 6 + [b"text/plain", b"application/xml", b"", b"\xff"]
        )
    )
    key = data.draw(st.one_of(st.just(uuid4().hex.encode()), odd))
    headers = (
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"idempotency-key", re.sub(rb"[\r\n\x00]", b"", key)),
    )
    await sender.api(
        Raw(
            method=method,
            target=with_params(path, ids_of(sender.tenant)),
            headers=headers,
            body=body,
        )
    )


def _spoilt(example: Any) -> st.SearchStrategy[bytes]:
    """An example with one member replaced by something odd."""
    whole = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just([]),
        st.just({}), st.integers(1, 800).map(lambda depth: json.loads("[" * depth + "]" * depth)),
        st.just(10**30), st.just("9999-12-31"), st.just("0001-01-01"), st.just("a\x00b"),
    )  # fmt: skip
    names = st.sampled_from(sorted(example) or ["x"]) | st.text(max_size=8)
    return st.builds(
        lambda name, value: json.dumps({**example, name: value}).encode(), names, whole
    )


async def odd_forms(data: st.DataObject, sender: Sender) -> None:
    """Forms of pages, of links and of machines: odd fields, odd kinds, too large."""
    stage = sender.stage
    posts = [
        route.path_format
        for route in stage.app.routes
        if isinstance(route, HTTPRoute) and "POST" in route.methods and "/api" not in route.path
    ]
    # Signing out would end the session that the others need.
    path = data.draw(
        st.sampled_from(sorted(one for one in posts if not one.startswith("/sign-out")))
    )
    session = await stage.sessions.find(sender.cookie.decode())
    assert session is not None
    fields = data.draw(st.lists(st.tuples(odd, odd), max_size=4))
    named = data.draw(
        st.lists(
            st.tuples(
                st.sampled_from([b"organisation", b"urn", b"step", b"grant_type", b"scope"]), odd
            ),
            max_size=3,
        )
    )
    token = (b"form_token", session.form_token.encode())
    body = b"&".join(name + b"=" + value for name, value in [token, *named, *fields])
    if data.draw(st.integers(0, 20)) == 0:
        body += b"&a=" + b"x" * data.draw(st.sampled_from([70_000, 300_000]))
    kinds = [b"application/x-www-form-urlencoded"] * 4 + [
        b"multipart/form-data; boundary=x", b"multipart/form-data", b"application/json", b"", b"\xff"
    ]  # fmt: skip
    headers = (
        (b"content-type", data.draw(st.sampled_from(kinds))),
        (b"content-length", str(len(body)).encode()),
        (b"origin", stage.origin.encode()),
    )
    target = with_params(path, {"token": b"A" * 43})
    send = sender.page if data.draw(st.booleans()) else sender.any
    await send(Raw(method="POST", target=target, headers=headers, body=body))


async def odd_secrets(data: st.DataObject, sender: Sender) -> None:
    """Keys, tokens, sessions and links that nobody gave."""
    guess = re.sub(rb"[\r\n\x00]", b"", data.draw(odd))
    scheme = data.draw(st.sampled_from([b"Bearer ", b"bearer chk_", b"Basic ", b"Bearer eyJ", b""]))
    way = data.draw(st.sampled_from(["key", "session", "link", "join", "callback"]))
    held = in_address(guess) or b"-"
    raw = {
        "key": Raw(target=b"/api/identity/me", headers=((b"authorization", scheme + guess),)),
        "session": Raw(target=b"/organisation", headers=((b"cookie", b"hub-session=" + guess),)),
        "link": Raw(target=b"/link/" + held),
        "join": Raw(target=b"/join/" + held),
        "callback": Raw(target=b"/sign-in/callback?state=" + held + b"&code=" + held),
    }[way]
    answer = await sender.any(raw)
    assert answer.status not in (200, 201, 204), f"{raw} {answer.text[:300]}"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.HUB_LEAD], ids=lambda role: role.value)
async def test_what_no_text_can_hold_is_refused_wherever_it_stands(
    stage: Stage, role: Role
) -> None:
    browser = await stage.signed_in(
        await stage.person(role, stage.ours.organisation(HELD_AT[role]))
    )
    async with browser:
        for path in (
            "/hubs/a%00b",
            "/hubs/a%00b/figures/phases.csv",
            "/?search=%00",
            "/audit?who=%00&about=a%00&action=%00",
            "/sign-in/callback?state=%00&code=c",
            f"/institutions/{stage.ours.institution}?edition=%00",
            "/api/progress/hubs/a%00b/dashboard",
        ):
            assert (await browser.get(path)).status_code == 400, path
        for field in ("urn", "organisation"):
            for path in ("/acting", "/organisation"):
                answer = await stage.post(browser, path, **{field: "1\x002"})
                assert answer.status_code == 422, path


ATTACKS = [any_bytes, odd_parameters, odd_bodies, odd_forms, odd_secrets]
Attack = Callable[[st.DataObject, Sender], Awaitable[None]]


@pytest.mark.parametrize("attack", ATTACKS)
@bounded(180)
@given(data=st.data())
async def test_a_few_inputs(data: st.DataObject, attack: Attack, sender: Sender) -> None:
    await attack(data, sender)


def test_a_whole_run_sends_as_many_as_promised() -> None:
    """However many workers share it: nothing bounds what is drawn before its number is reached."""
    assert len(ATTACKS) * OF_ATTACK + len(OPERATIONS) * TO_OPERATION >= WANTED


@pytest.mark.long
@pytest.mark.parametrize("attack", ATTACKS)
@bounded(OF_ATTACK)
@given(data=st.data())
async def test_many_inputs(data: st.DataObject, attack: Attack, sender: Sender) -> None:
    await attack(data, sender)

"""Malformed and oversized input to everything that takes any: no fault, and no answer that nobody expected.

The rule: every input is counted. ``make test-all`` sends at least 20 thousand and says how many; a run of
every day sends a few of each.
"""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import uuid4

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.routes import HTTPRoute
from schemathesis import GenerationMode

from hub_core.access import PLATFORM, Role
from hub_core.access.roles import HELD_AT
from services.http.document import examples
from tests.attacks.stage import Answer, Raw, Stage
from tests.builders.openapi_document import todays_document
from tests.builders.tenants import Tenant, new_tenant

#: Inputs of a whole run, of each attack, and to each operation.
WANTED, OF_ATTACK, TO_OPERATION = 20_000, 3_200, 100
#: Every status we answer with on purpose.
KNOWN = {200, 201, 202, 204, 303, 304, 400, 401, 403, 404, 405, 409, 410, 412, 413, 414, 415, 421, 422,
         428, 431, 503}  # fmt: skip
SCHEMA = schemathesis.openapi.from_dict(todays_document())
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}
WRITES = [
    (method.upper(), path, operation["operationId"].replace("_", ".", 1))
    for path, item in todays_document()["paths"].items()
    for method, operation in item.items()
    if method != "get"
]


def bounded(examples: int) -> settings:
    return settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )


class Sender(msgspec.Struct):
    """Sends inputs as somebody whom the doors let in, looks at each answer, and counts."""

    stage: Stage
    tenant: Tenant
    headers: tuple[tuple[bytes, bytes], ...]
    cookie: bytes
    sent: int = 0

    async def api(self, raw: Raw) -> Answer:
        """One input to the API, with a key unless it brings another."""
        if all(name != b"authorization" for name, _ in raw.headers):
            raw = msgspec.structs.replace(raw, headers=(*self.headers, *raw.headers))
        return await self.any(raw)

    async def page(self, raw: Raw) -> Answer:
        """One input to the pages, with a session."""
        cookie = (b"cookie", b"hub-session=" + self.cookie)
        return await self.any(msgspec.structs.replace(raw, headers=(cookie, *raw.headers)))

    async def any(self, raw: Raw) -> Answer:
        """One input; its answer must be one that we mean."""
        self.sent += 1
        answer = await self.stage.sent(raw)
        told = f"{raw} {answer.status} {answer.text[:600]}"
        assert answer.status in KNOWN, told
        assert "Traceback" not in answer.text, told
        kind = answer.headers.get(b"content-type", b"")
        if answer.status >= 400 and kind.startswith(b"application/problem+json"):
            said = json.loads(answer.body)["detail"]
            assert said[-1] in ".”", told
        elif answer.status >= 400 and raw.method != "HEAD" and not raw.target.startswith(b"/oauth"):
            assert kind.startswith((b"text/html", b"application/json", b"text/plain")), told
            assert re.search(r'<h1|"detail"|"error"|[.]$', answer.text), told
        return answer


async def _sender(stage: Stage) -> Sender:
    header = await stage.machine(Role.ADMINISTRATOR, PLATFORM)
    browser = await stage.signed_in(await stage.person(Role.AUDITOR, PLATFORM))
    return Sender(
        stage=stage,
        # Of its own: some of what is sent is taken, and may close a school.
        tenant=await new_tenant(stage.api, "Cedarwood", authority="203", group="7001"),
        headers=((b"authorization", header["authorization"].encode()),),
        cookie=browser.cookies["hub-session"].encode(),
    )


@pytest.fixture(scope="module")
async def few(stage: Stage) -> AsyncIterator[Sender]:
    sender = await _sender(stage)
    yield sender
    print(f"\n{sender.sent:,} malformed and oversized inputs, no fault")


@pytest.fixture(scope="module")
async def many(stage: Stage) -> AsyncIterator[Sender]:
    sender = await _sender(stage)
    yield sender
    print(f"\n{sender.sent:,} malformed and oversized inputs, no fault")


octets = st.binary(max_size=40)
odd = st.one_of(
    octets,
    st.text(max_size=30).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(
        [b"", b"\x00", b"%00", b"%", b"%zz", b"%ff%fe", b"..", b"../..", b"%2e%2e%2f", b"%2F", b"\r\n",
         b"%0d%0aset-cookie:x=y", b"'--", b"\xff\xfe", b"{{7*7}}", b"${x}", b"<script>", b"a" * 3000,
         "株式会社".encode(), b"0", b"-1", b"9" * 40, b"1e309", b"NaN", b"null", b"true", b"[]"]
    ),
)  # fmt: skip


def in_address(raw: bytes) -> bytes:
    """Bytes as a server lets them through in an address; the others are tried on the wire."""
    return re.sub(rb"[^!-~]|[?#]", lambda found: b"%%%02X" % found[0][0], raw)


targets = st.binary(max_size=60).map(in_address)
header_names = st.sampled_from(
    [b"accept", b"accept-encoding", b"authorization", b"content-type", b"content-length", b"cookie",
     b"idempotency-key", b"if-match", b"if-none-match", b"last-event-id", b"origin", b"range",
     b"referer", b"sec-fetch-site", b"traceparent", b"transfer-encoding", b"x-forwarded-for",
     b"hub-correlation", b"x-http-method-override", b"expect", b"upgrade", b"x-odd"]
)  # fmt: skip
methods = st.sampled_from(
    ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"]
)
deep = st.integers(1, 60_000).map(lambda depth: b"[" * depth + b"]" * depth)
bodies = st.one_of(
    odd,
    deep,
    st.integers(1, 20_000).map(lambda depth: b'{"a":' * depth),
    st.sampled_from([b'{"a":1,"a":2}', b"{}", b"[{}]", b'"\\ud800"', b'{"\\u0000":1}', b"1" * 5000,
                     b"{" + b'"a":1,' * 20_000 + b'"b":2}', b'{"a":' + b"9" * 5000 + b"}"]),
    st.integers(4_000_000, 4_500_000).map(lambda size: b'"' + b"x" * size + b'"'),
)  # fmt: skip


def with_params(path: str, filled: dict[str, bytes]) -> bytes:
    """An address with bytes for what is named in it."""
    names = re.findall(r"{(\w+)}", path)
    made = path.encode()
    for name in names:
        made = made.replace(b"{" + name.encode() + b"}", filled.get(name, b"x") or b"-")
    return made


def ids_of(tenant: Tenant) -> dict[str, bytes]:
    """Things that are there, by the names paths have for them."""
    known = {name: str(getattr(tenant, name)).encode() for name in tenant.__struct_fields__}
    return {**known, "organisation": known["institution"], "kind": b"institution"}


async def described(data: st.DataObject, sender: Sender, label: str) -> None:
    """What the API's description allows, and what it forbids."""
    operation = OPERATIONS[label]
    mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
    known = {name: value.decode() for name, value in ids_of(sender.tenant).items()}
    there = {one.name: known[one.name] for one in operation.path_parameters if one.name in known}
    given_path = {"path_parameters": there} if there and data.draw(st.booleans()) else {}
    request = data.draw(operation.as_strategy(mode, **given_path)).as_transport_kwargs(
        base_url=sender.stage.origin
    )
    built = sender.stage.browser().build_request(
        request["method"],
        request["url"],
        params=request.get("params"),
        headers=[(name.encode(), text.encode()) for name, text in request["headers"].items()],
        json=request.get("json"),
        content=request.get("data"),
    )
    headers = tuple(
        (name.lower(), value)
        for name, value in built.headers.raw
        if name.lower() not in (b"host", b"connection", b"user-agent", b"accept-encoding")
    )
    await sender.api(
        Raw(method=built.method, target=built.url.raw_path, headers=headers, body=built.content)
    )


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
        "until",
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
async def test_a_few_inputs(data: st.DataObject, attack: Attack, few: Sender) -> None:
    await attack(data, few)


@pytest.mark.parametrize("label", OPERATIONS)
@bounded(8)
@given(data=st.data())
async def test_a_few_inputs_to_an_operation(data: st.DataObject, label: str, few: Sender) -> None:
    await described(data, few, label)


def test_a_whole_run_sends_as_many_as_promised() -> None:
    """However many workers share it: nothing bounds what is drawn before its number is reached."""
    assert len(ATTACKS) * OF_ATTACK + len(OPERATIONS) * TO_OPERATION >= WANTED


@pytest.mark.long
@pytest.mark.parametrize("attack", ATTACKS)
@bounded(OF_ATTACK)
@given(data=st.data())
async def test_many_inputs(data: st.DataObject, attack: Attack, many: Sender) -> None:
    await attack(data, many)


@pytest.mark.long
@pytest.mark.parametrize("label", OPERATIONS)
@bounded(TO_OPERATION)
@given(data=st.data())
async def test_many_inputs_to_an_operation(data: st.DataObject, label: str, many: Sender) -> None:
    await described(data, many, label)

"""What malformed and oversized inputs are made of, and who sends them and looks at each answer.

The rule: every input is counted, and its answer is one that we mean.
"""

import json
import re
from collections.abc import AsyncIterator

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from hub_core.access import PLATFORM, Role
from tests.attacks.stage import Answer, Raw, Stage
from tests.builders.tenants import Tenant, new_tenant

#: Every status we answer with on purpose.
KNOWN = {200, 201, 202, 204, 303, 304, 400, 401, 403, 404, 405, 409, 410, 412, 413, 414, 415, 421, 422,
         428, 431, 503}  # fmt: skip


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
async def sender(stage: Stage) -> AsyncIterator[Sender]:
    """Somebody whom the doors let in; says at the end how much was sent."""
    made = await _sender(stage)
    yield made
    print(f"\n{made.sent:,} malformed and oversized inputs, no fault")


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

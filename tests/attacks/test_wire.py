"""Bytes on the wire that are no proper request, sent to the server as it runs.

The rule: what is answered is a refusal or a page; a connection may be closed, and the server goes on.
"""

import asyncio
from urllib.parse import urlsplit

import pytest

from tests.attacks.stage import Stage

HOST = b"host: %s\r\nconnection: close\r\n"
BYTES = [
    b"GET /?\x80 HTTP/1.1\r\nHOST\r\n",
    b"GET /\x80 HTTP/1.1\r\nHOST\r\n",
    b"GET /api/progress/hubs?\xff=\xfe HTTP/1.1\r\nHOST\r\n",
    b"GET /link/\xff\xfe HTTP/1.1\r\nHOST\r\n",
    b"GET /hubs/%ff%fe HTTP/1.1\r\nHOST\r\n",
    b"GET /?%ff=%fe HTTP/1.1\r\nHOST\r\n",
    b"GET /a%00b HTTP/1.1\r\nHOST\r\n",
    b"GET //evil.example/%2e%2e HTTP/1.1\r\nHOST\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHOST\r\n",
    b"GET * HTTP/1.1\r\nHOST\r\n",
    b"GET / HTTP/1.1\r\nconnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\nhost: \xff\r\nconnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\nHOSThost: evil.example\r\n\r\n",
    b"GET / HTTP/9.9\r\nHOST\r\n",
    b"BREW / HTTP/1.1\r\nHOST\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\nHOSTx\xff: \xff\r\n\r\n",
    b"GET / HTTP/1.1\r\nHOST x: folded\r\n\r\n",
    b"GET / HTTP/1.1\r\nHOSTcookie: hub-session=\xff\xfe; a=\x01\r\n\r\n",
    b"POST /sign-out HTTP/1.1\r\nHOSTcontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!",
    b"POST /sign-out HTTP/1.1\r\nHOSTcontent-length: -1\r\n\r\n",
    b"POST /sign-out HTTP/1.1\r\nHOSTcontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /sign-out HTTP/1.1\r\nHOSTtransfer-encoding: chunked\r\n\r\nzz\r\n",
    b"POST /oauth/token HTTP/1.1\r\nHOSTtransfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    b"GET / HTTP/1.1\r\nHOSTupgrade: websocket\r\nconnection: upgrade\r\n\r\n",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHOST\r\n",
    b"GET / HTTP/1.1\r\nHOSTx: " + b"a" * 70_000 + b"\r\n\r\n",
]


async def answered(stage: Stage, sent: bytes) -> bytes:
    """What comes back until the server closes, or has answered."""
    site = urlsplit(stage.origin)
    reader, writer = await asyncio.open_connection(site.hostname, site.port)
    writer.write(sent.replace(b"HOST", HOST % site.netloc.encode()))
    try:
        async with asyncio.timeout(20):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize("sent", BYTES, ids=lambda sent: repr(sent[:40]))
async def test_no_bytes_are_our_fault(stage: Stage, sent: bytes) -> None:
    told = await answered(stage, sent)
    assert not told or told.startswith(b"HTTP/1.1 "), told[:200]
    assert not told or told[9:12] in {
        b"200", b"303", b"400", b"401", b"403", b"404", b"405", b"411", b"413", b"414", b"421", b"431",
        b"501", b"505",
    }, told[:400]  # fmt: skip
    assert b"Traceback" not in told
    assert (await answered(stage, b"GET /health HTTP/1.1\r\nHOST\r\n\r\n")).startswith(
        b"HTTP/1.1 200"
    )

"""One delivery over the network: signed, short, and only to the public internet.

The rule: the address that was checked is the one that is called; a redirection is an answer like any
other, and of an answer nothing but its status is read.
"""

import asyncio
import socket
import ssl
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx

from hub_core.webhooks.addresses import may_be_called, what_is_wrong
from hub_core.webhooks.codes import Outcome

#: Seconds a receiver has to answer, looking its name up included. Source: issue 4; Standard Webhooks 1.0
#: asks for 15 to 30 at most.
PATIENCE = 5.0


class Attempt(NamedTuple):
    """How an attempt ended; ``status`` is what the receiver answered with, if it did."""

    outcome: Outcome
    status: int | None = None


class NotPublic(Exception):
    """The name leads to a place events are not sent to."""


class Sender:
    """Posts deliveries. ``loopback`` allows receivers on this machine, for demos and tests."""

    def __init__(self, *, loopback: bool = False, patience: float = PATIENCE) -> None:
        self._loopback = loopback
        self._patience = patience
        # No proxies from the environment, and no connection is kept: one made for a name must not
        # serve another name at the same address.
        self._http = httpx.AsyncClient(
            follow_redirects=False,
            trust_env=False,
            timeout=patience,
            verify=ssl.create_default_context(),
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    async def close(self) -> None:
        """Let go of what is open."""
        await self._http.aclose()

    async def post(self, address: str, body: bytes, headers: dict[str, str]) -> Attempt:
        """Send once; how it ended."""
        try:
            async with asyncio.timeout(self._patience):
                request = await self._request(address, body, headers)
                response = await self._http.send(request, stream=True)
                await response.aclose()
        except TimeoutError:
            return Attempt(Outcome.TOO_SLOW)
        except NotPublic:
            return Attempt(Outcome.NOT_PUBLIC)
        except socket.gaierror:
            return Attempt(Outcome.UNKNOWN_NAME)
        except (httpx.TransportError, OSError) as error:
            trusted = not _holds(error, ssl.SSLCertVerificationError)
            return Attempt(Outcome.NO_ANSWER if trusted else Outcome.NOT_TRUSTED)
        return Attempt(_outcome(response.status_code), response.status_code)

    async def _request(self, address: str, body: bytes, headers: dict[str, str]) -> httpx.Request:
        """The request to the address the name leads to now, in the receiver's own name."""
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        called = await self._resolved(address, host, port)
        pinned = f"[{called}]" if ":" in called else called
        return self._http.build_request(
            "POST",
            httpx.URL(address).copy_with(host=pinned.strip("[]")),
            content=body,
            headers={
                **headers,
                "host": parts.netloc,
                "content-type": "application/cloudevents+json; charset=utf-8",
                "user-agent": "careers-hub-webhooks",
            },
            extensions={"sni_hostname": host},
        )

    async def _resolved(self, address: str, host: str, port: int) -> str:
        """The address a name leads to. Every one it has must be public, or it is refused."""
        if what_is_wrong(address) is not None:
            raise NotPublic
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not all(
            may_be_called(one, loopback=self._loopback) for one in addresses
        ):
            raise NotPublic
        if urlsplit(address).scheme != "https" and may_be_called(addresses[0], loopback=False):
            raise NotPublic  # in the clear on this machine only
        return addresses[0]


def _outcome(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome.TAKEN
    if status == httpx.codes.GONE:
        return Outcome.GONE
    return Outcome.REDIRECTED if 300 <= status < 400 else Outcome.REFUSED


def _holds(error: BaseException | None, kind: type[BaseException]) -> bool:
    """Whether an error was caused by one of this kind."""
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False

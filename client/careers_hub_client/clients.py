"""The clients: they send calls, wait where waiting helps, and give answers or raise problems.

The one rule: whatever is sent again carries the same `Idempotency-Key`, so a lost answer never becomes
a second record.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, Self, TypeVar

import httpx

from careers_hub_client.call import Answer, Call, PagedCall
from careers_hub_client.credentials import ApiKey
from careers_hub_client.exchange import answer_of, request_of
from careers_hub_client.problems import NotReached
from careers_hub_client.retrying import WAITING_HELPS, Patience, seconds_to_wait

Told = TypeVar("Told")
Item = TypeVar("Item")

#: Seconds: to connect, and for each sign of life after that.
TIMEOUT = httpx.Timeout(30.0, connect=5.0)
_AGENT = {"user-agent": "careers-hub-client"}


class _Conversation:
    """What both clients know: how patient they are, and the latest position they were told."""

    def __init__(self, patience: Patience | None) -> None:
        self._patience = patience or Patience()
        #: The highest log position any change of ours stands at; give it to reads as ``at_least``.
        self.position = 0

    def _answer(self, call: Call[Told], response: httpx.Response) -> Answer[Told]:
        answer = answer_of(call, response)
        self.position = max(self.position, answer.position or 0)
        return answer

    def _wait(self, attempt: int, response: httpx.Response) -> float | None:
        """Seconds until the next attempt; None when this response is the last word."""
        if response.status_code not in WAITING_HELPS:
            return None
        asked = seconds_to_wait(response.headers.get("retry-after"))
        return self._patience.wait(attempt, retry_after=asked)

    def _wait_after_loss(self, attempt: int, call: Call[Any], error: httpx.TransportError) -> float:
        seconds = self._patience.wait(attempt)
        if seconds is None:
            unknown = " Whether it was recorded is not known." if call.writes else ""
            raise NotReached(
                f"No answer to {call.operation} in {attempt} attempts ({error or type(error).__name__})."
                f"{unknown} Send the same call again."
            ) from error
        return seconds


class Client(_Conversation):
    """Speaks with one hub, in one thread at a time. Use it in a ``with``.

    ``address`` is the hub's own, such as ``https://hub.example``; ``credentials`` a key, or
    ``ClientCredentials``. Raises ``CareersHubError`` of some kind whenever there is no answer to give.
    """

    def __init__(
        self,
        address: str,
        credentials: str | httpx.Auth,
        *,
        timeout: httpx.Timeout | float = TIMEOUT,
        patience: Patience | None = None,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(patience)
        self._sleep = sleep
        self._http = httpx.Client(
            base_url=address,
            auth=_auth(credentials),
            timeout=timeout,
            transport=transport,
            headers=_AGENT,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the connections go."""
        self._http.close()

    def send(self, call: Call[Told]) -> Answer[Told]:
        """Carry out a call, patiently."""
        return self._answer(call, self._response(call))

    def changed_since(self, call: Call[Told], etag: str) -> Answer[Told] | None:
        """A read, unless what it reads still has this version: then None."""
        response = self._response(call, {"if-none-match": etag})
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return None
        return self._answer(call, response)

    def each(self, call: PagedCall[Any, Item]) -> Iterator[Item]:
        """Every item of every page, each page asked for when it is needed."""
        page: PagedCall[Any, Item] | None = call
        while page is not None:
            told = self.send(page).told
            yield from getattr(told, call.items)
            page = call.after(told.next) if told.next else None

    def _response(self, call: Call[Any], headers: dict[str, str] | None = None) -> httpx.Response:
        attempt = 0
        while True:
            attempt += 1
            request = request_of(call, self._http)
            request.headers.update(headers or {})
            try:
                response = self._http.send(request)
                seconds = self._wait(attempt, response)
                if seconds is None:
                    return response
            except httpx.TransportError as error:
                seconds = self._wait_after_loss(attempt, call, error)
            self._sleep(seconds)


class AsyncClient(_Conversation):
    """The same for asyncio. Use it in an ``async with``; its calls may overlap."""

    def __init__(
        self,
        address: str,
        credentials: str | httpx.Auth,
        *,
        timeout: httpx.Timeout | float = TIMEOUT,
        patience: Patience | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(patience)
        self._sleep = sleep
        self._http = httpx.AsyncClient(
            base_url=address,
            auth=_auth(credentials),
            timeout=timeout,
            transport=transport,
            headers=_AGENT,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Let the connections go."""
        await self._http.aclose()

    async def send(self, call: Call[Told]) -> Answer[Told]:
        """Carry out a call, patiently."""
        return self._answer(call, await self._response(call))

    async def changed_since(self, call: Call[Told], etag: str) -> Answer[Told] | None:
        """A read, unless what it reads still has this version: then None."""
        response = await self._response(call, {"if-none-match": etag})
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return None
        return self._answer(call, response)

    async def each(self, call: PagedCall[Any, Item]) -> AsyncIterator[Item]:
        """Every item of every page, each page asked for when it is needed."""
        page: PagedCall[Any, Item] | None = call
        while page is not None:
            told = (await self.send(page)).told
            for item in getattr(told, call.items):
                yield item
            page = call.after(told.next) if told.next else None

    async def _response(
        self, call: Call[Any], headers: dict[str, str] | None = None
    ) -> httpx.Response:
        attempt = 0
        while True:
            attempt += 1
            request = request_of(call, self._http)
            request.headers.update(headers or {})
            try:
                response = await self._http.send(request)
                seconds = self._wait(attempt, response)
                if seconds is None:
                    return response
            except httpx.TransportError as error:
                seconds = self._wait_after_loss(attempt, call, error)
            await self._sleep(seconds)


def _auth(credentials: str | httpx.Auth) -> httpx.Auth:
    return ApiKey(credentials) if isinstance(credentials, str) else credentials

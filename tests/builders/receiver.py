"""A subscriber's own server on loopback: takes what is posted, checks its signature, answers as told.

The rule: it checks with the reference implementation of Standard Webhooks, and knows only its secret.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from litestar import Request, Response, post
from standardwebhooks.webhooks import Webhook

from tests.builders.issuers import serving


class Receiver:
    """``answers`` are the statuses of the next answers, 204 when there are no more. ``open`` unset
    keeps callers waiting. What was taken in stands in ``events``, every request in ``ids``."""

    address = ""

    def __init__(self) -> None:
        self.secrets: list[str] = []
        self.answers: list[int] = []
        self.headers: dict[str, str] = {}
        self.ids: list[str] = []
        self.events: list[dict[str, Any]] = []
        self.bodies: list[bytes] = []
        self.came = asyncio.Event()
        self.open = asyncio.Event()
        self.open.set()

    def routes(self) -> list[Any]:
        @post("/events")
        async def events(request: Request[Any, Any, Any]) -> Response[None]:
            body = await request.body()
            self.ids.append(request.headers["webhook-id"])
            self.bodies.append(body)
            self.came.set()
            await self.open.wait()
            for secret in self.secrets:
                # Raises for what is not signed with this secret, or not lately.
                Webhook(secret).verify(body, dict(request.headers))
            status = self.answers.pop(0) if self.answers else 204
            if status < 300:
                self.events.append(msgspec.json.decode(body))
            return Response(None, status_code=status, headers=self.headers)

        @post("/elsewhere")
        async def elsewhere() -> None:
            raise AssertionError("a redirection was followed")

        return [events, elsewhere]


@asynccontextmanager
async def a_receiver() -> AsyncIterator[Receiver]:
    """A receiver on a free port of this machine."""
    made = Receiver()
    async with serving(made.routes()) as address:
        made.address = f"{address}/events"
        try:
            yield made
        finally:
            made.open.set()  # nobody waits any longer

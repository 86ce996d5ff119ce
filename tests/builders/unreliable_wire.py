"""A wire between a client and the real API that loses what a test tells it to lose.

The one rule: what arrives is handled by the real API; only the way there and back fails.
"""

import httpx


class UnreliableWire(httpx.AsyncBaseTransport):
    """Each request takes the next mishap from ``mishaps``; without one it passes."""

    def __init__(self, there: httpx.AsyncBaseTransport) -> None:
        self._there = there
        self.mishaps: list[str | httpx.Response] = []
        self.sent: list[httpx.Request] = []
        self.waits: list[float] = []

    async def waited(self, seconds: float) -> None:
        """Instead of sleeping: note how long it would have been."""
        self.waits.append(seconds)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        mishap = self.mishaps.pop(0) if self.mishaps else ""
        if isinstance(mishap, httpx.Response):
            return mishap
        if mishap == "request lost":
            raise httpx.ConnectError("nobody there")
        answer = await self._there.handle_async_request(request)
        if mishap == "answer lost":
            await answer.aread()
            raise httpx.ReadError("cut off")
        return answer

"""The guard rails around an application: checks before it works, headers and records before it answers.

The rule: nothing leaves without passing here. An answer whose record cannot be written is withheld, a
wrong guess whose wait is not over is told to wait, and every answer carries the security headers.
"""

from collections.abc import Callable
from typing import Any, Protocol, cast

import msgspec
from litestar import Litestar, Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from hub_core.access import Principal
from hub_core.audit import Access
from hub_core.limits import Buckets, Guesses, Spender, budgets
from hub_core.vault.reads import VaultReads, noticing
from services.http.correlation import HEADER, correlation_of
from services.http.guard_rails.checks import check
from services.http.guard_rails.client_address import Networks, client_address
from services.http.guard_rails.guessing import guessed
from services.http.guard_rails.headers import with_ours
from services.http.guard_rails.recording import record_of
from services.http.guard_rails.spending import WRONG, Spending, spending_of
from services.http.guard_rails.stopped import TooMany
from services.http.nonce import may_style_inline, nonce_used


class Accesses(Protocol):
    """Where reads are recorded: ``hub_core.audit.AccessLog``."""

    async def write(self, one: Access, /) -> None:
        """Write a record, or raise."""


class Rails(msgspec.Struct, frozen=True, kw_only=True):
    """What the rails are made of.

    ``hosts`` are the names we answer to (None: any, for tests); ``https`` says that people come by it;
    ``trusted`` are the proxies we believe; without ``buckets`` and ``guesses`` nothing is counted.
    """

    accesses: Accesses
    buckets: Buckets | None = None
    guesses: Guesses | None = None
    hosts: frozenset[str] | None = None
    https: bool = False
    trusted: Networks = ()


def guarded(app: Litestar, rails: Rails) -> Litestar:
    """The same application, with the rails around everything it answers."""
    app.asgi_handler = GuardRails(app, app.asgi_handler, rails)
    return app


class GuardRails:
    """The outermost layer of an application."""

    def __init__(self, app: Litestar, inner: ASGIApp, rails: Rails) -> None:
        self._app = app
        self._inner = inner
        self._rails = rails

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._inner(scope, receive, send)
            return
        with noticing() as reads:
            await self._pass(_Passing(self._rails, scope, send, reads), scope, receive)

    async def _pass(self, passing: "_Passing", scope: Scope, receive: Receive) -> None:
        try:
            await passing.check()
            await self._inner(scope, receive, passing.send)
        except Exception as error:
            if passing.withheld is None:
                if passing.started:
                    raise
                passing.withheld = error
        if passing.withheld is not None:
            await self._refuse(passing.withheld, scope, receive, passing.send_refusal)

    async def _refuse(self, error: Exception, scope: Scope, receive: Receive, send: Send) -> None:
        request: Request[Any, Any, Any] = Request(cast("Any", scope), receive=receive)
        handlers: dict[Any, Callable[..., Any]] = dict(self._app.exception_handlers)
        kind = next(one for one in type(error).__mro__ if one in handlers)
        response = handlers[kind](request, error)
        await response.to_asgi_response(app=None, request=request)(scope, receive, send)


class _Passing:
    """One request on its way through."""

    def __init__(self, rails: Rails, scope: Scope, send: Send, reads: VaultReads) -> None:
        self._rails = rails
        self._reads = reads
        self._scope = scope
        self._send = send
        self._spending: Spending = spending_of(scope["method"], scope["path"])  # type: ignore[typeddict-item]
        self._address = client_address(scope, rails.trusted)
        self.started = False
        self.withheld: Exception | None = None
        scope["state"]["spend"] = self.spend_as

    async def check(self) -> None:
        """Raise ``Stopped`` for what goes no further."""
        check(self._scope, self._rails.hosts)
        await self._spend("address", self._address)

    async def spend_as(self, principal: Principal) -> None:
        """Once it is known who asks: spend of their budget too. Raises ``TooMany``."""
        await self._spend("principal", principal.id)

    async def _spend(self, by: str, who: str) -> None:
        budget = budgets().get((self._spending.budget, by))
        if self._rails.buckets is None or budget is None:
            return
        wait = await self._rails.buckets.take([Spender(budget, who)])
        if wait is not None:
            raise TooMany(wait)

    async def send(self, message: Message) -> None:
        """What the application answers, unless something forbids it."""
        if self.withheld is not None:
            raise self.withheld
        if message["type"] == "http.response.start":
            try:
                await self._before_answering(message)
            except Exception as error:
                self.withheld = error
                raise
            self.started = True
            message = self._with_headers(message)
        await self._send(message)

    async def send_refusal(self, message: Message) -> None:
        """A refusal of the rails themselves: with the same headers, without further questions."""
        if message["type"] == "http.response.start":
            message = self._with_headers(message)
        await self._send(message)

    async def _before_answering(self, start: Any) -> None:
        status, headers = start["status"], list(start.get("headers", ()))
        guess = self._spending.guess
        if guess and status in WRONG[guess] and self._rails.guesses is not None:
            wait = await self._rails.guesses.wrong(
                guess, address=self._address, subject=guessed(self._scope)
            )
            if wait is not None:
                raise TooMany(wait, "That was wrong too often.")
        record = record_of(self._scope, status=status, headers=headers, reads=self._reads)
        if record is not None:
            await self._rails.accesses.write(record)

    def _with_headers(self, start: Any) -> Any:
        headers = [
            *start.get("headers", ()),
            (HEADER.encode(), correlation_of(self._scope).encode()),
        ]
        ours = with_ours(
            headers,
            status=start["status"],
            nonce=nonce_used(self._scope),
            inline_styles=may_style_inline(self._scope),
            https=self._rails.https,
        )
        return {**start, "headers": ours}

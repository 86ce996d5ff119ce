"""The cookies of signing in: one for the session, one for each attempt under way.

The rule: over TLS they are ``__Host-`` cookies, which no other host and no other path can plant; on this
machine's loopback, where there is no TLS, plain ones. None can be read by a script.
"""

from datetime import timedelta
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.types import Message, Scope

Connection = ASGIConnection[Any, Any, Any, Any]
_WAITING = "cookies"


class Cookies:
    """How cookies are called and sent; ``secure`` is True wherever people come over TLS."""

    def __init__(self, *, secure: bool) -> None:
        self._secure = secure
        self._prefix = "__Host-" if secure else ""

    def session(self, connection: Connection) -> str | None:
        """The session's token the browser brought."""
        return connection.cookies.get(f"{self._prefix}hub-session")

    def give_session(self, connection: Connection, token: str) -> None:
        """Let this answer give the browser a session; it forgets it when it is closed."""
        self._send(connection, "hub-session", token, None)

    def end_session(self, connection: Connection) -> None:
        """Let this answer take the session away."""
        self._send(connection, "hub-session", "", timedelta())

    def attempt(self, connection: Connection, state: str) -> str | None:
        """The secret of the attempt of this state."""
        return connection.cookies.get(f"{self._prefix}{_of_attempt(state)}")

    def give_attempt(
        self, connection: Connection, state: str, secret: str, lasts: timedelta
    ) -> None:
        """Let the browser keep the secret of an attempt."""
        self._send(connection, _of_attempt(state), secret, lasts)

    def end_attempt(self, connection: Connection, state: str) -> None:
        """The attempt is over."""
        self._send(connection, _of_attempt(state), "", timedelta())

    def _send(self, connection: Connection, name: str, value: str, lasts: timedelta | None) -> None:
        cookie = Cookie(
            key=self._prefix + name,
            value=value,
            path="/",
            max_age=None if lasts is None else int(lasts.total_seconds()),
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )
        connection.scope["state"].setdefault(_WAITING, []).append(cookie.to_header(header=""))


def _of_attempt(state: str) -> str:
    """Several tabs may sign in at once, so each attempt has a cookie of its own."""
    return f"hub-attempt-{state[:8] if state.replace('-', 'a').replace('_', 'a').isalnum() else ''}"


async def send_cookies(message: Message, scope: Scope) -> None:
    """Before an answer is sent, refusals too: add the cookies it gives."""
    if message["type"] != "http.response.start":
        return
    waiting = scope.get("state", {}).get(_WAITING, ())
    if waiting:
        headers = MutableScopeHeaders.from_message(message)
        for cookie in waiting:
            headers.add("set-cookie", cookie)
        headers["cache-control"] = "no-store"

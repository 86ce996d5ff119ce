"""Attempts to sign in: what must come back from the issuer, to the same browser, once.

The rule: an attempt is taken by whoever has both its state and the secret of the browser that began
it; taking it ends it. Nonce and code verifier follow from that secret, so that neither is kept.
"""

from collections.abc import Callable
from datetime import UTC, datetime

import asyncpg
import msgspec

from hub_core.identity.sessions import tokens
from hub_core.identity.sessions.limits import LIMITS, Limits


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt. ``state`` travels through the issuer, ``browser`` stays in a cookie; ``nonce`` comes
    back in the ID token, ``verifier`` (PKCE) proves to the issuer who began; ``next_address`` is where
    the person wanted to go, ``invitation`` the token of the invitation they came with."""

    state: str
    browser: str
    next_address: str
    invitation: str | None

    @property
    def nonce(self) -> str:
        """What the ID token must carry."""
        return tokens.derived(self.browser, f"nonce {self.state}")

    @property
    def verifier(self) -> str:
        """The code verifier: 43 characters of the alphabet RFC 7636 permits."""
        return tokens.derived(self.browser, f"verifier {self.state}")


class Attempts:
    """The attempts under way."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        limits: Limits = LIMITS,
    ) -> None:
        self._pool = pool
        self._clock = clock
        self._limits = limits

    async def begin(self, next_address: str, *, invitation: str | None = None) -> Attempt:
        """Note an attempt; clears away those that came to nothing."""
        attempt = Attempt(
            state=tokens.new_token(),
            browser=tokens.new_token(),
            next_address=next_address,
            invitation=invitation,
        )
        now = self._clock()
        await self._pool.execute("DELETE FROM sessions.attempts WHERE expires_at <= $1", now)
        await self._pool.execute(
            "INSERT INTO sessions.attempts"
            " (state_sha256, browser_sha256, next_address, invitation, expires_at)"
            " VALUES ($1, $2, $3, $4, $5)",
            tokens.kept(attempt.state),
            tokens.kept(attempt.browser),
            next_address,
            # The invitation opens something, so it is kept like a secret.
            tokens.sealed(attempt.browser, invitation.encode()) if invitation else None,
            now + self._limits.attempt,
        )
        return attempt

    async def take(self, state: str, browser: str) -> Attempt | None:
        """The attempt of this state and browser, which ends with that; None when there is none."""
        row = await self._pool.fetchrow(
            "DELETE FROM sessions.attempts"
            " WHERE state_sha256 = $1 AND browser_sha256 = $2 AND expires_at > $3"
            " RETURNING next_address, invitation",
            tokens.kept(state),
            tokens.kept(browser),
            self._clock(),
        )
        if row is None:
            return None
        sealed = row["invitation"]
        opened = tokens.unsealed(browser, sealed) if sealed else None
        return Attempt(
            state=state,
            browser=browser,
            next_address=row["next_address"],
            invitation=opened.decode() if opened else None,
        )

"""The sessions of people who are signed in.

The rule: a session is had only by its token, which changes at every change of what it permits and is
then worth nothing; it ends after half an hour of silence and after twelve hours whatever happens.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from hub_core.access import Organisation, OrganisationKind, Role
from hub_core.identity.sessions import tokens
from hub_core.identity.sessions.limits import LIMITS, Limits


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What the pages say of the person, and what the issuer wants to hear when they sign out.

    Sealed with the session's token: whoever reads the database reads no names."""

    name: str
    organisation: str = ""
    on_behalf_of: str = ""
    several: bool = False
    id_token: str = ""


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One session as it stands."""

    token: str
    person: UUID
    organisation: Organisation
    on_behalf_of: Organisation | None
    roles: frozenset[Role]
    shown: Shown
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime

    @property
    def form_token(self) -> str:
        """What every form of this session carries, so that no other site can post one."""
        return tokens.derived(self.token, "forms")


_FIELDS = """
person, organisation_kind, organisation_id, on_behalf_of_kind, on_behalf_of_id, roles, sealed,
created_at, last_seen_at, expires_at
"""


class Sessions:
    """The sessions of this installation."""

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

    async def begin(
        self,
        person: UUID,
        organisation: Organisation,
        *,
        roles: Iterable[Role],
        shown: Shown,
        instead_of: str | None = None,
    ) -> str:
        """Sign a person in: the new token. ``instead_of`` is what the browser brought, which ends."""
        now, token = self._clock(), tokens.new_token()
        if instead_of is not None:
            await self.end(instead_of)
        await self._clear(now)
        await self._pool.execute(
            "INSERT INTO sessions.sessions (token_sha256, person, organisation_kind, organisation_id,"
            " roles, sealed, created_at, last_seen_at, expires_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)",
            tokens.kept(token),
            person,
            organisation.kind.value,
            organisation.id,
            _as_text(roles),
            tokens.sealed(token, msgspec.json.encode(shown)),
            now,
            now + self._limits.absolute,
        )
        return token

    async def find(self, token: str) -> Session | None:
        """The session of a token; None when there is none or it has ended. One read, and once a minute
        a write that says it is in use."""
        key, now = tokens.kept(token), self._clock()
        if key is None:
            return None
        row = await self._pool.fetchrow(
            f"SELECT {_FIELDS} FROM sessions.sessions"
            " WHERE token_sha256 = $1 AND expires_at > $2 AND last_seen_at > $3",
            key,
            now,
            now - self._limits.idle,
        )
        if row is None:
            return None
        if now - row["last_seen_at"] >= self._limits.seen_every:
            await self._pool.execute(
                "UPDATE sessions.sessions SET last_seen_at = greatest(last_seen_at, $2)"
                " WHERE token_sha256 = $1",
                key,
                now,
            )
        return _session(token, row)

    async def stands(self, token: str) -> bool:
        """Whether a session has not ended; asking is no sign of life."""
        now = self._clock()
        found = await self._pool.fetchval(
            "SELECT true FROM sessions.sessions"
            " WHERE token_sha256 = $1 AND expires_at > $2 AND last_seen_at > $3",
            tokens.kept(token),
            now,
            now - self._limits.idle,
        )
        return bool(found)

    async def rotate(
        self,
        session: Session,
        *,
        organisation: Organisation,
        on_behalf_of: Organisation | None,
        roles: Iterable[Role],
        shown: Shown,
    ) -> str | None:
        """The same session with other privileges under a new token; the old one opens nothing any more.

        None when it has ended meanwhile, or another request has just rotated it. Never lasts longer.
        """
        token = tokens.new_token()
        done = await self._pool.fetchval(
            "UPDATE sessions.sessions SET token_sha256 = $2, organisation_kind = $3,"
            " organisation_id = $4, on_behalf_of_kind = $5, on_behalf_of_id = $6, roles = $7,"
            " sealed = $8, last_seen_at = $9"
            " WHERE token_sha256 = $1 AND expires_at > $9 AND last_seen_at > $10 RETURNING true",
            tokens.kept(session.token),
            tokens.kept(token),
            organisation.kind.value,
            organisation.id,
            on_behalf_of.kind.value if on_behalf_of else None,
            on_behalf_of.id if on_behalf_of else None,
            _as_text(roles),
            tokens.sealed(token, msgspec.json.encode(shown)),
            self._clock(),
            self._clock() - self._limits.idle,
        )
        return token if done else None

    async def end(self, token: str) -> None:
        """Sign out here."""
        await self._pool.execute(
            "DELETE FROM sessions.sessions WHERE token_sha256 = $1", tokens.kept(token)
        )

    async def end_all(self, person: UUID) -> int:
        """Sign a person out everywhere; how many sessions that ended."""
        ended = await self._pool.fetch(
            "DELETE FROM sessions.sessions WHERE person = $1 RETURNING 1", person
        )
        return len(ended)

    async def _clear(self, now: datetime) -> None:
        await self._pool.execute(
            "DELETE FROM sessions.sessions WHERE expires_at <= $1 OR last_seen_at <= $2",
            now,
            now - self._limits.idle,
        )


def _session(token: str, row: Any) -> Session | None:
    content = tokens.unsealed(token, row["sealed"])
    if content is None:
        return None
    behalf = row["on_behalf_of_kind"]
    return Session(
        token=token,
        person=row["person"],
        organisation=Organisation(
            OrganisationKind(row["organisation_kind"]), row["organisation_id"]
        ),
        on_behalf_of=(
            Organisation(OrganisationKind(behalf), row["on_behalf_of_id"]) if behalf else None
        ),
        roles=frozenset(Role(role) for role in row["roles"]),
        shown=msgspec.json.decode(content, type=Shown),
        created_at=row["created_at"],
        last_seen_at=row["last_seen_at"],
        expires_at=row["expires_at"],
    )


def _as_text(roles: Iterable[Role]) -> list[str]:
    return sorted(role.value for role in roles)

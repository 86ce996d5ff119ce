"""Links as they are kept: looked up by the SHA-256 of their token, opened, spent and revoked.

The rule: a token is 256 random bits, given out once and kept nowhere. A stranger's guess and an unknown
link are the same nothing; only whoever holds the right token learns that a link is over.
"""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from hub_core.access import Organisation, OrganisationKind, Principal
from hub_core.identity.links.purposes import PURPOSES, LinkPurpose
from hub_core.reference.labelled import Labelled

#: Bytes of chance in a token.
CHANCE = 32
#: Characters of a token: 32 bytes in base64 without padding.
TOKEN_LENGTH = 43


class AlreadyIssued(Exception):
    """A link with this id was issued before; its token is told to nobody twice."""


class LinkState(Labelled):
    """Whether a link still opens."""

    OPEN = "open", "Open"
    SPENT = "spent", "Used"
    EXPIRED = "expired", "Expired"
    REVOKED = "revoked", "Withdrawn"


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """One link as it stands, without its token. ``things`` begin with what it is about.

    ``organisation`` is whose deed it is, ``sender`` who sends it.
    """

    id: UUID
    purpose: LinkPurpose
    organisation: Organisation | None
    things: tuple[UUID, ...]
    period: str | None
    sender: Organisation | None
    issued_by: str
    issued_at: datetime
    expires_at: datetime
    opened: int
    first_opened_at: datetime | None
    last_opened_at: datetime | None
    spent_at: datetime | None
    outcome: str | None
    revoked_at: datetime | None

    def state(self, now: datetime) -> LinkState:
        """Whether it opens at this moment. What was used stays used when its time is over."""
        if self.spent_at is not None:
            return LinkState.SPENT
        if self.revoked_at is not None:
            return LinkState.REVOKED
        return LinkState.EXPIRED if now >= self.expires_at else LinkState.OPEN


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A link whose token was shown. Only while ``state`` is open may ``principal`` act."""

    link: Link
    state: LinkState
    principal: Principal

    @property
    def purpose(self) -> LinkPurpose:
        """What it is for."""
        return self.link.purpose

    @property
    def thing(self) -> UUID | None:
        """What it is about: an invitation, an encounter."""
        return self.link.things[0] if self.link.things else None

    @property
    def command_id(self) -> str:
        """Under which the deed is carried out, so that sending it again never does it again."""
        return f"link:{self.link.id}"


class Links:
    """Over a pool of connections to the hub's own database."""

    def __init__(
        self, pool: asyncpg.Pool, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._pool = pool
        self._clock = clock

    async def issue(
        self,
        purpose: LinkPurpose,
        organisation: Organisation | None,
        things: Iterable[UUID],
        issued_by: str,
        expires: datetime | None = None,
        *,
        link: UUID | None = None,
        period: str | None = None,
        sender: Organisation | None = None,
    ) -> str:
        """A new link's token, to be shown once. Without ``expires`` its purpose says how long it lasts.

        ``things`` begin with what the link is about; ``issued_by`` is a principal's id and ``sender``
        the organisation that sends it. Raises ``AlreadyIssued`` when there is a link with this id.
        """
        now = self._clock()
        token = urlsafe_b64encode(secrets.token_bytes(CHANCE)).rstrip(b"=").decode()
        issued = await self._pool.fetchval(
            _ISSUE,
            link or uuid4(),
            fingerprint(token),
            purpose,
            *_columns(organisation),
            list(things),
            period,
            *_columns(sender),
            issued_by,
            now,
            expires or now + PURPOSES[purpose].lifetime,
        )
        if issued is None:
            raise AlreadyIssued(f"There is a link with the id {link} already.")
        return token

    async def opened(self, token: str, *, count: bool = True) -> Opened | None:
        """The link of this token; None when there is none. ``count`` notes that it was opened."""
        if len(token) != TOKEN_LENGTH or not token.isascii():
            return None
        now = self._clock()
        query = _OPEN if count else _LOOK
        given: tuple[Any, ...] = (fingerprint(token), now) if count else (fingerprint(token),)
        row = await self._pool.fetchrow(query, *given)
        if row is None:
            return None
        link = _link(row)
        return Opened(link=link, state=link.state(now), principal=principal_of(link))

    async def spent(self, link: UUID, outcome: str) -> bool:
        """Note that its deed is done and what became of it; False when that was noted before."""
        done = await self._pool.execute(_SPEND, link, self._clock(), outcome)
        return bool(done == "UPDATE 1")

    async def revoke(self, link: UUID) -> bool:
        """Let it open no more; False when it is used, revoked or unknown."""
        done = await self._pool.execute(_REVOKE, link, self._clock())
        return bool(done == "UPDATE 1")

    async def find(self, link: UUID) -> Link | None:
        """One link by its id."""
        row = await self._pool.fetchrow(_FIND, link)
        return None if row is None else _link(row)

    async def of(self, organisation: Organisation | None, *, limit: int = 200) -> list[Link]:
        """The latest links for an organisation or from it, or all (None), newest first."""
        kind = organisation.kind if organisation else None
        rows = await self._pool.fetch(_LIST, kind, organisation.id if organisation else None, limit)
        return [_link(row) for row in rows]


def fingerprint(token: str) -> bytes:
    """What is kept of a token. Its 256 bits of chance need no salt and no slow hash."""
    return sha256(token.encode()).digest()


def principal_of(link: Link) -> Principal:
    """Who the holder of a link is: its purpose's role, for its purpose's operations on its things."""
    purpose = PURPOSES[link.purpose]
    things = frozenset(link.things)
    if link.organisation is not None:
        things |= {link.organisation.id}
    return Principal(
        id=f"link:{link.id}",
        roles=frozenset({purpose.role}),
        # A purpose without a kind of holder is about its thing, not about an organisation's own.
        organisation=link.organisation if purpose.holder is not None else None,
        operations=purpose.operations,
        things=things,
    )


def _columns(organisation: Organisation | None) -> tuple[str | None, UUID | None]:
    return (organisation.kind, organisation.id) if organisation else (None, None)


def _organisation(kind: str | None, named: UUID) -> Organisation | None:
    return Organisation(OrganisationKind(kind), named) if kind else None


def _link(row: Any) -> Link:
    return Link(
        id=row["id"],
        purpose=LinkPurpose(row["purpose"]),
        organisation=_organisation(row["organisation_kind"], row["organisation"]),
        sender=_organisation(row["sender_kind"], row["sender"]),
        things=tuple(row["things"]),
        **{name: row[name] for name in _PLAIN},
    )


_PLAIN = (
    "period",
    "issued_by",
    "issued_at",
    "expires_at",
    "opened",
    "first_opened_at",
    "last_opened_at",
    "spent_at",
    "outcome",
    "revoked_at",
)
_COLUMNS = ", ".join(
    ("id, purpose, organisation_kind, organisation, things, sender_kind, sender", *_PLAIN)
)

_ISSUE = """
insert into links.links (id, token_sha256, purpose, organisation_kind, organisation, things, period,
                         sender_kind, sender, issued_by, issued_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (id) do nothing returning id
"""
_OPEN = f"""
update links.links
set opened = opened + 1, first_opened_at = coalesce(first_opened_at, $2), last_opened_at = $2
where token_sha256 = $1
returning {_COLUMNS}
"""
_LOOK = f"select {_COLUMNS} from links.links where token_sha256 = $1"
_FIND = f"select {_COLUMNS} from links.links where id = $1"
_LIST = f"""
select {_COLUMNS} from links.links
where $1::text is null
   or (organisation_kind = $1 and organisation = $2) or (sender_kind = $1 and sender = $2)
order by issued_at desc, id limit $3
"""
_SPEND = """
update links.links set spent_at = $2, outcome = $3 where id = $1 and spent_at is null
"""
_REVOKE = """
update links.links set revoked_at = $2
where id = $1 and spent_at is null and revoked_at is null
"""

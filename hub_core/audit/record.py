"""Records of reads: learner-level data, what the vault gives back in clear, files, and the audit itself.

The rule: a record holds pseudonymous ids and counts, never what was read; and it is written before the
answer leaves, so that whoever cannot write it does not answer.
"""

from collections.abc import Iterable

import asyncpg
import msgspec

from hub_core.access import Organisation, Principal
from hub_core.reference.labelled import Labelled


class Kind(Labelled):
    """Why a read is recorded."""

    LEARNER_DATA = "learner_data", "Learner-level data"
    VAULT = "vault", "Names and texts of people"
    EXPORT = "export", "File taken away"
    AUDIT = "audit", "The audit itself"


class Door(Labelled):
    """How somebody came in, as the first word of their id says."""

    SESSION = "person", "Signed in"
    KEY = "key", "API key"
    CLIENT = "client", "Access token"
    LINK = "link", "Signed link"
    SYSTEM = "system", "Part of the platform"


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """One read: who, for whom, what action, about what, by which door.

    ``organisation`` and ``about`` are spelt ``kind:id`` (``institution:5f…``, ``hub:tees-valley``).
    ``learners`` is how many learners the answer held something of, where that is known.
    """

    kind: Kind
    action: str
    principal: str
    door: Door
    correlation: str
    organisation: str | None = None
    on_behalf_of: str | None = None
    about: tuple[str, ...] = ()
    learners: int | None = None


def access(
    principal: Principal,
    action: str,
    kind: Kind,
    *,
    correlation: str,
    about: Iterable[Organisation | str] = (),
    learners: int | None = None,
) -> Access:
    """The record of a principal's read."""
    return Access(
        kind=kind,
        action=action,
        principal=principal.id,
        door=Door(principal.id.partition(":")[0]),
        correlation=correlation,
        organisation=spelt(principal.organisation) if principal.organisation else None,
        on_behalf_of=spelt(principal.on_behalf_of) if principal.on_behalf_of else None,
        about=tuple(one if isinstance(one, str) else spelt(one) for one in about),
        learners=learners,
    )


def spelt(organisation: Organisation) -> str:
    """An organisation as records spell it."""
    return f"{organisation.kind.value}:{organisation.id}"


class AccessLog:
    """The record over the hub's database."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def record(
        self,
        principal: Principal,
        action: str,
        kind: Kind,
        *,
        correlation: str,
        about: Iterable[Organisation | str] = (),
        learners: int | None = None,
    ) -> None:
        """Record one read. Await it before answering; when it raises, do not answer."""
        await self.write(
            access(principal, action, kind, correlation=correlation, about=about, learners=learners)
        )

    async def write(self, one: Access) -> None:
        """Write a record. Raises asyncpg's errors when the database does not take it."""
        await self._pool.execute(
            _RECORD,
            one.kind.value,
            one.action,
            one.principal,
            one.organisation,
            one.on_behalf_of,
            list(one.about),
            one.learners,
            one.door.value,
            one.correlation,
        )

    async def prune(self) -> int:
        """Take out the records whose time is over (``retention.csv``); how many."""
        gone: int = await self._pool.fetchval("select audit.prune()")
        return gone


_RECORD = (
    "insert into audit.accesses (kind, action, principal, organisation, on_behalf_of, about, "
    "learners, door, correlation) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
)

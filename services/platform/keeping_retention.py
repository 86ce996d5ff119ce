"""What ``hub retention`` does once it knows what was asked: as the platform's operator, like every command.

The rule: numbers only. Whose time is over follows from each institution's roster; the command line never
learns who they are.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import msgspec

from hub_core.access import Organisation, OrganisationKind
from hub_core.execute import ENGLAND, Request, execute
from hub_core.identity.people.organisation_names import names_of
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load_many
from hub_core.rosters.retention import due, left_before
from hub_core.rosters.retention_commands import EraseLeavers
from hub_core.rosters.roster import Roster, roster_stream
from hub_core.settings import Settings
from services.platform.commands.running import open_ledger
from services.platform.keeping_keys import OPERATOR
from services.platform.open_platform import open_platform
from services.platform.organisations import organisation_named

#: Rosters held at once.
_AT_ONCE = 100
Progress = Callable[[int, int], None]


class Due(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many learners of one institution left before ``left_before``, and are to be forgotten."""

    institution: UUID
    name: str
    left_before: date
    learners: int


async def everybody_due(chosen: Settings, urn: str | None, progress: Progress) -> list[Due]:
    """Every institution that has learners whose time is over, most first; or the one with this URN.

    Raises ``Failure`` for a URN nobody has.
    """
    async with open_ledger(chosen) as (ledger, _):
        institutions = await _asked(ledger, urn)
        today = datetime.now(UTC).astimezone(ENGLAND).date()
        found = [one async for one in _due(ledger, institutions, today, progress)]
        return sorted(found, key=lambda one: (-one.learners, one.name))


async def erase_due(chosen: Settings, found: Sequence[Due], progress: Progress) -> list[Due]:
    """Forget them, institution by institution; how many were forgotten at each."""
    erased = []
    async with open_platform(chosen) as platform:
        for done, one in enumerate(found, start=1):
            command = EraseLeavers(institution=one.institution)
            accepted = await execute(command, OPERATOR, platform, Request(command_id=str(uuid4())))
            learners = msgspec.json.decode(accepted.answer)["learners"]
            erased.append(msgspec.structs.replace(one, learners=learners))
            progress(done, len(found))
    return erased


async def _asked(ledger: Ledger, urn: str | None) -> list[UUID]:
    if urn is None:
        return await ledger.institutions()
    return [(await organisation_named(ledger, OrganisationKind.INSTITUTION, urn)).id]


async def _due(
    ledger: Ledger, institutions: Sequence[UUID], today: date, progress: Progress
) -> AsyncIterator[Due]:
    for first in range(0, len(institutions), _AT_ONCE):
        some = institutions[first : first + _AT_ONCE]
        streams = {roster_stream(one): one for one in some}
        rosters = await load_many(ledger, Roster, streams)
        over = {
            streams[stream]: len(due(roster, today=today) - roster.forgotten)
            for stream, roster in rosters.items()
        }
        names = await _names(ledger, (one for one, learners in over.items() if learners))
        for one, name in names.items():
            yield Due(
                institution=one, name=name, left_before=left_before(today), learners=over[one]
            )
        progress(first + len(some), len(institutions))


async def _names(ledger: Ledger, institutions: Iterable[UUID]) -> dict[UUID, str]:
    named = await names_of(
        ledger, [Organisation(OrganisationKind.INSTITUTION, one) for one in institutions]
    )
    return {one.id: name for one, name in named.items()}

"""Commands about an institution's careers advisers.

The rule: ``institution`` keeps its own register; an adviser's name goes to the vault and nowhere else.
"""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.activities.events import AdviserLevel
from hub_core.days import up_to_today
from hub_core.guidance.adviser import Adviser, no_such_adviser
from hub_core.guidance.codes import AdviserPresence
from hub_core.guidance.events import AdviserDetails
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.work import Changed, Command, Work, handles

#: A person's name as one writes it: one line.
PersonName = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$(?!\n)",
        min_length=1,
        max_length=200,
        description="The adviser's name; kept in the vault only",
    ),
]


class _Described(Command, frozen=True, kw_only=True):
    """What is said of an adviser, always as a whole."""

    institution: UUID
    name: PersonName
    presence: AdviserPresence
    level: AdviserLevel | None = None
    on_register: bool = False
    matrix: bool = False
    until: date | None = None


class RegisterAdviser(_Described, frozen=True, kw_only=True):
    """Register a careers adviser."""

    OPERATION: ClassVar[str] = "guidance.register_adviser"
    since: date | None = None


class ChangeAdviserDetails(_Described, frozen=True, kw_only=True):
    """Describe a careers adviser anew, as a whole."""

    OPERATION: ClassVar[str] = "guidance.change_adviser_details"
    adviser: UUID


class EndAdviser(Command, frozen=True, kw_only=True):
    """Say that a careers adviser has left."""

    OPERATION: ClassVar[str] = "guidance.end_adviser"
    institution: UUID
    adviser: UUID
    left_on: date | None = None


@handles(RegisterAdviser)
async def register_adviser(command: RegisterAdviser, work: Work) -> Changed:
    """Begins today unless an earlier day is given."""
    await work.find(Institution, command.institution, no_such_institution(command.institution))
    since = up_to_today(command.since, work, field="since")
    adviser = work.begin(Adviser)
    adviser.register(
        command.institution, _details(command, adviser, work), since=since, at=work.now
    )
    return Changed(id=adviser.id, version=adviser.version)


@handles(ChangeAdviserDetails)
async def change_adviser_details(command: ChangeAdviserDetails, work: Work) -> Changed:
    """Meetings recorded before keep the level known then, unless they are corrected."""
    adviser = await own_adviser(command.institution, command.adviser, work)
    work.expect(adviser)
    adviser.describe(_details(command, adviser, work), on=work.today, at=work.now)
    return Changed(id=adviser.id, version=adviser.version)


@handles(EndAdviser)
async def end_adviser(command: EndAdviser, work: Work) -> Changed:
    """Meetings before that day stand."""
    adviser = await own_adviser(command.institution, command.adviser, work)
    work.expect(adviser)
    on = up_to_today(command.left_on, work, field="leftOn")
    adviser.leave(on=on, at=work.now)
    return Changed(id=adviser.id, version=adviser.version)


async def own_adviser(institution: UUID, adviser_id: UUID, work: Work) -> Adviser:
    """The adviser, if it is this institution's; refuses in the words used for what is not there."""
    otherwise = no_such_adviser(adviser_id)
    adviser = await work.find(Adviser, adviser_id, otherwise)
    if adviser.institution != institution:
        raise otherwise
    return adviser


def _details(command: _Described, adviser: Adviser, work: Work) -> AdviserDetails:
    return AdviserDetails(
        name=work.keep(command.name, subject=adviser.id),
        presence=command.presence,
        level=command.level,
        on_register=command.on_register,
        matrix=command.matrix,
        until=command.until,
    )

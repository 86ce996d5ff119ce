"""The relevant cohort of a special school or alternative provision: for whom an experience is relevant.

The rule: the institution says whom it sets apart, for a reason from a list; how many they are is shown
wherever its figures are.
"""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.agreements.codes import DataClass
from hub_core.agreements.cover import require_cover
from hub_core.days import FIRST_SCHOOL_DAY, up_to_today
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict
from hub_core.rosters.codes import ApartReason
from hub_core.rosters.commands import MOST_LEARNERS, LearnerReference, known_learners, roster_of
from hub_core.work import Changed, Command, Work, handles


class SetApart(Command, frozen=True, kw_only=True):
    """Say who is outside the relevant cohort for one reason: all of them, or nobody any more."""

    OPERATION: ClassVar[str] = "rosters.set_apart"
    institution: UUID
    reason: ApartReason
    learners: Annotated[tuple[LearnerReference, ...], msgspec.Meta(max_length=MOST_LEARNERS)]
    since: date | None = None


@handles(SetApart)
async def set_apart(command: SetApart, work: Work) -> Changed:
    """For special schools and alternative provision. Refuses learners who are not on the roster."""
    day = up_to_today(command.since, work, field="since", earliest=FIRST_SCHOOL_DAY)
    found = await work.find(
        Institution, command.institution, no_such_institution(command.institution)
    )
    if found.details.phase is not ServicePhase.SPECIAL_AND_ALTERNATIVE:
        raise Conflict(
            f"{found.details.name} is no special school or alternative provision: all its learners "
            "are in the cohorts its figures are about.",
            kind="wrong-phase",
        )
    roster = await roster_of(command.institution, work)
    # That an experience is not relevant to somebody tells of their needs or health.
    await require_cover(work, command.institution, DataClass.SENSITIVE_GROUPS, on=work.today)
    learners = await known_learners(command.institution, command.learners, work, field="learners")
    roster.set_apart(command.institution, command.reason, learners, on=day, at=work.now)
    return Changed(id=command.institution, version=roster.version)

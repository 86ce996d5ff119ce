"""Commands about what needs attention: give a matter to somebody, set it aside, close it, take it up again.

The rule: they decide about a matter of a member of the hub and never about the fact behind it; ``on`` and
``count`` are the fact as the list showed it.
"""

from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from hub_core.academic_years import academic_year_of, last_day
from hub_core.access.organisations import Organisation, OrganisationKind
from hub_core.attention.decisions import Decisions
from hub_core.attention.events import AttentionClosed, AttentionSnoozed
from hub_core.attention.keys import decisions_stream, matter_id
from hub_core.attention.reasons import Concern, HowMany
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.events import Duty
from hub_core.identity.people.keys import person_of_principal, team_stream
from hub_core.identity.people.team import Team
from hub_core.membership.of_hub import require_members
from hub_core.refusals import Invalid
from hub_core.work import Changed, Command, Work, handles
from hub_core.written import Sentence

#: Nothing rests longer than a year: whoever reads the reason then may be somebody else.
LONGEST_REST = timedelta(days=366)


class _OfMatter(Command, frozen=True, kw_only=True):
    """One reason at one member of a hub."""

    hub: UUID
    institution: UUID
    reason: Concern


class AssignMatter(_OfMatter, frozen=True, kw_only=True):
    """Give a matter to one of the hub's people; to nobody in particular without ``person``."""

    OPERATION: ClassVar[str] = "attention.assign_matter"
    person: UUID | None = None


class SnoozeMatter(_OfMatter, frozen=True, kw_only=True):
    """Set a matter aside until a day."""

    OPERATION: ClassVar[str] = "attention.snooze_matter"
    until: date
    because: Sentence
    on: date | None = None
    count: HowMany = 1


class CloseMatter(_OfMatter, frozen=True, kw_only=True):
    """Close a matter that nothing more need be done about."""

    OPERATION: ClassVar[str] = "attention.close_matter"
    done: Sentence
    on: date | None = None
    count: HowMany = 1


class ReopenMatter(_OfMatter, frozen=True, kw_only=True):
    """Put a matter back on the list that was set aside or closed."""

    OPERATION: ClassVar[str] = "attention.reopen_matter"


@handles(AssignMatter)
async def assign_matter(command: AssignMatter, work: Work) -> Changed:
    """To the hub's lead or a facilitator, until the academic year ends. Whoever had it has it no longer."""
    decisions = await _decisions(command, work)
    at = Organisation(OrganisationKind.HUB, command.hub)
    team = await work.load(Team, team_stream(at))
    thing = matter_id(command.hub, command.institution, command.reason)
    if team.holder_of(DutyKind.ATTENTION, thing, on=work.today) == command.person:
        return Changed(id=decisions.id, version=decisions.version)
    duty = Duty(DutyKind.ATTENTION, thing, last_day(academic_year_of(work.today)))
    if command.person is None:
        team.end(at, [duty], on=work.today, at=work.now)
    else:
        team.require_caseworker(command.person)
        team.take(at, command.person, [duty], on=work.today, at=work.now)
    decisions.assign(
        command.hub,
        command.institution,
        command.reason,
        command.person,
        on=work.today,
        at=work.now,
    )
    return Changed(id=decisions.id, version=decisions.version)


@handles(SnoozeMatter)
async def snooze_matter(command: SnoozeMatter, work: Work) -> Changed:
    """It is back on the list on that day, or as soon as the fact behind it is another."""
    latest = work.today + LONGEST_REST
    if not work.today < command.until <= latest:
        raise Invalid.field(
            "until",
            "A matter rests until a day to come, and for a year at most.",
            f"Give a date after {work.today:%-d %B %Y} and up to {latest:%-d %B %Y}.",
        )
    decisions = await _decisions(command, work)
    event = AttentionSnoozed(
        hub=command.hub,
        institution=command.institution,
        occurred_on=work.today,
        reason=command.reason,
        until=command.until,
        because=work.keep(command.because, subject=decisions.id),
        on=command.on,
        count=command.count,
        by=person_of_principal(work.principal.id),
    )
    decisions.set_aside(event, at=work.now)
    return Changed(id=decisions.id, version=decisions.version)


@handles(CloseMatter)
async def close_matter(command: CloseMatter, work: Work) -> Changed:
    """It is nobody's any more. It comes back when the fact behind it is another, or the next academic
    year begins with it."""
    decisions = await _decisions(command, work)
    event = AttentionClosed(
        hub=command.hub,
        institution=command.institution,
        occurred_on=work.today,
        reason=command.reason,
        done=work.keep(command.done, subject=decisions.id),
        on=command.on,
        count=command.count,
        by=person_of_principal(work.principal.id),
    )
    decisions.set_aside(event, at=work.now)
    at = Organisation(OrganisationKind.HUB, command.hub)
    team = await work.load(Team, team_stream(at))
    thing = matter_id(command.hub, command.institution, command.reason)
    team.end(at, [Duty(DutyKind.ATTENTION, thing)], on=work.today, at=work.now)
    return Changed(id=decisions.id, version=decisions.version)


@handles(ReopenMatter)
async def reopen_matter(command: ReopenMatter, work: Work) -> Changed:
    """Refuses one that is neither set aside nor closed."""
    decisions = await _decisions(command, work)
    decisions.reopen(command.hub, command.institution, command.reason, on=work.today, at=work.now)
    return Changed(id=decisions.id, version=decisions.version)


async def _decisions(command: _OfMatter, work: Work) -> Decisions:
    await require_members(command.hub, (command.institution,), work)
    decisions = await work.load(Decisions, decisions_stream(command.hub, command.institution))
    work.expect(decisions)
    return decisions

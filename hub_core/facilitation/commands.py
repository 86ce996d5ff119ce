"""Commands of facilitators about a member: note a meeting, agree an action, rearrange it, end it.

The rule: an action in a person's hands is a duty of theirs, so that it goes over with their caseload when
they leave; one without an owner is the member's own. What stands of one that left can still be ended.
"""

from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from hub_core.access.organisations import Organisation, OrganisationKind
from hub_core.days import FIRST_SCHOOL_DAY, up_to_today
from hub_core.facilitation.codes import ActionOutcome, VisitKind
from hub_core.facilitation.events import (
    ActionAgreed,
    ActionEnded,
    ActionRearranged,
    VisitNoted,
    VisitWithdrawn,
)
from hub_core.facilitation.record import MemberRecord, record_stream
from hub_core.identity.people.codes import DutyKind
from hub_core.identity.people.events import Duty
from hub_core.identity.people.keys import person_of_principal, team_stream
from hub_core.identity.people.team import Team
from hub_core.membership.of_hub import require_members
from hub_core.refusals import Invalid
from hub_core.work import Changed, Command, Work, handles
from hub_core.written import Note, Sentence

#: Nobody agrees what is to be done in three years.
FURTHEST = timedelta(days=2 * 366)


class _OfMember(Command, frozen=True, kw_only=True):
    """One member of a hub."""

    hub: UUID
    institution: UUID


class NoteVisit(_OfMember, frozen=True, kw_only=True):
    """Note a meeting with a member."""

    OPERATION: ClassVar[str] = "facilitation.note_visit"
    kind: VisitKind
    note: Note
    held_on: date | None = None


class WithdrawVisit(_OfMember, frozen=True, kw_only=True):
    """Take the note of a meeting back, and destroy its text."""

    OPERATION: ClassVar[str] = "facilitation.withdraw_visit"
    visit: UUID


class AgreeAction(_OfMember, frozen=True, kw_only=True):
    """Agree an action with a member; without ``owner`` the member does it."""

    OPERATION: ClassVar[str] = "facilitation.agree_action"
    text: Sentence
    due_on: date
    owner: UUID | None = None


class RearrangeAction(_OfMember, frozen=True, kw_only=True):
    """Give an action another day or another owner."""

    OPERATION: ClassVar[str] = "facilitation.rearrange_action"
    action: UUID
    due_on: date
    owner: UUID | None = None


class EndAction(_OfMember, frozen=True, kw_only=True):
    """Say that an action was done, or is no longer needed."""

    OPERATION: ClassVar[str] = "facilitation.end_action"
    action: UUID
    outcome: ActionOutcome


@handles(NoteVisit)
async def note_visit(command: NoteVisit, work: Work) -> Changed:
    """Refuses a day to come."""
    record = await _record(command, work)
    visit = work.new_id()
    day = up_to_today(command.held_on, work, field="heldOn", earliest=FIRST_SCHOOL_DAY)
    event = VisitNoted(
        hub=command.hub,
        institution=command.institution,
        visit=visit,
        occurred_on=day,
        kind=command.kind,
        note=work.keep(command.note, subject=visit),
        by=person_of_principal(work.principal.id),
    )
    record.happen(event, at=work.now)
    return Changed(id=visit, version=record.version)


@handles(WithdrawVisit)
async def withdraw_visit(command: WithdrawVisit, work: Work) -> Changed:
    """That there was one stays in the log, and nobody can read what was noted."""
    record = await _kept(command, work)
    record.visit(command.visit)
    event = VisitWithdrawn(
        hub=command.hub,
        institution=command.institution,
        visit=command.visit,
        occurred_on=work.today,
    )
    record.happen(event, at=work.now)
    # Before the append, as erasing must not be lost: sent again, the command finishes what it began.
    await work.vault.erase_subject(command.visit)
    return Changed(id=command.visit, version=record.version)


@handles(AgreeAction)
async def agree_action(command: AgreeAction, work: Work) -> Changed:
    """By a day to come, in the hands of the hub's lead, a facilitator or the member."""
    record = await _record(command, work)
    _check_due(command.due_on, work)
    action = work.new_id()
    event = ActionAgreed(
        hub=command.hub,
        institution=command.institution,
        action=action,
        occurred_on=work.today,
        due_on=command.due_on,
        text=work.keep(command.text, subject=action),
        owner=command.owner,
    )
    record.happen(event, at=work.now)
    await _give(command.hub, action, command.owner, work)
    return Changed(id=action, version=record.version)


@handles(RearrangeAction)
async def rearrange_action(command: RearrangeAction, work: Work) -> Changed:
    """Day and owner as they are from now on; sent again unchanged it records nothing."""
    record = await _record(command, work)
    found = record.open_action(command.action)
    await _give(command.hub, command.action, command.owner, work)
    if (found.due_on, found.owner) != (command.due_on, command.owner):
        if found.due_on != command.due_on:
            _check_due(command.due_on, work)
        event = ActionRearranged(
            hub=command.hub,
            institution=command.institution,
            action=command.action,
            occurred_on=work.today,
            due_on=command.due_on,
            owner=command.owner,
        )
        record.happen(event, at=work.now)
    return Changed(id=command.action, version=record.version)


@handles(EndAction)
async def end_action(command: EndAction, work: Work) -> Changed:
    """An action ends once, and is nobody's duty any more."""
    record = await _kept(command, work)
    record.open_action(command.action)
    event = ActionEnded(
        hub=command.hub,
        institution=command.institution,
        action=command.action,
        occurred_on=work.today,
        outcome=command.outcome,
        by=person_of_principal(work.principal.id),
    )
    record.happen(event, at=work.now)
    await _give(command.hub, command.action, None, work)
    return Changed(id=command.action, version=record.version)


async def _record(command: _OfMember, work: Work) -> MemberRecord:
    await require_members(command.hub, (command.institution,), work)
    return await _kept(command, work)


async def _kept(command: _OfMember, work: Work) -> MemberRecord:
    record = await work.load(MemberRecord, record_stream(command.hub, command.institution))
    work.expect(record)
    return record


async def _give(hub: UUID, action: UUID, owner: UUID | None, work: Work) -> None:
    at, duty = Organisation(OrganisationKind.HUB, hub), Duty(DutyKind.ACTION, action)
    team = await work.load(Team, team_stream(at))
    if owner is None:
        team.end(at, [duty], on=work.today, at=work.now)
    else:
        team.require_caseworker(owner)
        team.take(at, owner, [duty], on=work.today, at=work.now)


def _check_due(day: date, work: Work) -> None:
    latest = work.today + FURTHEST
    if not work.today <= day <= latest:
        raise Invalid.field(
            "dueOn",
            f"{day:%-d %B %Y} is no day by which it can be done.",
            f"Give a date from today up to {latest:%-d %B %Y}.",
        )

"""A hub tells who works for careers at its members, careers leaders among them, in one file.

The rule: a row stands as a whole or not at all; with ``whole`` none stands while one has to be mended. A row
that says what stands already records nothing.
"""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.days import FIRST_SCHOOL_DAY, up_to_today
from hub_core.evaluations.members_results import (
    MOST_BYTES,
    RowProblem,
    RowRefused,
    in_column,
    is_named,
    named_member,
    number_key,
)
from hub_core.membership.institution import Institution
from hub_core.membership.keys import membership_stream
from hub_core.membership.membership import Membership
from hub_core.work import Answer, Command, Work, handles
from hub_core.workforce.contact_rows import MemberContact, read_contacts
from hub_core.workforce.people import PersonSent, entered, known_as
from hub_core.workforce.register import Workforce, workforce_stream


class RecordMembersContacts(Command, frozen=True, kw_only=True):
    """Record who leads and supports careers at a hub's members from a CSV file. With ``check`` nothing is
    recorded, with ``whole`` nothing while a single row has to be mended."""

    OPERATION: ClassVar[str] = "workforce.record_members_contacts"
    hub: UUID
    file: Annotated[
        bytes,
        msgspec.Meta(min_length=1, max_length=MOST_BYTES, description="The CSV file, as base64"),
    ]
    check: bool = False
    whole: bool = False


class ContactTaken(msgspec.Struct, frozen=True, kw_only=True):
    """A row that stands. ``new`` says that it was not known already."""

    line: int
    institution: UUID
    new: bool


class MembersContactsTaken(Answer, frozen=True, kw_only=True, rename="camel"):
    """What became of every row. ``recorded`` is false where nothing was, ``ignored`` are columns nobody
    reads, and ``read_as`` says how the file was understood."""

    recorded: bool
    taken: tuple[ContactTaken, ...]
    problems: tuple[RowProblem, ...]
    ignored: tuple[str, ...]
    read_as: str


class _Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A row that may stand, decided before anything is recorded of it."""

    row: MemberContact
    institution: UUID
    on: date
    new: bool


@handles(RecordMembersContacts)
async def record_members_contacts(
    command: RecordMembersContacts, work: Work
) -> MembersContactsTaken:
    """Every row that is in order is recorded, and every other one told with line, column, reason and
    remedy. A file sent again appends nothing."""
    file = read_contacts(command.file)
    plans, refused = await _planned(command.hub, file.rows, work)
    problems = tuple(sorted((*file.problems, *refused), key=lambda one: one.line))
    recorded = not command.check and not (command.whole and problems)
    for plan in plans if recorded else ():
        await _carry_out(plan, work)
    return MembersContactsTaken(
        recorded=recorded,
        taken=tuple(
            ContactTaken(line=one.row.line, institution=one.institution, new=one.new)
            for one in plans
        ),
        problems=problems,
        ignored=file.ignored,
        read_as=file.sentence,
    )


async def _planned(
    hub: UUID, rows: tuple[MemberContact, ...], work: Work
) -> tuple[list[_Plan], list[RowProblem]]:
    holders = await work.holders([number_key(row) for row in rows if is_named(row)])
    found = set(holders.values())
    await work.load_many(Institution, found)
    await work.load_many(Membership, map(membership_stream, found))
    await work.load_many(Workforce, map(workforce_stream, found))
    plans, problems = [], []
    leaders: dict[UUID, PersonSent] = {}
    for row in rows:
        try:
            plan = await _plan(row, hub, holders, work)
            if row.role is None and leaders.setdefault(plan.institution, row.who) != row.who:
                raise RowRefused(
                    "name",
                    "",
                    "Another line names another careers leader for this institution.",
                    "An institution has one: keep the one in post.",
                )
            plans.append(plan)
        except RowRefused as refused:
            problems.append(refused.on_line(row.line))
    return plans, problems


async def _plan(row: MemberContact, hub: UUID, holders: dict[str, UUID], work: Work) -> _Plan:
    institution = await named_member(row, hub, holders, work)
    workforce = await work.load(Workforce, workforce_stream(institution.id))
    with in_column("since", f"{row.since or ''}"):
        on = up_to_today(row.since, work, field="since", earliest=FIRST_SCHOOL_DAY)
    person = known_as(workforce, row.who, work)
    if row.role is None:
        with in_column("name", ""):
            workforce.require_vacancy(person, on=on)
        new = workforce.leader is None
    else:
        new = person is None or (person, row.role) not in workforce.colleagues
    return _Plan(row=row, institution=institution.id, on=on, new=new)


async def _carry_out(plan: _Plan, work: Work) -> None:
    workforce = await work.load(Workforce, workforce_stream(plan.institution))
    if not plan.new:
        return
    person = entered(plan.institution, workforce, plan.row.who, work)
    if plan.row.role is None:
        workforce.appoint(
            plan.institution, person, shared=False, contract=None, on=plan.on, at=work.now
        )
    else:
        workforce.name(plan.institution, person, plan.row.role, on=plan.on, at=work.now)

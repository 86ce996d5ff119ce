"""Commands about an institution's careers programme.

The rule: ``institution`` says what it means to do, for year groups it teaches, in an academic year that is
last year's, this one or the next.
"""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of, next_academic_year, previous_academic_year
from hub_core.days import up_to_today
from hub_core.gatsby.setting import Setting, setting_of
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.programme.codes import Backer, Statement
from hub_core.programme.events import Aims, Audiences, Outcomes
from hub_core.programme.programme import CareersProgramme, programme_stream
from hub_core.refusals import Invalid
from hub_core.values import AcademicYear, WebAddress, YearGroup, year_group_label
from hub_core.work import Changed, Command, Work, handles


class SetAims(Command, frozen=True, kw_only=True):
    """Say what year groups are to learn of careers."""

    OPERATION: ClassVar[str] = "programme.set_aims"
    institution: UUID
    academic_year: AcademicYear
    year_groups: Annotated[tuple[YearGroup, ...], msgspec.Meta(min_length=1, max_length=15)]
    aims: Aims
    outcomes: Outcomes


class PublishProgramme(Command, frozen=True, kw_only=True):
    """Say where the careers programme is published, and who can understand it."""

    OPERATION: ClassVar[str] = "programme.publish_programme"
    institution: UUID
    academic_year: AcademicYear
    address: WebAddress
    audiences: Audiences


class BackProgramme(Command, frozen=True, kw_only=True):
    """Record that governors or the head backed the careers programme."""

    OPERATION: ClassVar[str] = "programme.back_programme"
    institution: UUID
    academic_year: AcademicYear
    by: Backer
    backed_on: date | None = None


class MakeStatement(Command, frozen=True, kw_only=True):
    """Say what only the institution can say of itself."""

    OPERATION: ClassVar[str] = "programme.make_statement"
    institution: UUID
    academic_year: AcademicYear
    statement: Statement
    holds: bool


@handles(SetAims)
async def set_aims(command: SetAims, work: Work) -> Changed:
    """For each of the year groups the same; refuses one that is not taught. ``id`` is the institution's."""
    programme, setting = await _programme(command.institution, command.academic_year, work)
    if unknown := sorted(set(command.year_groups) - setting.year_groups):
        raise Invalid.field(
            "yearGroups",
            f"The institution does not teach {', '.join(map(year_group_label, unknown))}.",
            f"It teaches {', '.join(map(year_group_label, sorted(setting.year_groups)))}.",
        )
    for year_group in sorted(set(command.year_groups)):
        programme.set_aims(
            command.institution,
            command.academic_year,
            year_group,
            command.aims,
            command.outcomes,
            on=work.today,
            at=work.now,
        )
    return Changed(id=command.institution, version=programme.version)


@handles(PublishProgramme)
async def publish_programme(command: PublishProgramme, work: Work) -> Changed:
    """Refused while Year 7 or 8 is taught and has no aims. ``id`` is the institution's."""
    programme, setting = await _programme(command.institution, command.academic_year, work)
    programme.publish(
        command.institution,
        command.academic_year,
        command.address,
        command.audiences,
        setting,
        on=work.today,
        at=work.now,
    )
    return Changed(id=command.institution, version=programme.version)


@handles(BackProgramme)
async def back_programme(command: BackProgramme, work: Work) -> Changed:
    """Today unless an earlier day is given. ``id`` is the institution's."""
    programme, _ = await _programme(command.institution, command.academic_year, work)
    on = up_to_today(command.backed_on, work, field="backedOn")
    programme.back(command.institution, command.academic_year, command.by, on=on, at=work.now)
    return Changed(id=command.institution, version=programme.version)


@handles(MakeStatement)
async def make_statement(command: MakeStatement, work: Work) -> Changed:
    """Its own word, yes or no; never evidence. ``id`` is the institution's."""
    programme, _ = await _programme(command.institution, command.academic_year, work)
    programme.state(
        command.institution,
        command.academic_year,
        command.statement,
        holds=command.holds,
        on=work.today,
        at=work.now,
    )
    return Changed(id=command.institution, version=programme.version)


async def _programme(
    institution_id: UUID, year: AcademicYear, work: Work
) -> tuple[CareersProgramme, Setting]:
    institution = await work.find(Institution, institution_id, no_such_institution(institution_id))
    institution.require_open(on=work.today)
    now = academic_year_of(work.today)
    open_years = (previous_academic_year(now), now, next_academic_year(now))
    if year not in open_years:
        raise Invalid.field(
            "academicYear",
            f"The programme of {year} is not open.",
            f"Give one of {', '.join(open_years)}.",
        )
    programme = await work.load(CareersProgramme, programme_stream(institution_id, year))
    work.expect(programme)
    return programme, setting_of(institution.details)

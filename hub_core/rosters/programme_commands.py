"""Commands of colleges and training providers about their learners: by programme, not by year group.

The rule: a learner is in one programme, and on roll from its start to its planned end unless the
institution says otherwise; adults are on the roster, and never in figures that are about young people.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

import msgspec

from hub_core.agreements.cover import require_cover
from hub_core.days import FIRST_SCHOOL_DAY, LAST_SCHOOL_DAY, up_to_today
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.reference.activities import Pathway
from hub_core.reference.service_phases import ServicePhase
from hub_core.refusals import Conflict, Invalid, Problem
from hub_core.rosters.codes import (
    AgeBand,
    CampusCode,
    Programme,
    ProgrammeCode,
    ProgrammeLevel,
    Registration,
)
from hub_core.rosters.commands import (
    MOST_LEARNERS,
    LearnerReference,
    RosterReceived,
    classes_in,
    refuse_doubles,
    require_meant,
    roster_of,
    take_in,
)
from hub_core.rosters.dated import Place
from hub_core.rosters.doubt import CheckedCommand
from hub_core.rosters.events import LearnerGroup
from hub_core.rosters.roster import Entry
from hub_core.work import Work, handles

#: Whoever has year groups sends year groups; their sixth forms too.
_YEAR_GROUPS = {ServicePhase.PRIMARY, ServicePhase.SECONDARY}
_PROGRAMMES = {ServicePhase.FE_AND_SKILLS, ServicePhase.ADULT}
#: The longest programmes are apprenticeships to degree level: six years.
LONGEST_PROGRAMME_DAYS = 6 * 366
#: The largest college groups run some thousand programmes at a time.
MOST_PROGRAMMES = 5_000


class ProgrammeLearner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One learner of a programme; ``groups`` is None when the institution tells of none."""

    reference: LearnerReference
    groups: tuple[LearnerGroup, ...] | None = None
    registration: Registration = Registration.MAIN


class ProgrammeSent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One programme at one campus with one start, and everybody in it."""

    code: ProgrammeCode
    level: ProgrammeLevel
    starts_on: date
    planned_end: date
    ages: AgeBand = AgeBand.YOUNG_PEOPLE
    pathway: Pathway | None = None
    campus: CampusCode | None = None
    learners: Annotated[tuple[ProgrammeLearner, ...], msgspec.Meta(max_length=MOST_LEARNERS)] = ()

    def programme(self) -> Programme:
        """The programme itself."""
        return Programme(
            code=self.code,
            level=self.level,
            starts_on=self.starts_on,
            planned_end=self.planned_end,
            ages=self.ages,
            pathway=self.pathway,
            campus=self.campus,
        )


class SendProgrammes(CheckedCommand, frozen=True, kw_only=True):
    """Say who is on which programme. With ``complete``, whoever is not in it has left.

    ``leavers_checked`` says that most learners on roll are meant to have left, ``year_groups_checked``
    nothing here: programmes have no year groups.
    """

    OPERATION: ClassVar[str] = "rosters.send_programmes"
    programmes: Annotated[
        tuple[ProgrammeSent, ...], msgspec.Meta(min_length=1, max_length=MOST_PROGRAMMES)
    ]
    complete: bool = False
    as_of: date | None = None


@handles(SendProgrammes)
async def send_programmes(command: SendProgrammes, work: Work) -> RosterReceived:
    """Refuses what no agreement covers, days that cannot be, and a learner in two programmes.

    ``refused`` counts through the learners of all programmes in order.
    """
    day = up_to_today(command.as_of, work, field="asOf", earliest=FIRST_SCHOOL_DAY)
    roster = await roster_of(command.institution, work)
    unknown = no_such_institution(command.institution)
    require_programmes(await work.find(Institution, command.institution, unknown))
    everybody = [
        (f"programmes[{place}].learners[{row}]", sent.programme(), learner)
        for place, sent in enumerate(command.programmes)
        for row, learner in enumerate(sent.learners)
    ]
    classes = classes_in(learner.groups for _, _, learner in everybody)
    await require_cover(work, command.institution, *classes, on=work.today)
    if problems := list(_problems(command.programmes)):
        raise Invalid("Some programmes cannot be as sent. Nothing was kept.", problems=problems)
    references = [learner.reference for _, _, learner in everybody]
    _require_few(command.programmes, references)
    refuse_doubles(references, [place for place, _, _ in everybody])
    places: dict[str, Place] = {learner.reference: programme for _, programme, learner in everybody}
    await require_meant(command, roster, places, complete=command.complete, day=day, work=work)
    given = await work.vault.enrol(command.institution, references, above=roster.highest())
    entries = {
        given.known[learner.reference]: Entry(
            place=programme,
            groups=None if learner.groups is None else frozenset(learner.groups),
            subsidiary=learner.registration is Registration.SUBSIDIARY,
        )
        for _, programme, learner in everybody
        if learner.reference in given.known
    }
    erased = frozenset(given.erased)
    refused = tuple(row for row, text in enumerate(references) if text in erased)
    return take_in(
        roster, command.institution, entries, complete=command.complete, day=day, work=work,
        refused=refused,
    )  # fmt: skip


def has_year_groups(institution: Institution) -> bool:
    """Whether its learners are told by year groups alone."""
    return institution.details.phase in _YEAR_GROUPS


def has_programmes(institution: Institution) -> bool:
    """Whether its learners are mostly told by programme: a college, a provider, a service for adults."""
    return institution.details.phase in _PROGRAMMES


def require_programmes(institution: Institution) -> None:
    """Raise ``Conflict`` for a school, which has year groups."""
    if has_year_groups(institution):
        raise Conflict(
            f"{institution.details.name} has year groups. Send its learners as a roster, sixth form "
            "included.",
            kind="wrong-phase",
        )


def day_problems(programme: Programme) -> Iterator[Problem]:
    """What cannot be about the days of a programme, each named by its field."""
    days = (programme.planned_end - programme.starts_on).days
    if not 0 <= days <= LONGEST_PROGRAMME_DAYS:
        yield Problem(
            field="plannedEnd",
            reason=f"{programme.planned_end:%-d %B %Y} is "
            + ("before it starts." if days < 0 else "more than six years after it starts."),
            remedy="Check both days.",
        )
    if programme.starts_on < FIRST_SCHOOL_DAY:
        yield Problem(
            field="startsOn",
            reason=f"{programme.starts_on:%-d %B %Y} is too long ago.",
            remedy=f"Give a day from {FIRST_SCHOOL_DAY:%-d %B %Y}.",
        )
    if programme.starts_on > LAST_SCHOOL_DAY:
        yield Problem(
            field="startsOn",
            reason=f"{programme.starts_on:%-d %B %Y} is too far ahead.",
            remedy="Check the year.",
        )


def _problems(programmes: tuple[ProgrammeSent, ...]) -> Iterator[Problem]:
    first: dict[Programme, int] = {}
    for place, sent in enumerate(programmes):
        for problem in day_problems(sent.programme()):
            yield msgspec.structs.replace(problem, field=f"programmes[{place}].{problem.field}")
        if (earlier := first.setdefault(sent.programme(), place)) != place:
            yield Problem(
                field=f"programmes[{place}]",
                reason=f"The same programme stands at programmes[{earlier}] already.",
                remedy="Put its learners together.",
            )


def _require_few(programmes: tuple[ProgrammeSent, ...], references: list[str]) -> None:
    """A file becomes one command too, however many rows it has."""
    for number, what, most in (
        (len(references), "learners", MOST_LEARNERS),
        (len(programmes), "programmes, each with its start, end and campus,", MOST_PROGRAMMES),
    ):
        if number > most:
            raise Invalid.field(
                "programmes",
                f"{number:,} {what} were sent.",
                f"At most {most:,} can be taken at once.",
            )

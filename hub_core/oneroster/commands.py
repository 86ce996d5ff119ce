"""Commands that take a school system's OneRoster bundle as the roster, and try it before.

The rule: what is in the bundle goes the way of every roster (``rosters.send_roster``), and whoever is
missing from a bundle with problems has not left: leavers are taken only from a bundle without any. No
answer, which the ledger keeps, holds a reference.
"""

import io
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from pyroaring import BitMap

from hub_core.academic_years import academic_year_of, cohort_of
from hub_core.days import FIRST_SCHOOL_DAY, up_to_today
from hub_core.files.bundles import open_bundle
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.oneroster.problems import RowProblem
from hub_core.oneroster.roster import BundleRoster, ReferenceColumn, read_roster
from hub_core.refusals import Invalid
from hub_core.rosters.commands import RosterReceived, SendRoster, require_bearable, send_roster
from hub_core.rosters.dated import Place
from hub_core.rosters.doubt import CheckedCommand, Doubt, open_doubts
from hub_core.rosters.looking_over import doubts_about
from hub_core.rosters.roster import Roster, roster_stream
from hub_core.values import YearGroup
from hub_core.work import Answer, Work, handles

#: Problems told at once; there may be more.
MOST_PROBLEMS = 200
#: How large it may be, the limit of every body says: 40 thousand users pack into about 2 MiB.
Packed = Annotated[
    bytes,
    msgspec.Meta(
        min_length=1,
        description="The zip archive as it was exported (OneRoster 1.2 CSV), in Base64",
    ),
]
SourcedId = Annotated[
    str, msgspec.Meta(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f\x7f]+$")
]


class _Sent(CheckedCommand, frozen=True, kw_only=True):
    """``school`` is the sourcedId of the institution in a bundle of many schools."""

    bundle: Packed
    school: SourcedId | None = None
    reference: ReferenceColumn = ReferenceColumn.SOURCED_ID
    as_of: date | None = None


class CheckOneRoster(_Sent, frozen=True, kw_only=True):
    """Say what a OneRoster bundle would change, and change nothing."""

    OPERATION: ClassVar[str] = "rosters.check_oneroster"


class SendOneRoster(_Sent, frozen=True, kw_only=True):
    """Take a OneRoster bundle as the roster."""

    OPERATION: ClassVar[str] = "rosters.send_oneroster"


class BundleProblem(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A row that is not taken, by its file, line and column; its value is not repeated."""

    file: str
    line: int
    column: str
    reason: str
    remedy: str


class LearnersInYearGroup(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many learners of one year group a bundle holds."""

    year_group: YearGroup
    learners: int


class BundleChecked(Answer, frozen=True, kw_only=True, rename="camel"):
    """What sending the bundle would do, by the roster of this ``version``.

    ``unknown`` learners are new to the platform; ``erased`` ones stay out. ``leaving`` are those on roll who
    would no longer be. ``complete`` says whether whoever is not in the bundle leaves. For its ``doubts``
    sending it would be refused, unless what accepts each is sent with it.
    """

    id: UUID
    version: int
    learners: int
    by_year_group: tuple[LearnersInYearGroup, ...]
    unknown: int
    erased: int
    leaving: int
    complete: bool
    doubts: tuple[Doubt, ...]
    problem_rows: int
    problems: tuple[BundleProblem, ...]


class BundleReceived(Answer, frozen=True, kw_only=True, rename="camel"):
    """What became of the bundle: learners that came, moved and left; ``erased`` ones were not taken."""

    id: UUID
    version: int
    on_roll: int
    enrolled: int
    moved: int
    left: int
    erased: int
    complete: bool
    problem_rows: int
    problems: tuple[BundleProblem, ...]


@handles(CheckOneRoster)
async def check_oneroster(command: CheckOneRoster, work: Work) -> BundleChecked:
    """Refuses a bundle that cannot be read, with why. Nothing is recorded and no learner enrolled."""
    told, day = await _read(command, work)
    roster = await work.load(Roster, roster_stream(command.institution))
    work.expect(roster)
    references = [learner.reference for learner in told.learners]
    given = await work.vault.ordinals(command.institution, references)
    here = BitMap.union(BitMap(), *roster.on_roll(day).values())
    leaving = await _leaving(command.institution, told, BitMap(given.known.values()), here, work)
    years = Counter(learner.year_group for learner in told.learners)
    return BundleChecked(
        id=command.institution,
        version=roster.version,
        learners=len(told.learners),
        by_year_group=tuple(
            LearnersInYearGroup(year_group=year_group, learners=learners)
            for year_group, learners in sorted(years.items())
        ),
        unknown=len(given.unknown),
        erased=len(given.erased),
        leaving=len(leaving),
        complete=_is_complete(told),
        doubts=tuple(open_doubts(_doubts(roster, told, given.known, day), command.checked)),
        problem_rows=len(told.problems),
        problems=_shown(told.problems),
    )


@handles(SendOneRoster)
async def send_oneroster(command: SendOneRoster, work: Work) -> BundleReceived:
    """Refuses a bundle that cannot be read, with why, what no agreement covers, and what a roster is
    refused for: year groups that were not moved on, most learners missing."""
    told, day = await _read(command, work)
    enrolled = moved = left = erased = 0
    if told.learners:
        received = await send_roster(
            SendRoster(
                institution=command.institution,
                learners=told.learners,
                complete=_is_complete(told),
                as_of=command.as_of,
                year_groups_checked=command.year_groups_checked,
                leavers_checked=command.leavers_checked,
            ),
            work,
        )
        assert isinstance(received, RosterReceived)
        enrolled, moved, left = received.enrolled, received.moved, received.left
        erased = len(received.refused)
    roster = await work.load(Roster, roster_stream(command.institution))
    if not told.learners:
        work.expect(roster)
    if told.left:
        known = await work.vault.ordinals(command.institution, told.left)
        gone = roster.leave(
            command.institution,
            BitMap(known.known.values()),
            on=day,
            at=work.now,
            sending=work.new_id(),
        )
        left += gone.left
    return BundleReceived(
        id=command.institution,
        version=roster.version,
        on_roll=sum(len(learners) for learners in roster.on_roll(day).values()),
        enrolled=enrolled,
        moved=moved,
        left=left,
        erased=erased,
        complete=_is_complete(told),
        problem_rows=len(told.problems),
        problems=_shown(told.problems),
    )


async def _read(command: _Sent, work: Work) -> tuple[BundleRoster, date]:
    """The roster in the bundle on the day asked for; refuses one that tells of no learner."""
    day = up_to_today(command.as_of, work, field="asOf", earliest=FIRST_SCHOOL_DAY)
    institution = await work.find(
        Institution, command.institution, no_such_institution(command.institution)
    )
    with open_bundle(io.BytesIO(command.bundle)) as bundle:
        told = read_roster(
            bundle,
            urn=institution.urn,
            on=day,
            school=command.school,
            reference=command.reference,
        )
    if told.complete and not told.learners:
        first = told.problems[0] if told.problems else None
        why = (
            f" The first problem: {first.file}, line {first.line}. {first.reason}" if first else ""
        )
        raise Invalid(
            "The bundle has no learner of your institution: roles.csv has to give learners the role "
            f"“student” at your school on {day:%-d %B %Y}, and users.csv a year group.{why}",
            kind="no-learners",
        )
    require_bearable(len(told.learners), "bundle")
    return told, day


def _doubts(roster: Roster, told: BundleRoster, known: Mapping[str, int], day: date) -> list[Doubt]:
    year = academic_year_of(day)
    sent: dict[int, Place] = {
        known[one.reference]: cohort_of(year_group=one.year_group, academic_year=year)
        for one in told.learners
        if one.reference in known
    }
    named, complete = len(told.learners), _is_complete(told)
    return doubts_about(roster, sent, named=named, complete=complete, day=day) if named else []


async def _leaving(
    institution: UUID, told: BundleRoster, staying: BitMap, here: BitMap, work: Work
) -> BitMap:
    if _is_complete(told):
        return here - staying
    left = await work.vault.ordinals(institution, told.left)
    return here & BitMap(left.known.values())


def _is_complete(told: BundleRoster) -> bool:
    """Whoever is in a row that could not be read has not left."""
    return told.complete and not told.problems


def _shown(problems: tuple[RowProblem, ...]) -> tuple[BundleProblem, ...]:
    return tuple(
        BundleProblem(
            file=one.file,
            line=one.line,
            column=one.column,
            reason=one.reason,
            remedy=one.remedy,
        )
        for one in problems[:MOST_PROBLEMS]
    )

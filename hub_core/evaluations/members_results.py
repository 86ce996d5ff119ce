"""A hub tells the Compass results, and the careers leaders, of many members at once.

The rule: a row stands as a whole or not at all, and one that is refused keeps no other back. A check
decides exactly as recording does and records nothing.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Annotated, ClassVar, Protocol
from uuid import UUID

import msgspec

from hub_core.days import FIRST_SCHOOL_DAY, up_to_today
from hub_core.evaluations.codes import EditionCode, EvaluationType, ResultSource
from hub_core.evaluations.commands import evaluation_of
from hub_core.evaluations.events import Benchmarks
from hub_core.evaluations.guards import check_benchmarks, check_edition
from hub_core.evaluations.official_results import OfficialResults, results_stream
from hub_core.evaluations.standing import OfficialResult
from hub_core.membership.institution import Institution
from hub_core.membership.keys import membership_stream, ukprn_key, urn_key
from hub_core.membership.membership import Membership
from hub_core.reference.labelled import Labelled
from hub_core.refusals import Refusal
from hub_core.values import Ukprn, Urn
from hub_core.work import Answer, Command, Work, handles
from hub_core.workforce.people import PersonSent, entered, known_as
from hub_core.workforce.register import Workforce, workforce_stream

#: Rows of one file: with an appointment each they are at most 450 events, which one append holds.
MOST_ROWS = 150
#: Forty rows are 6 thousand bytes; this is room for names in any alphabet and columns nobody reads.
MOST_BYTES = 1 << 20


class Numbered(Protocol):
    """A row that names an institution by a number."""

    @property
    def urn(self) -> str | None: ...
    @property
    def ukprn(self) -> str | None: ...


class MemberResult(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row: an institution by URN or UKPRN, its result, and its careers leader if told."""

    line: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
    urn: Urn | None = None
    ukprn: Ukprn | None = None
    completed_on: date
    edition: EditionCode
    benchmarks: Benchmarks
    evaluation_type: EvaluationType | None = None
    careers_leader: PersonSent | None = None
    appointed_on: date | None = None


class RecordMembersResults(Command, frozen=True, kw_only=True):
    """Record Compass results and careers leaders of a hub's members. With ``check`` nothing is recorded."""

    OPERATION: ClassVar[str] = "evaluations.record_members_results"
    hub: UUID
    rows: Annotated[tuple[MemberResult, ...], msgspec.Meta(min_length=1, max_length=MOST_ROWS)]
    check: bool = False


class RowOutcome(Labelled):
    """What a row comes to."""

    NEW = "new", "The result is new"
    CORRECTED = "corrected", "It corrects what the hub reported before"
    UNCHANGED = "unchanged", "It is recorded already"


class RowTaken(msgspec.Struct, frozen=True, kw_only=True):
    """A row that stands. ``appointed`` says that it brought a careers leader who was not known in post."""

    line: int
    institution: UUID
    outcome: RowOutcome
    achieved: int
    appointed: bool = False


class RowProblem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a row does not stand: line and column, the value (never a person's), reason and remedy."""

    line: int
    column: str
    value: str
    reason: str
    remedy: str = ""


class MembersResultsTaken(Answer, frozen=True, kw_only=True, rename="camel"):
    """What became of every row. ``recorded`` is false for a check."""

    recorded: bool
    taken: tuple[RowTaken, ...]
    problems: tuple[RowProblem, ...]


class _Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A row that may stand, decided before anything is recorded of it."""

    row: MemberResult
    institution: UUID
    told: OfficialResult
    outcome: RowOutcome
    appointed_on: date | None
    appoints: bool


class RowRefused(Exception):
    """A row that may not stand."""

    def __init__(self, column: str, value: str, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.column, self.value, self.reason, self.remedy = column, value, reason, remedy

    def on_line(self, line: int) -> RowProblem:
        """The same as it is told."""
        return RowProblem(
            line=line,
            column=self.column,
            value=self.value,
            reason=self.reason,
            remedy=self.remedy,
        )


@handles(RecordMembersResults)
async def record_members_results(command: RecordMembersResults, work: Work) -> MembersResultsTaken:
    """Every row that is in order is recorded, and every other one told with its line and column."""
    return await taken(command.hub, command.rows, work, check=command.check)


async def taken(
    hub: UUID, rows: Sequence[MemberResult], work: Work, *, check: bool, whole: bool = False
) -> MembersResultsTaken:
    """Take the rows that are in order, unless it is a check; all of them or none where ``whole``."""
    holders = await work.holders([number_key(row) for row in rows if is_named(row)])
    await _read(set(holders.values()), work)
    plans, problems = [], []
    seen: dict[tuple[UUID, date, str], int] = {}
    leaders: dict[UUID, PersonSent] = {}
    for row in rows:
        try:
            plan = await _plan(row, hub, holders, work)
            _refuse_twice(plan, seen, leaders)
            plans.append(plan)
        except RowRefused as refused:
            problems.append(refused.on_line(row.line))
    recorded = not check and not (whole and problems)
    if recorded:
        for plan in plans:
            await _carry_out(plan, work)
    return MembersResultsTaken(
        recorded=recorded,
        taken=tuple(map(_taken, plans)),
        problems=tuple(problems),
    )


async def _read(institutions: set[UUID], work: Work) -> None:
    """Read everything the rows rest on in four round trips."""
    await work.load_many(Institution, institutions)
    await work.load_many(Membership, map(membership_stream, institutions))
    await work.load_many(OfficialResults, map(results_stream, institutions))
    await work.load_many(Workforce, map(workforce_stream, institutions))


async def _plan(row: MemberResult, hub: UUID, holders: dict[str, UUID], work: Work) -> _Plan:
    institution = await named_member(row, hub, holders, work)
    told = _told(row, institution, work)
    results = await work.load(OfficialResults, results_stream(institution.id))
    with in_column("completed_on", f"{row.completed_on}"):
        results.require_untold(told.completed_on)
    before = results.completed(told.completed_on, told.edition)
    workforce = await work.load(Workforce, workforce_stream(institution.id))
    appointed_on, appoints = None, False
    if row.careers_leader is not None:
        with in_column("careers_leader_name", ""):
            appointed_on = up_to_today(
                row.appointed_on, work, field="appointedOn", earliest=FIRST_SCHOOL_DAY
            )
            workforce.require_vacancy(
                known_as(workforce, row.careers_leader, work), on=appointed_on
            )
        appoints = workforce.leader is None
    if before is None:
        outcome = RowOutcome.NEW
    else:
        same = before.benchmarks == told.benchmarks
        same = same and before.evaluation_type is told.evaluation_type
        outcome = RowOutcome.UNCHANGED if same else RowOutcome.CORRECTED
    return _Plan(
        row=row,
        institution=institution.id,
        told=told,
        outcome=outcome,
        appointed_on=appointed_on,
        appoints=appoints,
    )


async def named_member(
    row: Numbered, hub: UUID, holders: dict[str, UUID], work: Work
) -> Institution:
    """The member a row names; raises ``RowRefused``, word for word the same for every stranger."""
    if not is_named(row):
        raise RowRefused(
            "urn", "", "The row names no institution.", "Give its URN, or its UKPRN if it has none."
        )
    column, value = ("urn", row.urn or "") if row.urn else ("ukprn", row.ukprn or "")
    holder = holders.get(number_key(row))
    # A hub learns nothing about institutions that are not its members.
    stranger = RowRefused(
        column,
        value,
        f"No member of this hub has the {column.upper()} {value}.",
        "Check the number, or admit the institution first.",
    )
    if holder is None:
        raise stranger
    membership = await work.load(Membership, membership_stream(holder))
    if not membership.is_member or membership.hub != hub:
        raise stranger
    return await work.load(Institution, holder)


def _told(row: MemberResult, institution: Institution, work: Work) -> OfficialResult:
    with in_column("completed_on", f"{row.completed_on}"):
        up_to_today(row.completed_on, work, field="completedOn")
    with in_column("edition", row.edition):
        check_edition(row.edition, row.completed_on)
    with in_column("benchmark", ""):
        check_benchmarks(row.benchmarks)
    with in_column("evaluation_type", row.evaluation_type or ""):
        evaluation = evaluation_of(institution, row.evaluation_type)
    return OfficialResult(
        result=work.new_id(),
        completed_on=row.completed_on,
        edition=row.edition,
        evaluation_type=evaluation,
        source=ResultSource.REPORTED_BY_HUB,
        benchmarks=row.benchmarks,
    )


def _refuse_twice(
    plan: _Plan, seen: dict[tuple[UUID, date, str], int], leaders: dict[UUID, PersonSent]
) -> None:
    row, told = plan.row, plan.told
    line = seen.setdefault((plan.institution, told.completed_on, told.edition), row.line)
    if line != row.line:
        raise RowRefused(
            "completed_on",
            f"{row.completed_on}",
            f"Line {line} tells this institution's result of that day already.",
            "Keep the right one of the two.",
        )
    leader = row.careers_leader
    if leader is not None and leaders.setdefault(plan.institution, leader) != leader:
        raise RowRefused(
            "careers_leader_name",
            "",
            "Another line names another careers leader for this institution.",
            "An institution has one: keep the one in post.",
        )


async def _carry_out(plan: _Plan, work: Work) -> None:
    results = await work.load(OfficialResults, results_stream(plan.institution))
    results.tell(plan.institution, plan.told, at=work.now)
    leader, on = plan.row.careers_leader, plan.appointed_on
    if leader is None or on is None:
        return
    workforce = await work.load(Workforce, workforce_stream(plan.institution))
    workforce.appoint(
        plan.institution,
        entered(plan.institution, workforce, leader, work),
        shared=False,
        contract=None,
        on=on,
        at=work.now,
    )


@contextmanager
def in_column(column: str, value: str) -> Iterator[None]:
    """What is refused inside is told of this column."""
    try:
        yield
    except Refusal as refused:
        first = refused.problems[0] if refused.problems else None
        if first is not None and first.field.startswith("benchmarks."):
            column = first.field.replace("benchmarks.", "benchmark_")
        reason, remedy = (first.reason, first.remedy) if first else _halves(refused.detail)
        raise RowRefused(column, value, reason, remedy) from None


def _halves(detail: str) -> tuple[str, str]:
    """Reason and remedy of a refusal's sentences."""
    reason, _, remedy = detail.partition(". ")
    return reason.rstrip(".") + ".", remedy


def _taken(plan: _Plan) -> RowTaken:
    return RowTaken(
        line=plan.row.line,
        institution=plan.institution,
        outcome=plan.outcome,
        achieved=plan.told.achieved,
        appointed=plan.appoints,
    )


def is_named(row: Numbered) -> bool:
    """Whether a row names an institution at all."""
    return row.urn is not None or row.ukprn is not None


def number_key(row: Numbered) -> str:
    """The claim that leads from a row's number to its institution."""
    return urn_key(row.urn) if row.urn is not None else ukprn_key(row.ukprn or "")

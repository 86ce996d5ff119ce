"""Types of evaluations, of the service progress.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.shared import PersonSent, RowProblem

#: How Compass words where a benchmark stands. Source: domain 1.6.
BenchmarkStatus = Literal["achieved", "in_progress", "not_achieved", "unscored"]


class CorrectCompassResult(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Give a Compass result anew, as a whole."""

    completed_on: date
    edition: str
    benchmarks: dict[str, Reported]
    source: ResultSource = "compass"
    evaluation_type: EvaluationType | None = None
    reason: ResultCorrection


#: The three evaluations of Compass since autumn 2025. Source: domain 1.1.
EvaluationType = Literal["fe_and_itps", "schools", "specialist_settings"]


class HubResults(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A hub's members with the latest result of each by `asAt`, as reported, by name.

    `reported` of `members` have one; `sinceMeasureDate` of them completed it on or after the
    measure date before `asAt`.
    """

    as_at: date
    measure_date: date
    members: int
    reported: int
    since_measure_date: int
    institutions: tuple[MemberResultView, ...]


class MemberResult(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One row: an institution by URN or UKPRN, its result, and its careers leader if told."""

    line: int
    urn: str | None = None
    ukprn: str | None = None
    completed_on: date
    edition: str
    benchmarks: dict[str, Reported]
    evaluation_type: EvaluationType | None = None
    careers_leader: PersonSent | None = None
    appointed_on: date | None = None


class MemberResultView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A member with its latest result, null where it has reported none."""

    institution: UUID
    name: str
    urn: str | None
    latest: ResultView | None


class MembersFileTaken(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """What became of every row. `recorded` is false where nothing was, `ignored` are columns
    nobody reads, and `readAs` says how the file was understood.
    """

    recorded: bool
    taken: tuple[RowTaken, ...]
    problems: tuple[RowProblem, ...]
    ignored: tuple[str, ...]
    read_as: str
    position: int


class MembersResultsTaken(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """What became of every row. `recorded` is false for a check."""

    recorded: bool
    taken: tuple[RowTaken, ...]
    problems: tuple[RowProblem, ...]
    position: int


class RecordCompassResult(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Record an official Compass result as it was reported."""

    completed_on: date
    edition: str
    benchmarks: dict[str, Reported]
    source: ResultSource = "compass"
    evaluation_type: EvaluationType | None = None


class RecordMembersFile(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Record Compass results and careers leaders of a hub's members from a CSV file. With `check`
    nothing is recorded, with `whole` nothing while a single row has to be mended.
    """

    file: str
    check: bool = False
    whole: bool = False


class RecordMembersResults(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Record Compass results and careers leaders of a hub's members. With `check` nothing is
    recorded.
    """

    rows: tuple[MemberResult, ...]
    check: bool = False


class Reported(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One benchmark as Compass shows it: a percentage, a status, or both."""

    percentage: int | None = None
    status: BenchmarkStatus | None = None


class ReportedView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One benchmark as reported; null where Compass gave no percentage or no status."""

    benchmark: int
    percentage: int | None
    status: BenchmarkStatus | None
    achieved: bool


#: Why a result is corrected or withdrawn.
ResultCorrection = Literal[
    "other", "told_by_institution", "wrong_details", "wrong_institution", "wrong_numbers"
]


class ResultList(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """An institution's results, the latest first. `atMeasureDate` is the one that counts at the
    measure date before `asAt`; null where nothing had been reported by then.
    """

    institution: UUID
    version: int
    as_at: date
    measure_date: date
    at_measure_date: UUID | None
    results: tuple[ResultView, ...]


#: On whose word a result stands here.
ResultSource = Literal["compass", "compass_plus", "reported_by_hub"]


class ResultStands(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The result, the version of the institution's results, and how many benchmarks are achieved."""

    id: UUID
    version: int
    achieved: int
    position: int


class ResultView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One completed evaluation as reported. `copiedForward` says that it only repeats the one
    before.
    """

    id: UUID
    completed_on: date
    edition: str
    evaluation_type: EvaluationType
    source: ResultSource
    achieved: int
    copied_forward: bool
    benchmarks: tuple[ReportedView, ...]


#: What a row comes to.
RowOutcome = Literal["corrected", "new", "unchanged"]


class RowTaken(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A row that stands. `appointed` says that it brought a careers leader who was not known in
    post.
    """

    line: int
    institution: UUID
    outcome: RowOutcome
    achieved: int
    appointed: bool = False


class WithdrawCompassResult(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Take a Compass result back."""

    reason: ResultCorrection

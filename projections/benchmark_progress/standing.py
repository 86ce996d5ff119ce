"""Where the members of a hub stand: declared beside evidenced, benchmark by benchmark.

The rule: declared is the latest official result as reported, evidenced is coverage under an edition of the
rules, and neither is ever worked out from the other. An institution that supplied nothing has no coverage,
which is not none.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import starmap
from typing import Any
from uuid import UUID

import msgspec

from hub_core.evaluations.codes import BENCHMARKS, USUAL_EVALUATION
from hub_core.reference.service_phases import ServicePhase
from hub_core.values import AcademicYear

#: After so long an official result says little of today: three terms and the summer.
OLD_AFTER = timedelta(days=365)


class EvidencedBenchmark(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One benchmark's criteria: ``achieved`` of those that could be ``scored`` from the log.

    Of those scored, ``historyIncomplete`` rest on years nobody has told of. ``silent`` criteria are not
    scored because nobody supplied data on them.
    """

    achieved: int
    scored: int
    history_incomplete: int
    silent: int


class DeclaredResult(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One official result as reported: eight percentages (None where only a status was), what is achieved,
    and whether it repeats the result before it unchanged."""

    completed_on: date
    edition: str
    source: str
    percentages: tuple[int | None, ...]
    achieved: tuple[bool, ...]
    copied_forward: bool

    def is_old(self, today: date) -> bool:
        """Whether it says little of today any more."""
        return today - self.completed_on > OLD_AFTER


class MemberStanding(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One institution; ``typeCode`` is its type in GIAS. ``evidenced`` has the benchmarks from 1 to 8, None
    when it supplied no data this year; ``declared`` is None when no official result was ever recorded."""

    institution: UUID
    name: str
    urn: str | None
    phase: ServicePhase | None
    type_code: str | None
    evidenced: tuple[EvidencedBenchmark, ...] | None
    declared: DeclaredResult | None

    @property
    def is_evaluated(self) -> bool:
        """Whether an official result is asked of it."""
        return self.phase in USUAL_EVALUATION

    @property
    def benchmarks_achieved(self) -> int | None:
        """Benchmarks achieved as officially reported; None without a result."""
        return None if self.declared is None else sum(self.declared.achieved)


class ResultsCompared(msgspec.Struct, frozen=True, kw_only=True):
    """A member's latest results on two days, of one edition."""

    member: MemberStanding
    now: DeclaredResult
    then: DeclaredResult

    @property
    def change(self) -> int:
        """How many benchmarks more are achieved."""
        return sum(self.now.achieved) - sum(self.then.achieved)


class BenchmarkOfHub(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One benchmark over a hub: how many members declared it achieved, of those with a result, and how
    many have evidence for every criterion that could be scored, of those with any."""

    number: int
    declared_achieved: int
    declared: int
    evidenced_achieved: int
    evidenced: int


class HubStanding(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The members of a hub as at a day of an academic year, by name.

    ``mean_achieved`` is the mean number of benchmarks officially achieved, over the ``declared`` members
    that have a result; None when none has.
    """

    hub: UUID
    academic_year: AcademicYear
    as_at: date
    edition: str
    edition_label: str
    position: int
    members: int
    declared: int
    supplied: int
    mean_achieved: float | None
    benchmarks: tuple[BenchmarkOfHub, ...]
    institutions: tuple[MemberStanding, ...]


class HubSince(msgspec.Struct, frozen=True, kw_only=True):
    """Where members stand, and the latest results by an earlier day of those who had one then."""

    standing: HubStanding
    results: Mapping[UUID, DeclaredResult]


#: Institutions with what they evidenced in a year under an edition, and the latest result by a day.
_STANDING = """
select i.institution, i.hub, i.name, i.urn, i.phase, i.type_code, p.achieved as met, p.scored,
    p.history_incomplete, p.silent,
    r.completed_on, r.edition, r.source, r.percentages, r.achieved, r.copied_forward
from benchmark_progress.institutions i
left join benchmark_progress.progress p
    on p.institution = i.institution and p.academic_year = $2 and p.edition = $3
left join lateral (
    select * from benchmark_progress.results r
    where r.institution = i.institution and r.stands and r.completed_on <= $4
    order by r.completed_on desc, r.edition desc
    limit 1
) r on true
where {which} = $1
order by i.name, i.institution
"""
#: The members of a hub, and the schools of a trust.
MEMBERS = _STANDING.format(which="i.hub")
SCHOOLS = _STANDING.format(which="i.trust")
#: The latest results by a day of the members of a hub that have one.
RESULTS = """
select i.institution, r.completed_on, r.edition, r.source, r.percentages, r.achieved, r.copied_forward
from benchmark_progress.institutions i
cross join lateral (
    select * from benchmark_progress.results r
    where r.institution = i.institution and r.stands and r.completed_on <= $2
    order by r.completed_on desc, r.edition desc
    limit 1
) r
where i.hub = $1
"""


def standing_of(row: Any) -> MemberStanding:
    """One row of ``MEMBERS``."""
    return MemberStanding(
        institution=row["institution"],
        name=row["name"],
        urn=row["urn"],
        phase=None if row["phase"] is None else ServicePhase(row["phase"]),
        type_code=row["type_code"],
        evidenced=_evidenced(row),
        declared=None if row["completed_on"] is None else declared_of(row),
    )


def declared_of(row: Any) -> DeclaredResult:
    """The result of a row that has one."""
    return DeclaredResult(
        completed_on=row["completed_on"],
        edition=row["edition"],
        source=row["source"],
        percentages=tuple(row["percentages"]),
        achieved=tuple(row["achieved"]),
        copied_forward=row["copied_forward"],
    )


def compared(
    now: Sequence[MemberStanding], before: Mapping[UUID, DeclaredResult]
) -> list[ResultsCompared]:
    """Those with a result of one edition on both days. Of the others nobody can tell a change: criteria of
    another edition are other criteria."""
    return [
        ResultsCompared(member=one, now=one.declared, then=was)
        for one in now
        if one.declared is not None
        and (was := before.get(one.institution)) is not None
        and was.edition == one.declared.edition
    ]


def over_benchmarks(institutions: Sequence[MemberStanding]) -> tuple[BenchmarkOfHub, ...]:
    """Each benchmark over all of them."""
    return tuple(_over(number, institutions) for number in BENCHMARKS)


def mean_achieved(institutions: Sequence[MemberStanding]) -> float | None:
    """Mean number of benchmarks officially achieved, to two decimals."""
    told = [one.benchmarks_achieved for one in institutions if one.benchmarks_achieved is not None]
    return round(sum(told) / len(told), 2) if told else None


def _over(number: int, institutions: Sequence[MemberStanding]) -> BenchmarkOfHub:
    place = number - 1
    declared = [one.declared.achieved[place] for one in institutions if one.declared is not None]
    evidenced = [
        one.evidenced[place]
        for one in institutions
        if one.evidenced is not None and one.evidenced[place].scored
    ]
    return BenchmarkOfHub(
        number=number,
        declared_achieved=sum(declared),
        declared=len(declared),
        evidenced_achieved=sum(one.achieved == one.scored for one in evidenced),
        evidenced=len(evidenced),
    )


def _evidenced(row: Any) -> tuple[EvidencedBenchmark, ...] | None:
    if row["met"] is None:
        return None
    told = (row[name] for name in ("met", "scored", "history_incomplete", "silent"))
    return tuple(starmap(_benchmark, zip(*told, strict=True)))


@cache  # of whole numbers up to the criteria of a benchmark: there are few
def _benchmark(
    achieved: int, scored: int, history_incomplete: int, silent: int
) -> EvidencedBenchmark:
    return EvidencedBenchmark(
        achieved=achieved, scored=scored, history_incomplete=history_incomplete, silent=silent
    )

"""A hub's members and encounters of some months of an academic year, as a return tells them.

The rule: the same cells are added up as on the dashboard, and learners of all periods of a year are protected
together with the year's total, so that no period can be worked out from the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from hub_core.disclosure import Policy, ProtectedCount, protect_breakdown
from projections.hub_dashboard.members import Member
from projections.hub_dashboard.sums import encounters_in, merged, parts_of

#: Stands for every phase together.
EVERY = "all"


class PeriodMember(msgspec.Struct, frozen=True, kw_only=True):
    """A member on the last day, and how many encounters took place there in the months."""

    institution: UUID
    phase: str | None
    encounters: int


class PeriodTold(msgspec.Struct, frozen=True, kw_only=True):
    """A hub on the last day of a period. ``eligible`` and ``learner_encounters`` are by phase, and under
    ``all``. ``newest`` is the day of the newest fact behind any figure of the year, None without one."""

    as_at: date
    members: tuple[PeriodMember, ...]
    eligible: Mapping[str, int]
    learner_encounters: Mapping[str, ProtectedCount]
    newest: date | None


def period_told(
    members: Sequence[Member],
    *,
    as_at: date,
    months: Sequence[int],
    of_year: Sequence[Sequence[int]],
    eligible: Mapping[str | None, int],
    policy: Policy,
) -> PeriodTold:
    """Add up what took place in the ``months``; ``of_year`` are those of every period of the year."""
    return PeriodTold(
        as_at=as_at,
        members=tuple(
            PeriodMember(
                institution=one.institution,
                phase=one.phase,
                encounters=encounters_in(one.cells, frozenset(months)),
            )
            for one in members
        ),
        eligible={EVERY: sum(eligible.values())}
        | {phase or "": number for phase, number in eligible.items()},
        learner_encounters=_learners(_met_by_month(members), months, of_year, policy),
        newest=max((one.newest.date() for one in members if one.newest), default=None),
    )


def _met_by_month(members: Iterable[Member]) -> dict[str, Mapping[int, int]]:
    """Learner encounters of each phase and of all, by calendar month, on the institutions' word."""
    cells: dict[str, list[bytes | None]] = {}
    for one in members:
        cells.setdefault(one.phase or "", []).append(one.cells)
    by_phase = {
        phase: merged(one.by_month for one in parts_of(years)) for phase, years in cells.items()
    }
    return {
        phase: {month: learners for month, _, learners in parts}
        for phase, parts in ((EVERY, merged(by_phase.values())), *by_phase.items())
    }


def _learners(
    met: Mapping[str, Mapping[int, int]],
    months: Sequence[int],
    of_year: Sequence[Sequence[int]],
    policy: Policy,
) -> dict[str, ProtectedCount]:
    """By phase: withheld where it would be among the periods of the year, or among the phases."""
    counts = {
        phase: {
            tuple(period): sum(by_month.get(month, 0) for month in period) for period in of_year
        }
        for phase, by_month in met.items()
    }
    wanted = tuple(months)
    among_phases = protect_breakdown(
        {phase: periods[wanted] for phase, periods in counts.items() if phase != EVERY},
        policy,
        total_published=True,
    )
    found = {}
    for phase, periods in counts.items():
        protected = protect_breakdown(periods, policy, total_published=True)[wanted]
        other = among_phases.get(phase, protected)
        found[phase] = other if other.suppressed else protected
    return found

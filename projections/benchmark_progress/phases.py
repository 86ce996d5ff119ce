"""How the phases of a partnership cover their learners: an institution and its partners, phase by phase.

The rule: nobody is followed. Each phase tells of its own learners of this year, as sums of what every partner
may show to others, so that no sum tells more of a partner than its own protected figures do.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.access import Organisation, OrganisationKind, Principal, Resource, can
from hub_core.belonging import whom_they_belong_to
from hub_core.disclosure import snap_to_month_end
from hub_core.gatsby.edition import Edition
from hub_core.gatsby.figures import Status
from hub_core.log.ledger import Ledger
from hub_core.log.of_institution import all_of_institution
from hub_core.log.repository import read_many
from hub_core.membership.institution import Institution
from hub_core.partnerships.codes import PartnershipStatus
from hub_core.partnerships.side import HAPPENS, PartnershipSide
from hub_core.reference.service_phases import ServicePhase
from hub_core.values import AcademicYear
from projections.benchmark_progress.addresses import code_in
from projections.benchmark_progress.answers import CriterionFigure, Progress, outside
from projections.benchmark_progress.queries import Queries

DIFFERENT_LEARNERS = (
    "Each phase tells of its own learners of this year. They are different learners: nobody is followed "
    "from one phase to the next."
)


class PhaseCoverage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One phase: of ``learners`` so many were reached for certain, by the criterion its ``wording`` gives.

    Numbers are None where no institution of it told any. ``silent`` of its ``institutions`` told none, and
    ``withheld`` year groups are left out, being too few learners to tell.
    """

    phase: ServicePhase
    label: str
    institutions: int
    silent: int
    wording: str
    reached: int | None
    learners: int | None
    percentage: int | None
    withheld: int


class PhasesAcross(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An institution with its present partners as at a month's end, in the order in which learners go on.

    ``exact`` says that the institution's own phase is as it is, and not protected.
    """

    institution: UUID
    edition: str
    academic_year: AcademicYear
    as_at: date
    partners: int
    exact: bool
    different_learners: str
    phases: tuple[PhaseCoverage, ...]


async def phases_across(
    ledger: Ledger,
    queries: Queries,
    institution: UUID,
    partners: Sequence[UUID],
    edition: Edition,
    *,
    as_at: date,
    exact: bool,
) -> PhasesAcross:
    """The phases of an institution and these partners. Nothing of a partner is told by itself."""
    day = snap_to_month_end(as_at)
    known = await read_many(ledger, Institution, [institution, *partners])
    told: dict[ServicePhase, list[Progress]] = {}
    for one, found in known.items():
        if found.exists and found.details.phase is not None:
            progress = await queries.progress(one, edition, as_at=day)
            shown = progress if exact and one == institution else outside(progress)
            told.setdefault(found.details.phase, []).append(shown)
    return PhasesAcross(
        institution=institution,
        edition=edition.code,
        academic_year=academic_year_of(day),
        as_at=day,
        partners=len(partners),
        exact=exact,
        different_learners=DIFFERENT_LEARNERS,
        phases=tuple(phase_of(one, told[one], edition) for one in ServicePhase if one in told),
    )


def phase_of(phase: ServicePhase, told: Sequence[Progress], edition: Edition) -> PhaseCoverage:
    """One phase's institutions together, by the criterion of the edition that is asked of them."""
    figures = [list(_across(one, edition)) for one in told]
    shown = [one for each in figures for one in each if one.percentage is not None]
    learners = sum(one.denominator or 0 for one in shown)
    reached = sum(one.numerator or 0 for one in shown)
    return PhaseCoverage(
        phase=phase,
        label=phase.label,
        institutions=len(told),
        silent=sum(all(one.status is Status.NO_DATA for one in each) for each in figures),
        wording=next((one.wording for each in figures for one in each), ""),
        reached=reached if shown else None,
        learners=learners if shown else None,
        percentage=100 * reached // learners if learners else None,
        withheld=sum(one.withheld for each in figures for one in each),
    )


def _across(progress: Progress, edition: Edition) -> Iterator[CriterionFigure]:
    """The figures of everybody in each year group that the edition puts side by side."""
    for benchmark in progress.benchmarks:
        for figure in benchmark.figures:
            if code_in(figure.criterion) in edition.across and figure.group is None:
                yield figure


async def partners_along(ledger: Ledger, institution: UUID, principal: Principal) -> list[UUID]:
    """With whom it is partners now, each once, and farther along the way that learners come and go on.

    Partners agreed to stand beside it. Beyond them, as a primary school's secondary's college, are those
    alone whose own page opens for whoever asks: a hub lead sees the way to its end, a school its partners.
    """
    found: dict[UUID, None] = {}
    for gives in (False, True):
        reached = await _partners(ledger, institution, gives=gives)
        while reached:
            found |= dict.fromkeys(reached)
            beyond = [two for one in reached for two in await _partners(ledger, one, gives=gives)]
            new = [one for one in dict.fromkeys(beyond) if one not in found and one != institution]
            reached = await _open_to(ledger, principal, new)
    return list(found)


async def _partners(ledger: Ledger, institution: UUID, *, gives: bool) -> list[UUID]:
    """Its partners now, to whom its learners go on or from whom they come."""
    sides = await all_of_institution(ledger, PartnershipSide, institution, HAPPENS)
    return [
        one.partner
        for one in sides
        if one.status is PartnershipStatus.ACTIVE and one.gives is gives
    ]


async def _open_to(
    ledger: Ledger, principal: Principal, institutions: Sequence[UUID]
) -> list[UUID]:
    """Those whose own figures whoever asks may open."""
    around = await whom_they_belong_to(ledger, institutions)
    return [
        one
        for one in institutions
        if can(
            principal,
            "progress.institution_benchmarks",
            Resource(
                owners=frozenset({Organisation(OrganisationKind.INSTITUTION, one)}),
                within=around[one],
                things=frozenset({one}),
            ),
        )
    ]

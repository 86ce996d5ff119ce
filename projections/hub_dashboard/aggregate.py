"""Adding institutions' years up to a hub's. Pure: rows in, protected figures out.

The rule: counts of learners are added up unrounded and protected last, each breakdown together with the
total it adds up to, so that nothing withheld can be had back by subtraction.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain
from uuid import UUID

import msgspec

from hub_core.academic_years import first_day
from hub_core.disclosure import Policy, ProtectedCount, protect, protect_acts, protect_breakdown
from hub_core.reference.employers import Sector
from hub_core.reference.encounters import DeliveryMode, EncounterKind, EvidenceStrength
from hub_core.reference.labelled import Labelled
from hub_core.reference.service_phases import ServicePhase
from projections.hub_dashboard.beside import by_year_group, counted_learners, panels_beside
from projections.hub_dashboard.cells import UNKNOWN, decode_planned
from projections.hub_dashboard.figures import (
    Basis,
    BesidePanel,
    Breakdown,
    MonthFigure,
    Months,
    PhasePanel,
    SilentInstitution,
    Slice,
)
from projections.hub_dashboard.members import Member
from projections.hub_dashboard.part import (
    COUNTED,
    EMPLOYER_REPORTED,
    SCHOOL_CONFIRMED,
    SCHOOL_ONLY,
)
from projections.hub_dashboard.sums import Part, Parts, merged, parts_of, sums_of

#: Whose word an encounter rests on, in as few words as a table has room for.
_EVIDENCE = {
    SCHOOL_CONFIRMED: EvidenceStrength.SCHOOL_CONFIRMED.label,
    COUNTED: EvidenceStrength.COUNTED.label,
    SCHOOL_ONLY: "School only",
    EMPLOYER_REPORTED: EvidenceStrength.EMPLOYER_REPORTED.label,
}

#: The months of an academic year in its order.
MONTHS = (9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8)


class AddedUp:
    """The fields of ``HubDashboard`` that follow from its members' figures, each added up when it is first
    asked for; whoever shows a few of them waits for no other."""

    def __init__(
        self,
        members: Sequence[Member],
        *,
        eligible: Mapping[str | None, int],
        academic_year: str,
        as_at: date,
        policy: Policy,
    ) -> None:
        self._members = members
        self._eligible = eligible
        self._academic_year = academic_year
        self._as_at = as_at
        self._policy = policy

    @property
    def total(self) -> PhasePanel:
        """The whole hub."""
        return self._panels["all"]

    @cached_property
    def phases(self) -> tuple[PhasePanel, ...]:
        """The five phases in order."""
        return tuple(self._panels[phase] for phase in ServicePhase)

    @cached_property
    def encounters_by_month(self) -> Months:
        """The twelve months of the year."""
        counted = {
            month: encounters
            for month, encounters, _ in merged(one.by_month for one in self._parts)
        }
        return _months(counted, self._planned, self._basis, self._academic_year, self._as_at)

    @cached_property
    def by_sector(self) -> Breakdown:
        """By the sector of the employer."""
        return _breakdown([one.by_sector for one in self._parts], Sector, self._basis, self._policy)

    @cached_property
    def by_mode(self) -> Breakdown:
        """By how it took place."""
        return _breakdown(
            [one.by_mode for one in self._parts], DeliveryMode, self._basis, self._policy
        )

    @cached_property
    def by_kind(self) -> Breakdown:
        """By what it was."""
        return _breakdown(
            [one.by_kind for one in self._parts], EncounterKind, self._basis, self._policy
        )

    @cached_property
    def by_year_group(self) -> Breakdown:
        """By who came."""
        return by_year_group(self._members, self._basis, self._policy)

    @cached_property
    def evidence(self) -> Breakdown:
        """By whose word it rests on."""
        return _evidence([one.by_evidence for one in self._parts], self._basis, self._policy)

    @cached_property
    def beside(self) -> tuple[BesidePanel, ...]:
        """What took place of other kinds."""
        return panels_beside(self._members, self._policy)

    @cached_property
    def silent(self) -> tuple[SilentInstitution, ...]:
        """Who told nothing."""
        return _silent(self._members)

    @cached_property
    def _parts(self) -> list[Parts]:
        return parts_of([one.cells for one in self._members])

    @cached_property
    def _rests(self) -> "_Bases":
        return _Bases(
            employer_only={
                one.institution for one in self._members if sums_of(one.cells).employer_only
            }
        )

    @cached_property
    def _basis(self) -> Basis:
        return self._rests.encounters(self._members)

    @cached_property
    def _planned(self) -> dict[UUID, dict[int, int]]:
        return {one.institution: _planned(one, self._as_at) for one in self._members}

    @cached_property
    def _panels(self) -> dict[str, PhasePanel]:
        return _phases(
            self._members,
            eligible=self._eligible,
            planned=self._planned,
            rests=self._rests,
            policy=self._policy,
        )


def _planned(member: Member, as_at: date) -> dict[int, int]:
    """Encounters agreed for days after ``as_at``, by calendar month."""
    months: dict[int, int] = {}
    for planned in decode_planned(member.planned) if member.planned else ():
        if planned.on > as_at:
            months[planned.on.month] = months.get(planned.on.month, 0) + planned.encounters
    return months


class _Bases(msgspec.Struct, frozen=True, kw_only=True):
    """On whom each kind of figure rests. Of ``employer_only`` nobody but employers told."""

    employer_only: Collection[UUID]

    def anything(self, members: Iterable[Member]) -> Basis:
        return self._of(members, lambda one: one.supplied or one.encounters > 0)

    def encounters(self, members: Iterable[Member]) -> Basis:
        return self._of(members, lambda one: one.encounters > 0)

    def learners(self, members: Iterable[Member]) -> Basis:
        return self._of(
            members,
            lambda one: one.encounters > 0 and one.institution not in self.employer_only,
        )

    def _of(self, members: Iterable[Member], rests: Callable[[Member], bool]) -> Basis:
        members = list(members)
        behind = [one for one in members if rests(one)]
        return Basis(
            institutions=len(behind),
            members=len(members),
            employer_only=sum(one.institution in self.employer_only for one in behind),
            newest=max((one.newest for one in behind if one.newest), default=None),
        )


def _phases(
    members: Sequence[Member],
    *,
    eligible: Mapping[str | None, int],
    planned: Mapping[UUID, Mapping[int, int]],
    rests: _Bases,
    policy: Policy,
) -> dict[str, PhasePanel]:
    """A panel for each phase and one for all; members of no phase stand in the latter only."""
    groups: dict[str, list[Member]] = {phase: [] for phase in ServicePhase}
    for one in members:
        groups.setdefault(one.phase or UNKNOWN, []).append(one)
    met = _met(groups, policy)
    distinct = _protected(groups, lambda one: one.distinct_learners, policy)
    at_least = _protected(groups, lambda one: one.counted_at_least, policy)
    at_most = _protected(groups, lambda one: one.counted_at_most, policy)
    groups["all"] = list(members)
    may = {**eligible, "all": sum(eligible.values())}
    return {
        key: PhasePanel(
            key=key,
            label="All phases" if key == "all" else ServicePhase(key).label,
            members=len(group),
            eligible=may.get(key, 0),
            encounters=sum(one.encounters for one in group),
            learner_encounters=met[key],
            distinct_learners=distinct[key],
            institutions_reporting=sum(one.supplied for one in group),
            institutions_silent=sum(not one.supplied for one in group),
            planned=sum(sum(planned[one.institution].values()) for one in group),
            named_by=sum(one.distinct_learners > 0 for one in group),
            counted=counted_learners(
                at_least[key],
                at_most[key],
                met[key],
                institutions=sum(one.counted_at_most > 0 for one in group),
            ),
            rests_on=rests.anything(group),
            encounters_rest_on=rests.encounters(group),
            learners_rest_on=rests.learners(group),
        )
        for key, group in groups.items()
        if key != UNKNOWN
    }


def _protected(
    groups: Mapping[str, Sequence[Member]], learners: Callable[[Member], int], policy: Policy
) -> dict[str, ProtectedCount]:
    """Learners by phase, protected together with their sum, which stands under ``all``."""
    sums = {key: sum(map(learners, group)) for key, group in groups.items()}
    protected = protect_breakdown(sums, policy, total_published=True)
    return {**protected, "all": protect(sum(sums.values()), policy)}


def _met(groups: Mapping[str, Sequence[Member]], policy: Policy) -> dict[str, ProtectedCount]:
    """Learner encounters by phase and, under ``all``, together.

    Where the learners of a phase are few, however often they met somebody, no phase is shown: with the sum
    and the other phases it would follow (decision 45).
    """
    protected = _protected(groups, lambda one: one.learner_encounters, policy)
    people = {key: sum(map(_people, group)) for key, group in groups.items()}
    acts = sum(one.learner_encounters for group in groups.values() for one in group)
    together = protect_acts(acts, sum(people.values()), policy)
    if any(0 < number < policy.minimum_learners for number in people.values()):
        withheld = ProtectedCount(shown=None, text="not shown")
        protected = {key: withheld if people[key] else protected[key] for key in people}
    return {**protected, "all": together}


def _people(member: Member) -> int:
    """How many different learners are known to stand behind a member's encounters, at least."""
    return member.distinct_learners + member.counted_at_least


def _months(
    counted: Mapping[int, int],
    planned: Mapping[UUID, Mapping[int, int]],
    basis: Basis,
    academic_year: str,
    as_at: date,
) -> Months:
    agreed: Counter[int] = Counter()
    for months in planned.values():
        if months:
            agreed.update(months)
    start = first_day(academic_year)
    figures = []
    for number in MONTHS:
        month = date(start.year + (number < start.month), number, 1)
        figures.append(
            MonthFigure(
                month=month,
                encounters=counted.get(number, 0),
                planned=agreed[number],
                begun=month <= as_at,
            )
        )
    return Months(months=tuple(figures), rests_on=basis)


def _breakdown(
    parts: Iterable[Iterable[Part]],
    codes: type[Labelled],
    basis: Basis,
    policy: Policy,
) -> Breakdown:
    """Encounters one way, learners on the institutions' word; codes without encounters left out."""
    encounters, learners = _added(parts)
    present = [code for code in (*codes, UNKNOWN) if encounters[code] or learners[code]]
    protected = protect_breakdown(
        {code: learners[code] for code in present}, policy, total_published=True
    )
    return Breakdown(
        slices=tuple(
            Slice(
                code=str(code) or "unknown",
                label=codes(code).label if code else "Not known",
                encounters=encounters[code],
                learner_encounters=protected[code],
            )
            for code in present
        ),
        rests_on=basis,
    )


def _evidence(parts: Iterable[Iterable[Part]], basis: Basis, policy: Policy) -> Breakdown:
    """By strength. What the institutions tell adds up to the total; what employers report does not."""
    encounters, learners = _added(parts)
    told = (SCHOOL_CONFIRMED, COUNTED, SCHOOL_ONLY)
    protected = protect_breakdown(
        {code: learners[code] for code in told}, policy, total_published=True
    )
    protected[EMPLOYER_REPORTED] = protect(learners[EMPLOYER_REPORTED], policy)
    return Breakdown(
        slices=tuple(
            Slice(
                code=code,
                label=_EVIDENCE[code],
                encounters=encounters[code],
                learner_encounters=protected[code],
            )
            for code in (*told, EMPLOYER_REPORTED)
        ),
        rests_on=basis,
    )


def _added(parts: Iterable[Iterable[Part]]) -> tuple[Counter[str], Counter[str]]:
    """Encounters and learner encounters by code, over all institutions."""
    encounters: Counter[str] = Counter()
    learners: Counter[str] = Counter()
    for code, amount, met in chain.from_iterable(parts):
        encounters[code] += amount
        learners[code] += met
    return encounters, learners


def _silent(members: Iterable[Member]) -> tuple[SilentInstitution, ...]:
    order = {str(phase): number for number, phase in enumerate(ServicePhase)}
    quiet = [one for one in members if not one.supplied]
    quiet.sort(key=lambda one: (order.get(one.phase or "", len(order)), one.name or ""))
    return tuple(
        SilentInstitution(
            id=one.institution,
            name=one.name or "An institution",
            urn=one.urn,
            phase_key=one.phase or "other",
            phase_label=ServicePhase(one.phase).label if one.phase else "Other",
            member_since=one.member_since,
            encounters=one.encounters,
        )
        for one in quiet
    )

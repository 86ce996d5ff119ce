"""Adding up what stands beside a hub's encounters by kind: year groups, and activities of other kinds.

The rule: whatever may be one learner's is protected as a number of learners, and year groups also against
whoever knows the sum of a stage, since the phases of a hub come near to being that.
"""

from collections import Counter
from collections.abc import Sequence

from hub_core.disclosure import Policy, ProtectedCount, protect, protect_acts, protect_breakdown
from hub_core.reference.activities import ActivityKind
from hub_core.values import year_group_label
from projections.hub_dashboard.cells import (
    ALL_YEAR_GROUPS,
    BESIDE,
    Beside,
    decode_beside,
    decode_year_groups,
)
from projections.hub_dashboard.figures import (
    Basis,
    BesidePanel,
    Breakdown,
    CountedLearners,
    Slice,
)
from projections.hub_dashboard.members import Member

#: The last year group of primary school.
_LAST_OF_PRIMARY = 6


def by_year_group(members: Sequence[Member], basis: Basis, policy: Policy) -> Breakdown:
    """Encounters with learners of each year group, youngest first, those of unknown ones last."""
    encounters: Counter[int] = Counter()
    learners: Counter[int] = Counter()
    for one in members:
        for cell in decode_year_groups(one.year_groups) if one.year_groups else ():
            encounters[cell.year_group] += cell.encounters
            learners[cell.year_group] += cell.learner_encounters
    present = sorted(encounters, key=lambda group: (group == ALL_YEAR_GROUPS, group))
    protected = _protected({group: learners[group] for group in present}, policy)
    return Breakdown(
        slices=tuple(
            Slice(
                code="unknown" if group == ALL_YEAR_GROUPS else str(group),
                label="Not known" if group == ALL_YEAR_GROUPS else year_group_label(group),
                encounters=encounters[group],
                learner_encounters=protected[group],
            )
            for group in present
        ),
        rests_on=basis,
    )


def _protected(learners: dict[int, int], policy: Policy) -> dict[int, ProtectedCount]:
    """Withheld where it would be among all year groups, or among those of its stage alone."""
    protected = protect_breakdown(learners, policy, total_published=True)
    for primary in (True, False):
        stage = {
            group: number
            for group, number in learners.items()
            if (ALL_YEAR_GROUPS < group <= _LAST_OF_PRIMARY) == primary
        }
        of_stage = protect_breakdown(stage, policy, total_published=True)
        protected |= {group: cell for group, cell in of_stage.items() if cell.suppressed}
    return protected


def panels_beside(members: Sequence[Member], policy: Policy) -> tuple[BesidePanel, ...]:
    """Each kind that has figures of its own, also where there is nothing of it."""
    told = [(one, decode_beside(one.beside) if one.beside else []) for one in members]
    return tuple(
        _panel(
            kind,
            [(one, figure) for one, figures in told for figure in figures if figure.kind is kind],
            len(members),
            policy,
        )
        for kind in BESIDE
    )


def _panel(
    kind: ActivityKind, told: Sequence[tuple[Member, Beside]], members: int, policy: Policy
) -> BesidePanel:
    figures = [figure for _, figure in told]
    behind = [one for one, figure in told if figure.activities]
    people = sum(one.distinct + one.counted_at_least for one in figures)
    learners = protect_acts(sum(one.learners for one in figures), people, policy)
    return BesidePanel(
        key=kind.value,
        label=kind.label,
        activities=protect_acts(sum(one.activities for one in figures), people, policy),
        learners=learners,
        distinct_learners=protect(sum(one.distinct for one in figures), policy),
        named_by=sum(one.distinct > 0 for one in figures),
        counted=counted_learners(
            protect(sum(one.counted_at_least for one in figures), policy),
            protect(sum(one.counted_at_most for one in figures), policy),
            learners,
            institutions=sum(one.counted_at_most > 0 for one in figures),
        ),
        rests_on=Basis(
            institutions=len(behind),
            members=members,
            newest=max((one.newest for one in behind if one.newest), default=None),
        ),
    )


def counted_learners(
    at_least: ProtectedCount, at_most: ProtectedCount, met: ProtectedCount, *, institutions: int
) -> CountedLearners | None:
    """The learners that so many institutions counted without names; None where nobody only counted.

    Where everybody came once, ``at_most`` is the number of learner encounters: what is withheld
    there is withheld here.
    """
    if not institutions:
        return None
    if met.suppressed:
        at_least = at_most = met
    return CountedLearners(at_least=at_least, at_most=at_most, institutions=institutions)

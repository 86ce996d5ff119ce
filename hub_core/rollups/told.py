"""What a group of institutions told the log of, summed, and who of those in scope is a hub's member.

The rule: sums are of numbers as they entered (``subjects``); where nobody contributed there is no share.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from uuid import UUID

from msgspec import Struct

from hub_core.disclosure.alike import Contribution
from hub_core.disclosure.release import ReleasePolicy
from hub_core.reference.service_phases import ServicePhase
from hub_core.rollups.groups import Group, GroupKey, groups
from hub_core.rollups.register import RollupInstitution
from hub_core.rollups.subjects import (
    CONTRIBUTING,
    PHASES,
    TOLD_APART_BY,
    Measures,
    Subject,
    ToldIndicator,
    contribution,
    entering,
)


class ToldFigures(Struct, frozen=True, kw_only=True):
    """A group's sums of a subject, over the ``contributing`` of the ``eligible`` institutions."""

    eligible: int
    contributing: int
    sums: Mapping[str, int]

    @property
    def contributing_share(self) -> Fraction | None:
        """Those contributing of those eligible, in per cent."""
        return Fraction(100 * self.contributing, self.eligible) if self.eligible else None

    def total(self, measure: str) -> int:
        """A measure's sum, or how many contributed."""
        return self.contributing if measure == CONTRIBUTING else self.sums.get(measure, 0)

    def share(self, one: ToldIndicator) -> Fraction | None:
        """An indicator's share in per cent; None where there is nothing to be a share of."""
        whole = self.total(one.whole or CONTRIBUTING)
        return Fraction(100 * self.total(one.part), whole) if whole else None


class ToldGroup(Struct, frozen=True, kw_only=True):
    """A group's figures of a subject as they are published; None when they are withheld."""

    key: GroupKey
    subject: Subject
    eligible: int
    figures: ToldFigures | None


class Coverage(Struct, frozen=True, kw_only=True):
    """Institutions of a group that are open, and how many of them are active members of a hub, by phase.

    Who is a member is public, so nothing of it is withheld.
    """

    key: GroupKey
    eligible: Mapping[ServicePhase, int]
    members: Mapping[ServicePhase, int]


class SubjectGroups(Struct, frozen=True, kw_only=True):
    """The groups of a subject, with the numbers of each institution as they enter sums."""

    subject: Subject
    groups: list[Group]
    entered: Mapping[UUID, Measures]

    def figures(self, group: Group) -> ToldFigures:
        """A group's sums."""
        sums: Counter[str] = Counter()
        for one in group.contributions:
            sums.update(self.entered[one.institution])
        return ToldFigures(
            eligible=len(group.institutions), contributing=len(group.contributions), sums=sums
        )


def subject_groups(
    subject: Subject,
    institutions: Iterable[RollupInstitution],
    policy: ReleasePolicy,
    hubs: Iterable[UUID],
) -> SubjectGroups:
    """The groups of those who could tell of a subject."""
    eligible = [one for one in institutions if one.phase in PHASES[subject]]
    entered = {
        one.institution: entering(subject, one.told[subject], policy.people_to)
        for one in eligible
        if subject in one.told
    }

    def contributes(one: RollupInstitution) -> Contribution | None:
        told = entered.get(one.institution)
        return None if told is None else contribution(one.institution, subject, told)

    return SubjectGroups(
        subject=subject,
        groups=groups(
            eligible,
            hubs=hubs,
            contributes=contributes,
            characteristics=TOLD_APART_BY[subject],
        ),
        entered=entered,
    )


def coverage(institutions: Iterable[RollupInstitution], hubs: Iterable[UUID]) -> Iterator[Coverage]:
    """Scope and members of every area, all types together."""
    for group in groups(institutions, hubs=hubs, characteristics=()):
        if group.key.type is None:
            yield Coverage(
                key=group.key,
                eligible=Counter(one.phase for one in group.institutions),
                members=Counter(one.phase for one in group.institutions if one.hub is not None),
            )

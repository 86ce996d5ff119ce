"""A release: every group's figures at a measure date, with what must not be told withheld.

The rule: a release is a pure function of institutions, policy and what was published before. The same
log position gives the same release, to the byte.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from hub_core.disclosure.alike import Contribution
from hub_core.disclosure.release import ReleasePolicy, Withheld, decide
from hub_core.rollups import deprivation, repeaters
from hub_core.rollups.deprivation import Cut
from hub_core.rollups.figures import ResultFigures, figures_of
from hub_core.rollups.groups import Group, GroupKey, groups
from hub_core.rollups.institution_types import ELIGIBLE_PHASES
from hub_core.rollups.noughts import told_where_noughts_meet
from hub_core.rollups.register import RollupInstitution
from hub_core.rollups.released_hubs import Hubs, ReleasedHub, told_apart
from hub_core.rollups.repeaters import SUMS, RepeaterGroup, sums_of
from hub_core.rollups.subjects import Subject
from hub_core.rollups.told import Coverage, SubjectGroups, ToldGroup, coverage, subject_groups

#: A group and what its figures are of: official results (None), a subject of the log, or one of the sums
#: behind distance travelled.
Which = tuple[Subject | int | None, GroupKey]


class NothingToRelease(Exception):
    """There is no eligible institution; the sentence says what may be missing."""


class GroupFigures(Struct, frozen=True, kw_only=True):
    """A group as it is published: ``figures`` is None when they are withheld. Eligible is always told."""

    key: GroupKey
    eligible: int
    figures: ResultFigures | None


class Release(Struct, frozen=True, kw_only=True):
    """All that is published together: groups in order of precedence, and the policy that protected them.

    ``groups`` have official results, ``repeaters`` the distance travelled between two of a year, ``told``
    what institutions told the log of beside them, ``coverage`` who is a hub's member, ``cuts`` where fifths
    by deprivation begin and end. ``hubs`` are hubs by id, ``position`` is the log's. ``basis``
    is who contributed to what is shown: never published, kept so that the next release is protected
    against this one. ``reasons`` says why a group is withheld,
    ``noughts_meet`` how many facts of institutions follow from several noughts together: for whoever
    releases, not for readers.
    """

    measure_date: date
    edition: str
    position: int
    policy: ReleasePolicy
    hubs: dict[UUID, ReleasedHub]
    groups: tuple[GroupFigures, ...]
    repeaters: tuple[RepeaterGroup, ...]
    told: tuple[ToldGroup, ...]
    coverage: tuple[Coverage, ...]
    cuts: tuple[Cut, ...]
    basis: tuple[frozenset[Contribution], ...]
    reasons: dict[Which, Withheld]
    noughts_meet: int

    def why(self, subject: Subject | None, key: GroupKey) -> Withheld | None:
        """Why a group's official results, or what was told of a subject, are withheld; None where shown."""
        return self.reasons.get((subject, key))

    def why_distance(self, key: GroupKey) -> Withheld | None:
        """Why a group's distance travelled is withheld: for the first of its sums that is."""
        return next(
            (why for at in range(SUMS) if (why := self.reasons.get((at, key))) is not None), None
        )


def build(
    institutions: Iterable[RollupInstitution],
    *,
    measure_date: date,
    edition: str,
    position: int,
    policy: ReleasePolicy,
    hubs: Hubs,
    earlier: Sequence[frozenset[Contribution]] = (),
) -> Release:
    """The release of these institutions, safe beside the ``earlier`` groups that were published.

    Raises ``NothingToRelease`` where none of them completes evaluations.
    """
    everybody = list(institutions)
    fifths = deprivation.quintiles(everybody)
    everybody = list(deprivation.placed(everybody, fifths))
    eligible = [one for one in everybody if one.phase in ELIGIBLE_PHASES]
    if not eligible:
        raise NothingToRelease(
            "The log has no institution that completes evaluations and was open on "
            f"{measure_date:%-d %B %Y}. Import the register first: `hub import gias`."
        )
    found = groups(eligible, hubs=hubs)
    subjects = [subject_groups(one, everybody, policy, hubs) for one in Subject]
    contributions = _contributions(found, subjects)
    learners = {one.institution: one.learners for one in everybody if one.learners is not None}
    decision = decide(contributions, policy, learners=learners, earlier=earlier)
    shown = frozenset(decision.shown)
    published = tuple(_published(group, shown=(None, group.key) in shown) for group in found)
    return Release(
        measure_date=measure_date,
        edition=edition,
        position=position,
        policy=policy,
        hubs=told_apart(hubs),
        groups=published,
        repeaters=tuple(_repeaters(group, shown) for group in found),
        told=tuple(_told(of, group, shown) for of in subjects for group in of.groups),
        coverage=tuple(coverage(everybody, hubs)),
        cuts=tuple(deprivation.cuts(everybody, fifths)),
        basis=tuple(contributions[key] for key in decision.shown if contributions[key]),
        reasons=decision.withheld,
        noughts_meet=told_where_noughts_meet(
            found, {one.key: one.figures for one in published if one.figures is not None}
        ),
    )


def _contributions(
    found: Sequence[Group], subjects: Sequence[SubjectGroups]
) -> dict[Which, frozenset[Contribution]]:
    """Every sum of the release with those behind it, in order of precedence."""
    contributions: dict[Which, frozenset[Contribution]] = {
        (None, group.key): group.contributions for group in found
    }
    for group in found:
        contributions |= {(at, group.key): one for at, one in enumerate(sums_of(group))}
    for of in subjects:
        contributions |= {(of.subject, group.key): group.contributions for group in of.groups}
    return contributions


def _repeaters(group: Group, shown: frozenset[Which]) -> RepeaterGroup:
    every = all((at, group.key) in shown for at in range(SUMS))
    return RepeaterGroup(
        key=group.key,
        eligible=len(group.institutions),
        figures=repeaters.figures_of(group.institutions) if every else None,
    )


def _published(group: Group, *, shown: bool) -> GroupFigures:
    return GroupFigures(
        key=group.key,
        eligible=len(group.institutions),
        figures=figures_of(group.institutions) if shown else None,
    )


def _told(of: SubjectGroups, group: Group, shown: frozenset[Which]) -> ToldGroup:
    return ToldGroup(
        key=group.key,
        subject=of.subject,
        eligible=len(group.institutions),
        figures=of.figures(group) if (of.subject, group.key) in shown else None,
    )

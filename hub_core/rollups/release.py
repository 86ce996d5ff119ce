"""A release: every group's figures at a measure date, with what must not be told withheld.

The rule: a release is a pure function of institutions, policy and what was published before. The same
log position gives the same release, to the byte.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from hub_core.disclosure.release import Contribution, ReleasePolicy, Withheld, decide
from hub_core.rollups.figures import ResultFigures, figures_of
from hub_core.rollups.groups import Group, GroupKey, groups
from hub_core.rollups.noughts import told_where_noughts_meet
from hub_core.rollups.register import RollupInstitution


class NothingToRelease(Exception):
    """There is no eligible institution; the sentence says what may be missing."""


class GroupFigures(Struct, frozen=True, kw_only=True):
    """A group as it is published: ``figures`` is None when they are withheld. Eligible is always told."""

    key: GroupKey
    eligible: int
    figures: ResultFigures | None


class Release(Struct, frozen=True, kw_only=True):
    """All that is published together: groups in order of precedence, and the policy that protected them.

    ``hubs`` are the names of hubs by id, ``position`` is the log's. ``basis`` is who contributed to what is
    shown: never published, kept so that the next release is protected against this one. ``reasons`` says
    why a group is withheld, ``noughts_meet`` how many facts of institutions follow from several noughts
    together: for whoever releases, not for readers.
    """

    measure_date: date
    edition: str
    position: int
    policy: ReleasePolicy
    hubs: dict[UUID, str]
    groups: tuple[GroupFigures, ...]
    basis: tuple[frozenset[Contribution], ...]
    reasons: dict[GroupKey, Withheld]
    noughts_meet: int


def build(
    institutions: Iterable[RollupInstitution],
    *,
    measure_date: date,
    edition: str,
    position: int,
    policy: ReleasePolicy,
    hubs: Mapping[UUID, str],
    earlier: Sequence[frozenset[Contribution]] = (),
) -> Release:
    """The release of these eligible institutions, safe beside the ``earlier`` groups that were published.

    Raises ``NothingToRelease`` where there are none.
    """
    eligible = list(institutions)
    if not eligible:
        raise NothingToRelease(
            "The log has no institution that completes evaluations and was open on "
            f"{measure_date:%-d %B %Y}. Import the register first: `hub import gias`."
        )
    found = groups(eligible, hubs=hubs)
    contributions = {group.key: group.contributions() for group in found}
    learners = {one.institution: one.learners for one in eligible if one.learners is not None}
    decision = decide(contributions, policy, learners=learners, earlier=earlier)
    shown = frozenset(decision.shown)
    published = tuple(_published(group, shown=group.key in shown) for group in found)
    return Release(
        measure_date=measure_date,
        edition=edition,
        position=position,
        policy=policy,
        hubs=dict(hubs),
        groups=published,
        basis=tuple(contributions[key] for key in decision.shown if contributions[key]),
        reasons=decision.withheld,
        noughts_meet=told_where_noughts_meet(
            found, {one.key: one.figures for one in published if one.figures is not None}
        ),
    )


def _published(group: Group, *, shown: bool) -> GroupFigures:
    return GroupFigures(
        key=group.key,
        eligible=len(group.institutions),
        figures=figures_of(group.institutions) if shown else None,
    )

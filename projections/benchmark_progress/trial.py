"""Another threshold tried over the members of a hub: who would achieve a criterion, and who no more.

The rule: what would be achieved is worked out from protected percentages alone, so that trying one threshold
after another tells no more than the page of each member does. Nothing is stored.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

import msgspec

from hub_core.disclosure import snap_to_month_end
from hub_core.gatsby.edition import Edition
from hub_core.gatsby.figures import ABOUT_LEARNERS, Status
from hub_core.gatsby.tried import changed_thresholds, to_be_tried
from hub_core.log.event import OrganisationName
from projections.benchmark_progress.addresses import code_in
from projections.benchmark_progress.answers import CriterionFigure, Progress, outside
from projections.benchmark_progress.month_ends import Least, achieved_by
from projections.benchmark_progress.queries import Queries

#: Where institutions stand under an edition at a month's end, those of whom it is kept.
Kept = Callable[[Edition, date], Awaitable[Mapping[UUID, Least]]]

#: What rests on no threshold: told as it is.
_OF_ITS_OWN = frozenset({Status.NO_DATA, Status.NOT_SCORED})


class CriterionTried(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One criterion with another threshold: how many achieve it with each.

    They are of the ``members`` that can be told of; the numbers of those ``withheld`` are too small.
    """

    criterion: str
    wording: str
    threshold_before: int | None
    threshold_after: int | None
    achieved_before: int
    achieved_after: int
    members: int
    withheld: int


class MemberTried(msgspec.Struct, frozen=True, kw_only=True):
    """One member for whom something changes: criteria it ``gains`` and ``loses``."""

    institution: UUID
    name: OrganisationName
    gains: tuple[str, ...]
    loses: tuple[str, ...]


class Trial(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What another edition's thresholds would change, as at a month's end."""

    edition: str
    as_at: date
    members: int
    criteria: tuple[CriterionTried, ...]
    institutions: tuple[MemberTried, ...]


async def trial_over(
    queries: Queries,
    institutions: Mapping[UUID, OrganisationName],
    *,
    base: Edition,
    tried: Edition,
    as_at: date,
    kept: Kept | None = None,
) -> Trial:
    """The trial over these institutions; raises ``Invalid`` where more than thresholds differ.

    What ``kept`` tells of some of them is not folded again.
    """
    changed = changed_thresholds(base, tried)
    day = snap_to_month_end(as_at)
    offered = {one.code for one in to_be_tried(base)}
    known = await kept(base, day) if kept and offered.issuperset(changed) else {}
    before, after = _thresholds(base), _thresholds(tried)
    standing: dict[UUID, tuple[Achieved, Achieved]] = {}
    for one in institutions if changed else ():
        if (least := known.get(one)) is not None:
            standing[one] = (
                achieved_by(least, before, changed),
                achieved_by(least, after, changed),
            )
        else:
            first, second = await queries.under(one, (base, tried), as_at=day)
            standing[one] = achieved(first, changed), achieved(second, changed)
    wordings = {one.code: one.wording for _, one in base.criteria()}
    return Trial(
        edition=base.code,
        as_at=day,
        members=len(institutions),
        criteria=tuple(
            _criterion(code, wordings[code], (before[code], after[code]), list(standing.values()))
            for code in changed
        ),
        institutions=_changed(institutions, standing),
    )


#: Whether each criterion is achieved; None where its numbers are withheld. Without a score it is not there.
Achieved = Mapping[str, bool | None]


def _thresholds(edition: Edition) -> dict[str, int | None]:
    return {one.code: one.threshold for _, one in edition.criteria()}


def achieved(progress: Progress, criteria: Sequence[str]) -> Achieved:
    """Which of these criteria an institution achieves, as others may know it."""
    found: dict[str, list[Status | None]] = {}
    for benchmark in outside(progress).benchmarks:
        for figure in benchmark.figures:
            code = code_in(figure.criterion)
            if code in criteria:
                found.setdefault(code, []).append(_status(figure))
    scored = {code: set(told) - _OF_ITS_OWN for code, told in found.items()}
    return {
        code: None if None in told else told == {Status.ACHIEVED}
        for code, told in scored.items()
        if told
    }


def _status(figure: CriterionFigure) -> Status | None:
    """Whether a figure achieves its threshold, from what others may see of it; None where that is nothing."""
    if figure.unit not in ABOUT_LEARNERS or figure.status in _OF_ITS_OWN:
        return figure.status
    if figure.percentage is None or figure.threshold is None:
        return None
    return Status.ACHIEVED if figure.percentage >= figure.threshold else Status.IN_PROGRESS


def _criterion(
    code: str,
    wording: str,
    thresholds: tuple[int | None, int | None],
    standing: Sequence[tuple[Achieved, Achieved]],
) -> CriterionTried:
    told = [
        (before.get(code, False), after.get(code, False))
        for before, after in standing
        if code in before or code in after
    ]
    known = [pair for pair in told if None not in pair]
    return CriterionTried(
        criterion=code,
        wording=wording,
        threshold_before=thresholds[0],
        threshold_after=thresholds[1],
        achieved_before=sum(before is True for before, _ in known),
        achieved_after=sum(after is True for _, after in known),
        members=len(known),
        withheld=len(told) - len(known),
    )


def _changed(
    institutions: Mapping[UUID, OrganisationName],
    standing: Mapping[UUID, tuple[Achieved, Achieved]],
) -> tuple[MemberTried, ...]:
    """Those for whom something changes, by name."""
    found = (_member(one, institutions[one], pair) for one, pair in standing.items())
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.name))


def _member(
    institution: UUID, name: str, standing: tuple[Achieved, Achieved]
) -> MemberTried | None:
    before, after = standing
    if before == after:
        return None
    told = {
        code: (before.get(code, False), after.get(code, False))
        for code in dict.fromkeys((*before, *after))
    }
    gains = tuple(code for code, pair in told.items() if pair == (False, True))
    loses = tuple(code for code, pair in told.items() if pair == (True, False))
    if not gains and not loses:
        return None
    return MemberTried(institution=institution, name=name, gains=gains, loses=loses)

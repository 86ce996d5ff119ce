"""A trial over a hub's members in words: what would change, for whom, and of whom nobody can tell.

The rule: members whose numbers are withheld are counted as such, never among those who do not achieve.
"""

from collections.abc import Iterable, Mapping

import msgspec

from projections.benchmark_progress.trial import MemberTried, Trial
from services.web.words import counted, long_date, number


class CriterionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion: its thresholds, and how many members achieve it with each."""

    wording: str
    before: str
    after: str
    achieved_before: str
    achieved_after: str
    withheld: str


class MemberLine(msgspec.Struct, frozen=True, kw_only=True):
    """One member for whom something changes, with the criteria by their wording."""

    href: str
    name: str
    gains: tuple[str, ...]
    loses: tuple[str, ...]


class TrialPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template needs of a trial."""

    headline: str
    as_at: str
    criteria: tuple[CriterionLine, ...]
    members: tuple[MemberLine, ...]


def trial_page(found: Trial) -> TrialPage:
    """The trial as a page says it."""
    wordings = {one.criterion: one.wording for one in found.criteria}
    return TrialPage(
        headline=_headline(found),
        as_at=long_date(found.as_at),
        criteria=tuple(
            CriterionLine(
                wording=one.wording,
                before=f"{one.threshold_before}%",
                after=f"{one.threshold_after}%",
                achieved_before=f"{number(one.achieved_before)} of {number(one.members)}",
                achieved_after=f"{number(one.achieved_after)} of {number(one.members)}",
                withheld=number(one.withheld),
            )
            for one in found.criteria
            if one.members or one.withheld
        ),
        members=tuple(_member(one, wordings) for one in found.institutions),
    )


def _headline(found: Trial) -> str:
    if not found.criteria:
        return "That is the threshold there is: nothing would change"
    gain = sum(bool(one.gains) for one in found.institutions)
    lose = sum(bool(one.loses) for one in found.institutions)
    if not gain and not lose:
        return (
            f"Nothing would change for any of {counted(found.members, 'member')} that can be told"
        )
    said = [f"{number(lose)} would achieve fewer criteria"] if lose else []
    said += [f"{number(gain)} would achieve more"] if gain else []
    return f"Of {counted(found.members, 'member')}, {' and '.join(said)}"


def _member(one: MemberTried, wordings: Mapping[str, str]) -> MemberLine:
    def worded(codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(wordings[code] for code in codes)

    return MemberLine(
        href=f"/institutions/{one.institution}",
        name=one.name,
        gains=worded(one.gains),
        loses=worded(one.loses),
    )

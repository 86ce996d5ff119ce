"""What ``hub sync`` says of a check, of a commit, and of what makes a roster doubtful.

The rule: learners are called learners and activities activities, and whoever must act is told which option
to give.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub_core.rosters.doubt import LEAVERS_CHECKED, YEAR_GROUPS_CHECKED
from hub_core.sync.kinds import UploadKind

#: The option that accepts a doubt, by the API's field.
OPTIONS = {YEAR_GROUPS_CHECKED: "--year-groups-checked", LEAVERS_CHECKED: "--leavers-checked"}


def found(kind: str, check: Mapping[str, Any]) -> str:
    """What the check of an upload found."""
    rows = (
        f"{check['rows']:,} rows: {check['taken']:,} taken, {check['held']:,} held, "
        f"{check['refused']:,} not taken."
    )
    if UploadKind(kind).tells_roll:
        told = learners(kind, check["new"], check["changed"], check["withdrawn"])
        return (
            f"{rows} Learners: {told}, {check['otherwise']:,} changed otherwise, "
            f"{check['unchanged']:,} as before."
        )
    return (
        f"{rows} Activities: {check['new']:,} new, {check['changed']:,} changed, "
        f"{check['withdrawn']:,} withdrawn, {check['unchanged']:,} unchanged."
    )


def done(kind: str, label: str, stands: Mapping[str, Any] | None) -> str:
    """What committing an upload did."""
    stands = stands or {"recorded": 0, "corrected": 0, "withdrawn": 0}
    if UploadKind(kind).tells_roll:
        told = learners(kind, stands["recorded"], stands["corrected"], stands["withdrawn"])
        return f"{label}. Learners: {told}."
    return (
        f"{label}: {stands['recorded']:,} recorded, {stands['corrected']:,} corrected, "
        f"{stands['withdrawn']:,} withdrawn."
    )


def learners(kind: str, new: int, moved: int, left: int) -> str:
    """How many come, move and leave, the same before and after."""
    place = "programme" if kind == UploadKind.PROGRAMMES else "year group"
    return f"{new:,} new, {moved:,} moved to another {place}, {left:,} leaving"


def doubtful(doubts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Each doubt, what it is about year group by year group, and how to mend or accept it."""
    for one in doubts:
        yield one["reason"]
        for problem in one["problems"]:
            yield f"  {problem['reason']}"
        yield f"{one['remedy']} If all is as it should be, run this again with {OPTIONS[one['acceptedBy']]}."


def not_accepted(
    doubts: Sequence[Mapping[str, Any]], checked: Mapping[str, bool]
) -> list[Mapping[str, Any]]:
    """The doubts for which committing would be refused."""
    return [one for one in doubts if not checked[one["acceptedBy"]]]

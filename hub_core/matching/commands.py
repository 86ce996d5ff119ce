"""Commands of institutions about records that tell of one encounter.

The rule: the institution decides, about its own part in an encounter and its own activity; two records that
cannot be one encounter are refused, and neither can be in two matches.
"""

from typing import ClassVar
from uuid import UUID

from hub_core.activities.activity import Activity, no_such_activity
from hub_core.encounters.commands import find_part
from hub_core.encounters.offer import part_stream
from hub_core.encounters.part import Part, PartStatus
from hub_core.matching.events import SplitReason
from hub_core.matching.match import Match, match_stream
from hub_core.matching.suggestions import MOST_DAYS_APART_BY_HAND
from hub_core.reference.activities import KIND_OF, ActivityKind
from hub_core.refusals import Conflict, Invalid, NotFound
from hub_core.work import Changed, Command, Work, handles

_HELD = (PartStatus.DELIVERED, PartStatus.CONFIRMED)


class _Pair(Command, frozen=True, kw_only=True):
    institution: UUID
    encounter: UUID
    activity: UUID


class MatchEncounter(_Pair, frozen=True, kw_only=True):
    """Say that an employer's encounter and an activity are the same."""

    OPERATION: ClassVar[str] = "matching.match_encounter"


class RejectMatch(_Pair, frozen=True, kw_only=True):
    """Say that an employer's encounter and an activity are not the same."""

    OPERATION: ClassVar[str] = "matching.reject_match"


class SplitMatch(_Pair, frozen=True, kw_only=True):
    """Take a match back."""

    OPERATION: ClassVar[str] = "matching.split_match"
    reason: SplitReason


@handles(MatchEncounter)
async def match_encounter(command: MatchEncounter, work: Work) -> Changed:
    """They count once from then on. Refuses what cannot be one encounter, and a second match of either."""
    part, activity = await _pair(command, work)
    match = await _match(command, work)
    if not match.is_matched:
        _require_alike(part, activity)
        await _claim(command, match, work)
        match.decide(
            command.institution, command.encounter, command.activity, on=work.today, at=work.now
        )
    return Changed(id=match.id, version=match.version)


@handles(RejectMatch)
async def reject_match(command: RejectMatch, work: Work) -> Changed:
    """The two are not suggested again; both count as before."""
    await _pair(command, work)
    match = await _match(command, work)
    match.reject(
        command.institution, command.encounter, command.activity, on=work.today, at=work.now
    )
    return Changed(id=match.id, version=match.version)


@handles(SplitMatch)
async def split_match(command: SplitMatch, work: Work) -> Changed:
    """Both count for themselves again, as if they had never been matched."""
    await _pair(command, work)
    match = await _match(command, work)
    if not match.is_matched:
        raise NotFound("These two are not matched. Check the ids.")
    for key in _keys(command):
        work.release(key, match.id)
    match.split(command.institution, command.reason, on=work.today, at=work.now)
    return Changed(id=match.id, version=match.version)


async def _pair(command: _Pair, work: Work) -> tuple[Part, Activity]:
    part = await find_part(command.encounter, command.institution, work)
    otherwise = no_such_activity(command.activity)
    activity = await work.find(Activity, command.activity, otherwise)
    if activity.institution != command.institution:
        raise otherwise
    return part, activity


async def _match(command: _Pair, work: Work) -> Match:
    match = await work.load(Match, match_stream(command.encounter, command.activity))
    work.expect(match)
    return match


async def _claim(command: _Pair, match: Match, work: Work) -> None:
    held = await work.holders(_keys(command))
    for key, what in zip(_keys(command), ("encounter", "activity"), strict=True):
        if key in held:
            raise Conflict(
                f"This {what} is matched with another record already. Split that match first.",
                kind="already-matched",
            )
        work.claim(key, match.id)


def _keys(command: _Pair) -> tuple[str, str]:
    """What can be in one match at most: the institution's part, and its activity."""
    part = part_stream(command.encounter, command.institution)
    return f"matched part {part}", f"matched activity {command.activity}"


def _require_alike(part: Part, activity: Activity) -> None:
    if part.status not in _HELD:
        raise Conflict(
            f"The encounter stands at “{part.status.label}”: only one that was held can be matched.",
            kind="encounter-state",
        )
    if activity.is_withdrawn:
        raise Conflict(
            "The activity was withdrawn, so there is nothing to match.", kind="withdrawn"
        )
    details = activity.details
    kinds = {KIND_OF[details.type], *details.also}
    if ActivityKind.EMPLOYER_ENCOUNTER not in kinds:
        raise Invalid.field(
            "activity",
            f"The activity is “{KIND_OF[details.type].label}” and no encounter with an employer.",
            "Choose another, or correct the activity first.",
        )
    held_on = part.confirmed_on or part.delivered_on or part.planned_for
    apart = abs((activity.held_on - held_on).days)
    if apart > MOST_DAYS_APART_BY_HAND:
        raise Invalid.field(
            "activity",
            f"It took place {apart} days from the encounter, on {activity.held_on:%-d %B %Y}.",
            "Correct the wrong day first, or choose another.",
        )

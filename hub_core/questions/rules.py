"""The rules of the questions: pure functions from what an institution said to what is worth asking.

The rule: below its threshold a signal is still counted, but asks nothing; where a comparison cannot be made
(no census, part of the roll), nothing is asked.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from hub_core.questions.thresholds import Thresholds
from hub_core.reference.labelled import Labelled


class Signal(Labelled):
    """What a question is about."""

    COPIED_FORWARD = "copied_forward", "A declaration repeats the one before unchanged"
    ROLL_DIFFERS = "roll_differs", "The roll differs from the school census"
    SELF_TICKED = "self_ticked", "Check-lists are all yes, and nobody else tells of the activity"
    CONFIRMED_IN_SECONDS = "confirmed_in_seconds", "Many were confirmed within a minute"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One signal: ``count`` of ``of`` (None where there is no whole), and what to ask; empty below the
    threshold. ``count`` is a whole percentage for a roll that differs, else a number of records."""

    signal: Signal
    label: str
    count: int
    of: int | None
    ask: str
    source: str


class Tick(msgspec.Struct, frozen=True):
    """One answered check-list: whether every point is yes, and whether others tell of the activity too."""

    all_yes: bool
    told_by_others: bool


def copied_forward(copied: int, results: int, limits: Thresholds) -> Question:
    """Of so many official results of the year, so many only repeat the one before."""
    rule = limits.copied_forward
    ask = (
        "Was every answer looked at again, learner numbers included, before the evaluation was sent?"
        if copied >= rule.at_least
        else ""
    )
    return _question(Signal.COPIED_FORWARD, copied, results, ask, rule.source)


def roll_differs(roll: int | None, census: int | None, limits: Thresholds) -> Question | None:
    """A whole roll against the census's number of pupils; None where either is not known."""
    rule = limits.roll
    if roll is None or not census:
        return None
    difference = abs(roll - census)
    beyond = 100 * difference > rule.percent * census
    side = "more" if roll > census else "fewer"
    percent = 100 * difference // census
    ask = (
        f"The roll has {percent}% {side} learners than the school census. Is the list of learners complete, "
        "and have leavers left it?"
        if beyond
        else ""
    )
    return _question(Signal.ROLL_DIFFERS, percent, None, ask, rule.source)


def self_ticked(ticks: Iterable[Tick], limits: Thresholds) -> Question:
    """Check-lists with yes throughout that nobody else tells of, of all that were answered."""
    rule = limits.self_ticked
    ticks = list(ticks)
    alone = sum(one.all_yes and not one.told_by_others for one in ticks)
    beyond = alone >= rule.at_least and 100 * alone > rule.percent * len(ticks)
    ask = (
        "Who checked the points of the check-list, and how? Ask two of the employers or providers."
        if beyond
        else ""
    )
    return _question(Signal.SELF_TICKED, alone, len(ticks), ask, rule.source)


def confirmed_in_seconds(moments: Sequence[datetime], limits: Thresholds) -> Question:
    """Confirmations that stand in a run of at least so many within so many seconds."""
    rule = limits.confirmed_in_seconds
    ordered = sorted(moments)
    within = timedelta(seconds=rule.seconds)
    hasty: set[int] = set()
    for place, moment in enumerate(ordered):
        first = bisect_left(ordered, moment - within)
        if place - first + 1 >= rule.at_least:
            hasty.update(range(first, place + 1))
    ask = (
        "Were the numbers and the check-list of each looked at, or confirmed together at the end?"
        if hasty
        else ""
    )
    return _question(Signal.CONFIRMED_IN_SECONDS, len(hasty), len(ordered), ask, rule.source)


def _question(signal: Signal, count: int, of: int | None, ask: str, source: str) -> Question:
    return Question(signal=signal, label=signal.label, count=count, of=of, ask=ask, source=source)

"""Who came: from learners' references or counts, as the institution sends them, to what an event holds.

The rule: a learner must be on the institution's roster, and no year group can send more than it has.
Learners need an agreement that covers them; numbers of one occasion need none: nobody is in them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.agreements.codes import DataClass
from hub_core.agreements.cover import require_cover
from hub_core.encounters.events import MOST_COUNTED, Attendance, Checks, Learners
from hub_core.learner_sets import pack
from hub_core.reference.encounters import CheckAnswer, MeaningfulCheck
from hub_core.refusals import Invalid, Problem
from hub_core.rosters.commands import MOST_LEARNERS, LearnerReference, known_learners
from hub_core.rosters.roster import Roster, roster_stream
from hub_core.values import YearGroup, year_group_label
from hub_core.work import Work


class AttendanceSent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who came: ``learners`` by the institution's references, or ``counts`` by year group."""

    learners: (
        Annotated[tuple[LearnerReference, ...], msgspec.Meta(max_length=MOST_LEARNERS)] | None
    ) = None
    counts: dict[YearGroup, Learners] | None = None


async def attendance_of(
    sent: AttendanceSent, institution: UUID, *, day: date, work: Work
) -> Attendance:
    """What the event holds; refuses with everything wrong, by place."""
    if (sent.learners is None) == (sent.counts is None):
        raise Invalid.field(
            "attendance",
            "Attendance is either learners or counts.",
            "Send \u201clearners\u201d with your references, or \u201ccounts\u201d by year group.",
        )
    if not (sent.learners or any((sent.counts or {}).values())):
        raise Invalid.field(
            "attendance",
            "Nobody came, by this.",
            "Name at least one learner; if it did not take place, dispute it.",
        )
    if sent.learners is not None:
        await require_cover(work, institution, DataClass.LEARNER_REFERENCES, on=work.today)
        learners = await known_learners(
            institution, sent.learners, work, field="attendance.learners"
        )
        return Attendance(total=len(learners), learners=pack(learners))
    assert sent.counts is not None
    roster = await work.load(Roster, roster_stream(institution))
    if problems := counts_above_roll(sent.counts, roster, day=day):
        raise Invalid(
            "More learners were counted than are on roll.",
            kind="counts-above-roll",
            problems=problems,
        )
    total = sum(sent.counts.values())
    if total > MOST_COUNTED:
        raise Invalid.field(
            "attendance.counts",
            f"{total:,} learners at one encounter cannot be.",
            f"Check the numbers; {MOST_COUNTED:,} together are the most.",
        )
    return Attendance(total=total, counts=sent.counts)


def counts_above_roll(counts: Mapping[int, int], roster: Roster, *, day: date) -> list[Problem]:
    """A problem for every year group that sent more learners than it had on that day, if known."""
    rolls = {year_group: roster.roll_of(year_group, day=day) for year_group in counts}
    return [
        Problem(
            field=f"attendance.counts.{year_group}",
            reason=f"{count} learners came, but {year_group_label(year_group)} has {roll}.",
            remedy="Check the number, or send the new roll first.",
        )
        for year_group, count in sorted(counts.items())
        if (roll := rolls[year_group]) is not None and count > roll
    ]


def checks_of(answers: Mapping[MeaningfulCheck, CheckAnswer]) -> Checks:
    """The answers as an event holds them: what was not checked is absent, in the list's order."""
    given = {check: answers.get(check, CheckAnswer.NOT_CHECKED) for check in MeaningfulCheck}
    return {
        check: answer for check, answer in given.items() if answer is not CheckAnswer.NOT_CHECKED
    }

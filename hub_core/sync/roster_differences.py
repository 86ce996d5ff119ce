"""What a file of learners would change of the roster as it stands.

The rule: the check lets the roster receive the file as committing does, and then throws it away; so its
numbers are those that committing gives, and it foretells what committing would refuse.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from pyroaring import BitMap

from hub_core.academic_years import academic_year_of, first_day, last_day
from hub_core.rosters.codes import Registration
from hub_core.rosters.dated import Subject
from hub_core.rosters.looking_over import doubts_about
from hub_core.rosters.roster import Entry, Roster
from hub_core.sync.learner_rows import LearnerRows
from hub_core.sync.report import Report


def day_of(academic_year: str, today: date) -> date:
    """The day from which a roster of an academic year holds: today, while the year lasts."""
    return max(first_day(academic_year), min(today, last_day(academic_year)))


def roster_report(
    base: Report,
    rows: LearnerRows[Any],
    roster: Roster,
    institution: UUID,
    *,
    complete: bool,
    day: date,
    at: datetime,
) -> Report:
    """The check of a roster: who is new, moved, unchanged, and has left by what was sent.

    ``roster`` was loaded to be tried on: it is not what stands afterwards.
    """
    rests_on = roster.version
    entries = _entries(rows, roster, academic_year_of(day))
    known = {one for one in rows.ordinals.values() if one is not None}
    doubts = doubts_about(
        roster,
        {ordinal: entry.place for ordinal, entry in entries.items() if ordinal in known},
        named=len(entries),
        complete=complete,
        day=day,
    )
    before = _sets(roster, day)
    found = roster.receive(
        institution, entries, complete=complete, on=day, at=at, sending=institution
    )
    touched = _touched(before, _sets(roster, day))
    return msgspec.structs.replace(
        base,
        new=found.enrolled,
        changed=found.moved,
        otherwise=len(touched) - found.enrolled - found.moved - found.left if entries else 0,
        unchanged=len(BitMap(entries) - touched),
        withdrawn=found.left if entries else 0,
        chunks=1 if entries else 0,
        rests_on=rests_on,
        as_of=day,
        doubts=tuple(doubts) if entries else (),
    )


def _sets(roster: Roster, day: date) -> dict[Subject, BitMap]:
    """Every cohort, programme and group, and those registered elsewhere, as it stands on this day."""
    return {subject: dated.on(day) or BitMap() for subject, dated in roster.sets.items()}


def _touched(before: dict[Subject, BitMap], after: dict[Subject, BitMap]) -> BitMap:
    """Whoever is in another set than before."""
    changed = (
        before.get(subject, BitMap()) ^ after.get(subject, BitMap())
        for subject in before.keys() | after.keys()
    )
    return BitMap.union(BitMap(), *changed)


def _entries(rows: LearnerRows[Any], roster: Roster, academic_year: str) -> dict[int, Entry]:
    """Every learner of the file, by number; those whom nobody knows yet by numbers that nobody has."""
    known = (one for one in rows.ordinals.values() if one is not None)
    free = max(roster.highest(), max(known, default=-1)) + 1
    entries = {}
    for reference, learner in rows.learners.items():
        ordinal = rows.ordinals[reference]
        if ordinal is None:
            ordinal, free = free, free + 1
        entries[ordinal] = Entry(
            place=rows.place_of(learner, academic_year),
            groups=None if learner.groups is None else frozenset(learner.groups),
            subsidiary=learner.registration is Registration.SUBSIDIARY,
        )
    return entries

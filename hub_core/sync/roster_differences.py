"""What a roster file would change of the roster as it stands.

The rule: the check lets the roster receive the file as committing does, and then throws it away; so its
numbers are those that committing gives, and it foretells what committing would refuse.
"""

from datetime import date, datetime
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of, cohort_of, first_day, last_day
from hub_core.rosters.codes import Registration
from hub_core.rosters.looking_over import doubts_about
from hub_core.rosters.roster import Entry, Roster
from hub_core.sync.report import Report
from hub_core.sync.roster_rows import RosterRows


def day_of(academic_year: str, today: date) -> date:
    """The day from which a roster of an academic year holds: today, while the year lasts."""
    return max(first_day(academic_year), min(today, last_day(academic_year)))


def roster_report(
    base: Report,
    rows: RosterRows,
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
    found = roster.receive(
        institution, entries, complete=complete, on=day, at=at, sending=institution
    )
    return msgspec.structs.replace(
        base,
        new=found.enrolled,
        changed=found.moved,
        unchanged=len(entries) - found.enrolled - found.moved,
        withdrawn=found.left if entries else 0,
        chunks=1 if entries else 0,
        rests_on=rests_on,
        as_of=day,
        doubts=tuple(doubts) if entries else (),
    )


def _entries(rows: RosterRows, roster: Roster, academic_year: str) -> dict[int, Entry]:
    """Every learner of the file, by number; those whom nobody knows yet by numbers that nobody has."""
    known = (one for one in rows.ordinals.values() if one is not None)
    free = max(roster.highest(), max(known, default=-1)) + 1
    entries = {}
    for reference, learner in rows.learners.items():
        ordinal = rows.ordinals[reference]
        if ordinal is None:
            ordinal, free = free, free + 1
        entries[ordinal] = Entry(
            place=cohort_of(year_group=learner.year_group, academic_year=academic_year),
            groups=None if learner.groups is None else frozenset(learner.groups),
            subsidiary=learner.registration is Registration.SUBSIDIARY,
        )
    return entries

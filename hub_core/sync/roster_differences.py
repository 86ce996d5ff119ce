"""What a roster file would change of the roster as it stands.

The rule: the numbers of the check are those that committing gives, as long as nothing else happens.
"""

from datetime import date

import msgspec
from pyroaring import BitMap

from hub_core.rosters.roster import Roster
from hub_core.sync.report import Report
from hub_core.sync.roster_rows import RosterRows
from hub_core.values import academic_year_of, cohort_of, first_day, last_day


def day_of(academic_year: str, today: date) -> date:
    """The day from which a roster of an academic year holds: today, while the year lasts."""
    return max(first_day(academic_year), min(today, last_day(academic_year)))


def roster_report(
    base: Report, rows: RosterRows, roster: Roster, *, complete: bool, day: date
) -> Report:
    """The check of a roster: who is new, moved, unchanged, and has left by what was sent."""
    before = {ordinal: cohort for cohort, there in roster.on_roll(day).items() for ordinal in there}
    year = academic_year_of(day)
    new = moved = 0
    there = BitMap()
    for reference, learner in rows.learners.items():
        ordinal = rows.ordinals[reference]
        cohort = None if ordinal is None else before.get(ordinal)
        if ordinal is not None:
            there.add(ordinal)
        if cohort is None:
            new += 1
        elif cohort != cohort_of(year_group=learner.year_group, academic_year=year):
            moved += 1
    gone = len(before.keys() - set(there)) if complete else 0
    return msgspec.structs.replace(
        base,
        new=new,
        changed=moved,
        unchanged=len(rows.learners) - new - moved,
        withdrawn=gone,
        chunks=1 if rows.learners else 0,
    )

"""Looking a list of learners over before it is taken: every doubt there is about it.

The rule: the check of a file, the check of a bundle and the command itself look the same way, so that what
is refused was foretold.
"""

from collections.abc import Mapping
from datetime import date

from pyroaring import BitMap

from hub_core.academic_years import academic_year_of, last_day, previous_academic_year
from hub_core.refusals import Conflict
from hub_core.rosters.dated import Place
from hub_core.rosters.doubt import Checked, Doubt, open_doubts
from hub_core.rosters.leavers import MostWouldLeave, most_would_leave
from hub_core.rosters.roll_over import YearGroupsMoved, year_groups_moved
from hub_core.rosters.roster import Roster, running

_REFUSED: dict[str, type[Conflict]] = {one.KIND: one for one in (YearGroupsMoved, MostWouldLeave)}


def doubts_about(
    roster: Roster, sent: Mapping[int, Place], *, named: int, complete: bool, day: date
) -> list[Doubt]:
    """What speaks against a list that names so many learners, of whom those ``sent`` are known by ordinal."""
    places: dict[Place, BitMap] = {}
    for ordinal, place in sent.items():
        places.setdefault(place, BitMap()).add(ordinal)
    cohorts = {place: there for place, there in places.items() if isinstance(place, int)}
    found = [year_groups_moved(roster.on_roll(day), cohorts, day=day)]
    if complete:
        summer = last_day(previous_academic_year(academic_year_of(day)))
        found.append(
            most_would_leave(
                running(roster.places(day), day),
                running(roster.places(summer), summer),
                BitMap(sent),
                named=named,
                day=day,
            )
        )
    return [one for one in found if one is not None]


def require_accepted(doubts: list[Doubt], checked: Checked) -> None:
    """Raise the first doubt that the sender has not accepted (``YearGroupsMoved``, ``MostWouldLeave``)."""
    for doubt in open_doubts(doubts, checked):
        raise _REFUSED[doubt.kind](
            f"{doubt.reason} Nothing was recorded. {doubt.remedy} If all is as it should be, send "
            f"\u201c{doubt.accepted_by}\u201d: true.",
            problems=doubt.problems,
        )

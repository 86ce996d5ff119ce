"""The sentences over the charts: what each one shows, made from its own figures.

The one rule: a headline states a finding a reader can check against the table beneath it, and when
there is nothing to find it says that.
"""

from collections.abc import Sequence

from hub_core.values import listed
from projections.hub_dashboard.figures import Breakdown, HubTile, Months, PhasePanel, Slice
from services.web.charts.amount import share
from services.web.words import counted


def by_month(figures: Months, academic_year: str) -> str:
    """The busiest month, or that there has been none."""
    most = max(month.encounters for month in figures.months)
    if most == 0:
        planned = sum(month.planned for month in figures.months)
        if planned:
            return f"Nothing delivered yet in {academic_year}; {planned:,} agreed for dates to come"
        return f"No encounters recorded in {academic_year}"
    names = tuple(f"{one.month:%B}" for one in figures.months if one.encounters == most)
    # A year that still runs may yet have a busier month.
    running = not all(one.begun for one in figures.months)
    several = len(names) > 1
    verb = ("are" if several else "is") if running else ("were" if several else "was")
    return (
        f"{listed(names)} {verb} the busiest {'months' if several else 'month'}"
        f"{' so far' if running else ''}, with {counted(most, 'encounter')}"
        f"{' each' if several else ''}"
    )


def largest(figures: Breakdown, *, rank: str, none: str) -> str:
    """The largest part of a breakdown and its share. ``rank`` is what it is: the largest sector."""
    slices = [one for one in figures.slices if one.encounters]
    if not slices:
        return none
    total = sum(one.encounters for one in slices)
    most = max(one.encounters for one in slices)
    names = tuple(one.label for one in slices if one.encounters == most)
    if len(slices) == 1:
        return f"{names[0]}: all encounters"
    if len(names) > 2:
        return f"No one stands out: {len(names)} are level"
    if len(names) == 2:
        return f"{listed(names)} are level: {share(most, total)} of encounters each"
    return f"{names[0]} is {rank}: {share(most, total)} of encounters"


def by_year_group(figures: Breakdown) -> str:
    """The year groups that came to most encounters; not a share, since several come to one."""
    known = [one for one in figures.slices if one.code != "unknown" and one.encounters]
    if not known:
        return "No year groups to compare"
    most = max(one.encounters for one in known)
    names = tuple(one.label for one in known if one.encounters == most)
    if len(names) > 2:
        return f"No one stands out: {len(names)} are level"
    each = "" if len(names) == 1 else " each"
    return f"{listed(names)} came to the most: {counted(most, 'encounter')}{each}"


def evidence(slices: Sequence[Slice]) -> str:
    """How much of what is told employers and schools tell alike, or schools alone."""
    total = sum(one.encounters for one in slices)
    if not total:
        return "Nothing to confirm yet"
    confirmed = sum(one.encounters for one in slices if one.code == "school_confirmed")
    if confirmed == total:
        return "Schools and colleges confirmed every encounter with the learners who came"
    alone = sum(one.encounters for one in slices if one.code == "school_only")
    if alone == total:
        return (
            "Schools and colleges recorded every encounter themselves; no employer told us of one"
        )
    if alone > confirmed:
        return (
            f"Schools and colleges recorded {share(alone, total)} of encounters that no employer "
            "told us of"
        )
    if not confirmed:
        return "No encounter has been confirmed with the learners who came"
    return (
        f"Schools and colleges confirmed {share(confirmed, total)} of encounters "
        "with the learners who came"
    )


def phases(panels: Sequence[PhasePanel], academic_year: str) -> str:
    """Which phases have members that told us nothing."""
    with_members = [panel for panel in panels if panel.members]
    if not with_members:
        return "This hub has no members yet"
    silent = tuple(panel.label for panel in with_members if not panel.institutions_reporting)
    if len(silent) == len(with_members):
        return f"No member has supplied anything about {academic_year}"
    if silent:
        return f"{listed(silent)}: no member has supplied anything about {academic_year}"
    lowest = min(with_members, key=lambda one: one.institutions_reporting / one.members)
    if lowest.institutions_reporting == lowest.members:
        return f"Every member in every phase has supplied something about {academic_year}"
    return (
        f"{lowest.label}: the least heard from, with {lowest.institutions_reporting:,} of "
        f"{counted(lowest.members, 'member')}"
    )


def england(tiles: Sequence[HubTile], academic_year: str) -> str:
    """How many members of all hubs have supplied something this year."""
    members = sum(tile.members for tile in tiles)
    if not members:
        return "No hub has members yet"
    reporting = sum(tile.institutions_reporting for tile in tiles)
    return (
        f"{share(reporting, members)} of member institutions have told us something "
        f"about {academic_year}"
    )

"""National figures of the fictional England: of two measure dates that are over, so that pages have some.

The rule: they are made and published like anybody's, each once: whoever was interrupted goes on.
"""

from datetime import date, timedelta

from hub_core.evaluations.codes import MEASURE_DAYS
from hub_core.execute import Platform
from hub_core.snapshots.store import SnapshotStore
from services.platform.rollups.publishing import publish_on

#: Releases a demo begins with; the first autumn's and the first year's.
RELEASES = 2


def measure_dates(today: date, first_day: date) -> list[date]:
    """The first measure date of what is told, and the last that is over; none before one is over."""
    over = [
        date(year, month, day)
        for year in range(first_day.year, today.year + 1)
        for month, day in MEASURE_DAYS
        if first_day + timedelta(days=1) < date(year, month, day) < today
    ]
    over.sort()
    return list(dict.fromkeys([*over[:1], *over[-1:]]))[:RELEASES]


async def publish_england(platform: Platform, *, today: date, first_day: date) -> int:
    """Publish those that are not out already; how many were."""
    out = {one.measure_date for one in await SnapshotStore(platform.ledger.pool).published()}
    found = [one for one in measure_dates(today, first_day) if one not in out]
    for day in found:
        await publish_on(platform, day, None)
    return len(found)

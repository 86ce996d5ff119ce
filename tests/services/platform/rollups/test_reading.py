"""Reading the log for a release: processes side by side find what this one finds by itself."""

from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from multiprocessing import get_context
from uuid import UUID

import pytest

from hub_core.activities.events import ActivityRecorded, Details
from hub_core.encounters.events import Attendance
from hub_core.log.event import UnknownTopic, encode
from hub_core.reference.activities import ActivityType
from projections.national_rollup.folding import Lying, Registered, activity_at, pack, registered_at

DAY, PLACE = date(2025, 12, 31), UUID(int=1)
TOLD = ActivityRecorded(
    institution=PLACE,
    activity=UUID(int=2),
    occurred_on=date(2025, 11, 5),
    details=Details(type=ActivityType.EMPLOYER_TALK),
    attendance=Attendance(total=30),
)
NEWER = "activities.ActivityRecorded.v9"


def lying(number: int, topic: str = ActivityRecorded.TOPIC) -> Lying:
    recorded_at = datetime(2025, 11, 5, 12, tzinfo=UTC)
    return Lying(UUID(int=number), [topic], [encode(TOLD)], [number], [recorded_at])


def test_an_event_of_a_newer_release_is_not_passed_over() -> None:
    newer = Registered(PLACE, [NEWER], [encode(TOLD)])
    with pytest.raises(UnknownTopic, match=r"ActivityRecorded.v9.*upgrade this one"):
        registered_at(newer, DAY, "2025/26", "GATSBY-2024")
    with pytest.raises(UnknownTopic, match=r"ActivityRecorded.v9.*upgrade this one"):
        activity_at(pack([lying(1, NEWER)]), DAY, "2025/26")


@pytest.mark.long
def test_a_process_beside_this_one_finds_and_refuses_the_same() -> None:
    packed = pack([lying(number) for number in range(1, 30)])
    newer = pack([lying(1, NEWER)])
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        found = beside.submit(activity_at, packed, DAY, "2025/26").result()
        refused = beside.submit(activity_at, newer, DAY, "2025/26").exception()
    assert len(found) == 29
    assert found == activity_at(packed, DAY, "2025/26")
    assert isinstance(refused, UnknownTopic)
    assert str(refused) == str(UnknownTopic(NEWER))

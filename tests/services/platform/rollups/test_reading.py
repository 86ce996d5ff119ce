"""Reading the log for a release: processes side by side find what this one finds by itself."""

from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from multiprocessing import get_context
from uuid import UUID

import pytest

from hub_core.log.event import UnknownTopic, encode
from hub_core.membership.events import InstitutionDetails, InstitutionRegistered
from hub_core.reference.service_phases import ServicePhase
from projections.national_rollup.folding import Lying, institutions_at, pack

DAY = date(2025, 12, 31)
ASKED = (DAY, "2025/26", "GATSBY-2024")


def school(number: int, topic: str = InstitutionRegistered.TOPIC) -> Lying:
    details = InstitutionDetails(name="A school", phase=ServicePhase.SECONDARY, pupils=700)
    registered = InstitutionRegistered(
        institution=UUID(int=number), occurred_on=date(2024, 9, 1), details=details
    )
    recorded_at = datetime(2024, 9, 1, 12, tzinfo=UTC)
    return Lying(UUID(int=number), [topic], [encode(registered)], [number], [recorded_at])


def test_an_event_of_a_newer_release_is_not_passed_over() -> None:
    with pytest.raises(UnknownTopic, match=r"InstitutionRegistered.v9.*upgrade this one"):
        institutions_at(pack([school(1, "membership.InstitutionRegistered.v9")]), *ASKED)


@pytest.mark.long
def test_a_process_beside_this_one_finds_and_refuses_the_same() -> None:
    packed = pack([school(number) for number in range(1, 30)])
    newer = pack([school(1, "membership.InstitutionRegistered.v9")])
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        found = beside.submit(institutions_at, packed, *ASKED).result()
        refused = beside.submit(institutions_at, newer, *ASKED).exception()
    assert len(found) == 29
    assert found == institutions_at(packed, *ASKED)
    assert isinstance(refused, UnknownTopic)
    assert str(refused) == str(UnknownTopic("membership.InstitutionRegistered.v9"))

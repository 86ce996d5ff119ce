"""A match counts once, and split again it is as if it had never been."""

from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from hub_core.activities import events as a
from hub_core.gatsby.edition import editions
from hub_core.gatsby.progress import figures
from hub_core.log.event import Event
from hub_core.matching.events import EncounterMatched, MatchSplit, SplitReason
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import DeliveryMode
from tests.projections.benchmark_progress.told_of_a_school import (
    EASTER,
    ENCOUNTER,
    HELD,
    SCHOOL,
    WITHDRAWN,
    YES,
    came,
    confirmed,
    delivered,
    history,
    reached,
)

MATCHED = EncounterMatched(
    institution=SCHOOL, encounter=ENCOUNTER, activity=UUID(int=101), occurred_on=HELD
)
SPLIT = MatchSplit(
    institution=SCHOOL,
    encounter=ENCOUNTER,
    activity=UUID(int=101),
    occurred_on=HELD,
    reason=SplitReason.BY_MISTAKE,
)


def recorded(*learners: int) -> a.ActivityRecorded:
    """The school's own record of the same talk."""
    return a.ActivityRecorded(
        institution=SCHOOL,
        activity=UUID(int=101),
        occurred_on=HELD,
        details=a.Details(type=ActivityType.EMPLOYER_TALK, mode=DeliveryMode.IN_PERSON),
        attendance=came(*learners),
        checks=YES,
    )


def all_figures(*events: Event) -> list[Any]:
    known = history(*events).evidence(EASTER)
    return [list(figures(edition, known)) for edition in editions().values()]


@given(
    st.sets(st.integers(0, 12), min_size=1),
    st.sets(st.integers(0, 12), min_size=1),
    st.sampled_from([delivered(reported=9), None]),
    st.booleans(),
)
def test_a_match_counts_once_and_split_again_is_as_if_it_had_never_been(
    confirmed_by: set[int], recorded_by: set[int], before: Event | None, late: bool
) -> None:
    told = [recorded(*recorded_by), confirmed(*confirmed_by)]
    told = [*([before] if before else []), *(reversed(told) if late else told)]
    apart, matched = all_figures(*told), all_figures(*told, MATCHED)
    assert all_figures(*told, MATCHED, SPLIT) == apart
    for one_edition, same_edition in zip(matched, apart, strict=True):
        for (_, one), (_, was) in zip(one_edition, same_edition, strict=True):
            assert one.numerator <= was.numerator
            assert one.at_most <= was.at_most
    known = history(*told, MATCHED)
    assert {ENCOUNTER, UUID(int=101)} <= known.facts.keys(), "both sources are kept"


def test_a_match_ends_where_one_of_the_two_no_longer_stands() -> None:
    """What is left counts for itself, and the match holds again when the other comes back."""
    withdrawn = a.ActivityWithdrawn(
        institution=SCHOOL,
        activity=UUID(int=101),
        occurred_on=HELD,
        reason=a.ActivityCorrection.DID_NOT_TAKE_PLACE,
    )
    told = [recorded(1, 2), confirmed(2, 3), MATCHED]
    assert reached(*told) == 3
    assert reached(*told, withdrawn) == 2
    assert reached(*told, WITHDRAWN) == 2

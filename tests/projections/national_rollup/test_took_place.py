"""What took place, folded for national figures from fewer events, is what a hub's dashboard tells of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest

import hub_core.contexts  # noqa: F401 - registers every event
from hub_core.encounters.codes import CancellationReason, CorrectionReason, DisputeReason
from hub_core.encounters.events import (
    Attendance,
    ConfirmationCorrected,
    ConfirmationWithdrawn,
    EncounterAccepted,
    EncounterCancelled,
    EncounterConfirmed,
    EncounterDelivered,
    EncounterDisputed,
    EncounterProposed,
    EncounterRescheduled,
    Particulars,
)
from hub_core.learner_sets import pack
from hub_core.log.event import Event, decode
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from projections.hub_dashboard.acts import Act, acts
from projections.hub_dashboard.fold import PROJECTION, InstitutionFold
from projections.national_rollup.took_place import EVENTS, TookPlace
from services.platform.england.period import Period
from services.platform.england.scale import Scale
from services.platform.england.story import Story

TODAY, PLACE, ENCOUNTER = date(2026, 9, 1), UUID(int=1), UUID(int=2)
RECORDED = datetime(2026, 9, 1, 12, tzinfo=UTC)
YEARS = ("2024/25", "2025/26", "2026/27")
TALK = Particulars(
    employer=UUID(int=3), kind=EncounterKind.EMPLOYER_TALK, mode=DeliveryMode.IN_PERSON
)
FAIR = msgspec.structs.replace(TALK, kind=EncounterKind.CAREERS_FAIR)
HELD, HELD_LATER = date(2026, 3, 4), date(2026, 5, 6)


def both(
    institution: UUID, events: Iterable[tuple[int, Event]]
) -> tuple[InstitutionFold, TookPlace]:
    """The dashboard's fold of these events, each with its position, and the fold for national figures."""
    dashboard, national = InstitutionFold(institution), TookPlace(institution)
    for position, event in events:
        if isinstance(event, PROJECTION.events):
            dashboard.apply(event, position, RECORDED)
        if isinstance(event, EVENTS):
            national.apply(event, position, RECORDED)
    return dashboard, national


def by_id(fold: InstitutionFold | TookPlace) -> dict[UUID, Act]:
    """Every act of these years."""
    return {one.fact.activity: one for one in acts(fold.parts, fold.records, set(YEARS))}


def year_of_england() -> Iterator[tuple[UUID, list[tuple[int, Event]]]]:
    """A year of a hundredth of every hub, institution by institution."""
    told: dict[UUID, list[tuple[int, Event]]] = defaultdict(list)
    story = Story(scale=Scale.parse("0.01"), period=Period(TODAY), seed=7)
    written = (event for _, page in story.pages() for event in page.events)
    for position, event in enumerate(written, start=1):
        if event.institution is not None:
            told[event.institution].append((position, decode(event.topic, event.data)))
    yield from told.items()


def test_in_a_year_of_england_it_is_the_same() -> None:
    seen: set[type[Event]] = set()
    found = 0
    for institution, events in year_of_england():
        seen.update(type(event) for _, event in events)
        dashboard, national = both(institution, events)
        assert by_id(national) == by_id(dashboard)
        assert national.supplied == set(dashboard.rosters)
        assert national.elsewhere.on(TODAY) == dashboard.elsewhere.on(TODAY)
        found += len(by_id(national))
    assert found > 2_500
    assert {EncounterRescheduled, EncounterCancelled, EncounterDisputed} <= seen
    assert {ConfirmationCorrected, ConfirmationWithdrawn} <= seen


def proposed() -> Event:
    return EncounterProposed(
        encounter=ENCOUNTER,
        institution=PLACE,
        occurred_on=date(2026, 1, 5),
        planned_for=date(2026, 2, 3),
        particulars=TALK,
    )


def accepted(day: date) -> Event:
    return EncounterAccepted(
        encounter=ENCOUNTER,
        institution=PLACE,
        occurred_on=date(2026, 1, 6),
        planned_for=day,
        particulars=TALK,
    )


def moved(day: date) -> Event:
    return EncounterRescheduled(
        encounter=ENCOUNTER, institution=PLACE, occurred_on=date(2026, 1, 7), planned_for=day
    )


def delivered(day: date) -> Event:
    return EncounterDelivered(
        encounter=ENCOUNTER, institution=PLACE, occurred_on=day, particulars=FAIR, reported=50
    )


def confirmed(day: date) -> Event:
    return EncounterConfirmed(
        encounter=ENCOUNTER,
        institution=PLACE,
        occurred_on=day,
        particulars=TALK,
        attendance=Attendance(total=3, learners=pack((1, 2, 3))),
        checks={},
    )


DISPUTED = EncounterDisputed(
    encounter=ENCOUNTER,
    institution=PLACE,
    occurred_on=HELD_LATER,
    reason=next(iter(DisputeReason)),
)
WITHDRAWN = ConfirmationWithdrawn(
    encounter=ENCOUNTER,
    institution=PLACE,
    occurred_on=HELD_LATER,
    reason=next(iter(CorrectionReason)),
)
CANCELLED = EncounterCancelled(
    encounter=ENCOUNTER,
    institution=PLACE,
    occurred_on=HELD_LATER,
    reason=next(iter(CancellationReason)),
)


@pytest.mark.parametrize(
    ("life", "took_place"),
    [
        ((accepted(HELD),), False),
        ((accepted(HELD), moved(HELD_LATER), CANCELLED), False),
        ((accepted(HELD), moved(HELD_LATER), delivered(HELD_LATER)), True),
        ((delivered(HELD), DISPUTED), False),
        ((delivered(HELD), DISPUTED, confirmed(HELD_LATER)), True),
        ((delivered(HELD), confirmed(HELD_LATER), WITHDRAWN), True),
        ((accepted(HELD), confirmed(HELD), WITHDRAWN), False),
        ((accepted(HELD), confirmed(HELD), WITHDRAWN, CANCELLED), False),
        ((confirmed(HELD), WITHDRAWN, moved(HELD_LATER), delivered(HELD_LATER)), True),
        ((confirmed(HELD), WITHDRAWN, confirmed(HELD_LATER)), True),
    ],
)
def test_a_part_that_was_planned_moved_or_taken_back_is_the_same(
    life: tuple[Event, ...], took_place: bool
) -> None:
    dashboard, national = both(PLACE, enumerate((proposed(), *life), start=1))
    assert by_id(national) == by_id(dashboard)
    assert bool(by_id(national)) == took_place


def test_what_ends_without_having_been_held_is_no_log_of_ours() -> None:
    with pytest.raises(ValueError, match="ends here before it was held"):
        TookPlace(PLACE).apply(DISPUTED, 1, RECORDED)

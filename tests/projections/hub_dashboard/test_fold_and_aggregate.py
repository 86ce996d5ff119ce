"""The fold says of a part in an encounter what the aggregate says that decides commands about it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from hub_core.encounters.codes import CancellationReason, CorrectionReason, DisputeReason
from hub_core.encounters.events import Attendance, Particulars
from hub_core.encounters.part import Part, PartStatus
from hub_core.learner_sets import pack
from hub_core.log.aggregate import Recorded
from hub_core.reference.encounters import DeclineReason, DeliveryMode, EncounterKind
from hub_core.refusals import Refusal
from projections.hub_dashboard.fold import InstitutionFold

TODAY = date(2025, 9, 3)
AT = datetime(2025, 9, 3, 10, tzinfo=UTC)
PARTICULARS = Particulars(
    employer=uuid4(), kind=EncounterKind.EMPLOYER_TALK, mode=DeliveryMode.IN_PERSON
)
CAME = Attendance(total=2, learners=pack([0, 1]))
COUNTED = Attendance(total=30, counts={8: 30})
MISTAKE = CorrectionReason.BY_MISTAKE

#: Around the turn of the academic year, some days after today.
days = st.dates(date(2025, 8, 29), date(2025, 9, 8))
attendances = st.sampled_from([CAME, COUNTED])
acts: st.SearchStrategy[Callable[[Part], None]] = st.one_of(
    st.just(lambda part: part.accept(on=TODAY, at=AT)),
    st.just(lambda part: part.decline(DeclineReason.NOT_LOCAL, on=TODAY, at=AT)),
    st.just(lambda part: part.cancel(CancellationReason.OTHER, on=TODAY, at=AT)),
    st.just(lambda part: part.dispute(DisputeReason.OTHER, on=TODAY, at=AT)),
    st.just(lambda part: part.withdraw_confirmation(MISTAKE, on=TODAY, at=AT)),
    days.map(lambda day: lambda part: part.reschedule(day, on=TODAY, at=AT)),
    days.map(
        lambda day: (
            lambda part: part.deliver(
                particulars=PARTICULARS, held_on=day, reported=33, today=TODAY, at=AT
            )
        )
    ),
    st.builds(
        lambda day, came: (
            lambda part: part.confirm(attendance=came, checks={}, held_on=day, today=TODAY, at=AT)
        ),
        st.none() | days,
        attendances,
    ),
    st.builds(
        lambda day, came: (
            lambda part: part.correct(
                attendance=came, checks={}, held_on=day, reason=MISTAKE, today=TODAY, at=AT
            )
        ),
        st.none() | days,
        attendances,
    ),
)


@given(planned_for=days, tried=st.lists(acts, max_size=12))
def test_state_and_day_are_those_of_the_aggregate(
    planned_for: date, tried: list[Callable[[Part], Any]]
) -> None:
    part = Part.of(uuid4())
    part.propose(
        encounter=uuid4(),
        institution=uuid4(),
        particulars=PARTICULARS,
        planned_for=planned_for,
        on=TODAY,
        at=AT,
    )
    for act in tried:
        try:
            act(part)
        except Refusal:
            continue  # not allowed from where it stands
    fold = InstitutionFold(part.institution)
    for recorded in part.collect_events():
        assert isinstance(recorded, Recorded)
        fold.apply(recorded.event, recorded.originator_version, AT)
    [folded] = fold.parts.values()
    assert folded.state == part.status
    counts = part.status in (PartStatus.DELIVERED, PartStatus.CONFIRMED)
    assert (folded.evidence is not None) == counts
    if counts or part.status in (PartStatus.PROPOSED, PartStatus.ACCEPTED):
        assert folded.on == part.day_held(None)

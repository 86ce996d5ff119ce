"""An institution's part in an encounter: every step from every stage, allowed or refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from hub_core.encounters.codes import CancellationReason, CorrectionReason, DisputeReason
from hub_core.encounters.events import Attendance, EncounterConfirmed, Particulars
from hub_core.encounters.offer import part_stream
from hub_core.encounters.part import Part, PartStatus
from hub_core.learner_sets import pack
from hub_core.reference.encounters import (
    DeclineReason,
    DeliveryMode,
    EncounterKind,
    EvidenceStrength,
)
from hub_core.refusals import Conflict, Invalid

TODAY = date(2026, 2, 11)
AT = datetime(2026, 2, 11, 10, tzinfo=UTC)
PLANNED = date(2026, 2, 4)
PARTICULARS = Particulars(
    employer=uuid4(), kind=EncounterKind.EMPLOYER_TALK, mode=DeliveryMode.IN_PERSON
)
CAME = Attendance(total=2, learners=pack([0, 1]))


def accept(part: Part) -> None:
    part.accept(on=TODAY, at=AT)


def decline(part: Part) -> None:
    part.decline(DeclineReason.NOT_LOCAL, on=TODAY, at=AT)


def reschedule(part: Part) -> None:
    part.reschedule(date(2026, 3, 4), on=TODAY, at=AT)


def cancel(part: Part) -> None:
    part.cancel(CancellationReason.OTHER, on=TODAY, at=AT)


def deliver(part: Part) -> None:
    part.deliver(particulars=PARTICULARS, held_on=PLANNED, reported=30, today=TODAY, at=AT)


def confirm(part: Part) -> None:
    part.confirm(attendance=CAME, checks={}, held_on=None, today=TODAY, at=AT)


def correct(part: Part) -> None:
    part.correct(
        attendance=CAME,
        checks={},
        held_on=None,
        reason=CorrectionReason.WRONG_LEARNERS,
        today=TODAY,
        at=AT,
    )


def withdraw(part: Part) -> None:
    part.withdraw_confirmation(CorrectionReason.BY_MISTAKE, on=TODAY, at=AT)


def dispute(part: Part) -> None:
    part.dispute(DisputeReason.NUMBERS_DIFFER, on=TODAY, at=AT)


Step = Callable[[Part], None]
WAY_TO: dict[PartStatus, list[Step]] = {
    PartStatus.PROPOSED: [],
    PartStatus.ACCEPTED: [accept],
    PartStatus.DECLINED: [decline],
    PartStatus.CANCELLED: [accept, cancel],
    PartStatus.DELIVERED: [accept, deliver],
    PartStatus.DISPUTED: [deliver, dispute],
    PartStatus.CONFIRMED: [accept, deliver, confirm],
}
ALLOWED: dict[Step, dict[PartStatus, PartStatus]] = {
    accept: {PartStatus.PROPOSED: PartStatus.ACCEPTED},
    decline: {PartStatus.PROPOSED: PartStatus.DECLINED},
    reschedule: dict.fromkeys((PartStatus.PROPOSED, PartStatus.ACCEPTED), PartStatus.PROPOSED),
    cancel: dict.fromkeys((PartStatus.PROPOSED, PartStatus.ACCEPTED), PartStatus.CANCELLED),
    deliver: dict.fromkeys((PartStatus.PROPOSED, PartStatus.ACCEPTED), PartStatus.DELIVERED),
    confirm: dict.fromkeys(
        (PartStatus.PROPOSED, PartStatus.ACCEPTED, PartStatus.DELIVERED, PartStatus.DISPUTED),
        PartStatus.CONFIRMED,
    ),
    correct: {PartStatus.CONFIRMED: PartStatus.CONFIRMED},
    withdraw: {PartStatus.CONFIRMED: PartStatus.DELIVERED},
    dispute: {PartStatus.DELIVERED: PartStatus.DISPUTED},
}


def part_at(status: PartStatus) -> Part:
    encounter, institution = uuid4(), uuid4()
    part = Part.of(part_stream(encounter, institution))
    part.propose(
        encounter=encounter,
        institution=institution,
        particulars=PARTICULARS,
        planned_for=PLANNED,
        on=TODAY,
        at=AT,
    )
    for step in WAY_TO[status]:
        step(part)
    assert part.status is status
    return part


@pytest.mark.parametrize("status", PartStatus)
@pytest.mark.parametrize("step", ALLOWED, ids=lambda step: step.__name__)
def test_every_step_from_every_stage(step: Step, status: PartStatus) -> None:
    part = part_at(status)
    version = part.version
    if (after := ALLOWED[step].get(status)) is not None:
        step(part)
        assert part.status is after
        assert part.version == version + 1
    else:
        with pytest.raises(Conflict):
            step(part)
        assert part.version == version


def test_a_second_confirmation_has_an_answer_of_its_own() -> None:
    with pytest.raises(Conflict, match="confirmed already, for 4 February 2026") as refused:
        confirm(part_at(PartStatus.CONFIRMED))
    assert refused.value.kind == "already-confirmed"


def test_what_was_never_delivered_stands_accepted_after_its_confirmation_is_withdrawn() -> None:
    part = part_at(PartStatus.PROPOSED)
    confirm(part)
    withdraw(part)
    assert part.status is PartStatus.ACCEPTED


def test_it_counts_for_the_day_the_institution_says_or_the_employer_or_the_plan() -> None:
    part = part_at(PartStatus.ACCEPTED)
    assert part.day_held(None) == PLANNED
    part.deliver(
        particulars=PARTICULARS, held_on=date(2026, 2, 5), reported=None, today=TODAY, at=AT
    )
    assert part.day_held(None) == date(2026, 2, 5)
    assert part.day_held(date(2026, 2, 6)) == date(2026, 2, 6)


def test_nothing_is_held_tomorrow() -> None:
    part = part_at(PartStatus.ACCEPTED)
    with pytest.raises(Invalid, match="has not come yet"):
        part.deliver(
            particulars=PARTICULARS, held_on=date(2026, 2, 12), reported=1, today=TODAY, at=AT
        )
    part.reschedule(date(2026, 3, 4), on=TODAY, at=AT)
    with pytest.raises(Invalid, match="4 March 2026 has not come yet"):
        confirm(part)


@pytest.mark.parametrize("day", [date(2026, 2, 10), date(2029, 1, 1)])
def test_it_moves_to_a_day_to_come_within_two_years(day: date) -> None:
    with pytest.raises(Invalid, match="from today up to two years ahead"):
        part_at(PartStatus.PROPOSED).reschedule(day, on=TODAY, at=AT)


def test_it_is_the_same_after_its_events_are_read_again() -> None:
    part = part_at(PartStatus.CONFIRMED)
    events = [(one.originator_version, AT, one.event) for one in part.pending_events]
    again = Part.of(part.id, events)
    assert (again.status, again.version, again.planned_for) == (
        part.status,
        part.version,
        part.planned_for,
    )


def test_learners_are_stronger_evidence_than_counts() -> None:
    assert CAME.strength is EvidenceStrength.SCHOOL_CONFIRMED
    assert Attendance(total=30, counts={8: 30}).strength is EvidenceStrength.COUNTED
    assert EncounterConfirmed.TOPIC == "encounters.EncounterConfirmed.v1"

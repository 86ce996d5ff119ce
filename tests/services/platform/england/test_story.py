"""The events of the fictional England are real events, in streams that aggregates accept."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

import pytest

import hub_core.contexts  # noqa: F401 - registers every event
from hub_core.academic_years import academic_year_of
from hub_core.activities.activity import Activity
from hub_core.activities.events import ActivityRecorded
from hub_core.activities.guards import check_details
from hub_core.agreements.agreement import Agreement
from hub_core.agreements.events import AgreementSigned
from hub_core.agreements.terms import check_terms
from hub_core.employers.employer import Employer
from hub_core.encounters.events import (
    ConfirmationCorrected,
    EncounterConfirmed,
    EncounterDelivered,
    EncounterOffered,
    EncounterProposed,
)
from hub_core.encounters.offer import Offer, part_stream
from hub_core.encounters.part import Part
from hub_core.evaluations.official_results import OfficialResults
from hub_core.learner_sets import pack, unpack
from hub_core.log.aggregate import Aggregate
from hub_core.log.event import Event, decode, encode
from hub_core.log.ledger import NewEvent
from hub_core.membership.hub import Hub
from hub_core.membership.institution import Institution
from hub_core.membership.membership import Membership
from hub_core.provider_access.statement import AccessStatement
from hub_core.reference.activities import KIND_OF, ActivityKind
from hub_core.reference.hub_areas import hub_areas
from hub_core.reference.service_phases import ServicePhase
from hub_core.rosters.events import (
    SENSITIVE_GROUPS,
    CohortDeclared,
    GroupDeclared,
    RollDeclared,
)
from hub_core.rosters.roster import Roster
from hub_core.training.record import TrainingRecord
from hub_core.workforce.register import Workforce
from services.platform.england.chance import draws, identifier, named, share, slots
from services.platform.england.page import Page

from .conftest import TODAY, tell

AT = datetime(2026, 11, 21, tzinfo=UTC)
_KINDS: dict[str, type[Aggregate]] = {
    "AccessStatementPublished": AccessStatement,
    "ActivityRecorded": Activity,
    "AgreementSigned": Agreement,
    "CareersLeaderAppointed": Workforce,
    "CompassResultRecorded": OfficialResults,
    "HubEstablished": Hub,
    "InstitutionRegistered": Institution,
    "MemberAdmitted": Membership,
    "MembershipRequested": Membership,
    "EmployerRegistered": Employer,
    "EncounterOffered": Offer,
    "EncounterProposed": Part,
    "CohortDeclared": Roster,
    "RollDeclared": Roster,
    "TrainingCompleted": TrainingRecord,
}


@pytest.fixture(scope="module")
def events(told: list[NewEvent]) -> list[Event]:
    return [decode(event.topic, event.data) for event in told]


def test_every_event_is_encoded_as_the_log_encodes_it(
    told: list[NewEvent], events: list[Event]
) -> None:
    assert len(told) > 20_000
    for new, event in zip(told, events, strict=True):
        assert encode(event) == new.data
        assert new.topic == event.TOPIC
        assert getattr(event, "institution", None) == new.institution


def test_every_stream_replays_through_its_aggregate(
    told: list[NewEvent], events: list[Event]
) -> None:
    streams: dict[UUID, list[tuple[int, datetime, Event]]] = defaultdict(list)
    for new, event in zip(told, events, strict=True):
        streams[new.stream_id].append((new.version, AT, event))
    for stream, history in streams.items():
        kind = _KINDS[type(history[0][2]).__name__]
        assert kind.of(stream, history).version == len(history)


def test_every_part_follows_the_order_commands_allow(
    told: list[NewEvent], events: list[Event]
) -> None:
    """Each event of a part is what its aggregate would have recorded itself."""
    parts: dict[UUID, Part] = {}
    for new, event in zip(told, events, strict=True):
        if not event.TOPIC.startswith("encounters.") or "Offer" in event.TOPIC:
            continue
        if "Invited" in event.TOPIC:
            continue
        part = parts.setdefault(new.stream_id, Part.of(new.stream_id))
        _do(part, event)
        assert part.pending_events[-1].event == event
        assert part.version == new.version
    assert len(parts) > 2_000


def _do(part: Part, event: Event) -> None:
    """The command of an event."""
    today = TODAY
    match type(event).__name__:
        case "EncounterProposed":
            part.propose(
                encounter=event.encounter,
                institution=event.institution,
                particulars=event.particulars,
                planned_for=event.planned_for,
                on=event.occurred_on,
                at=AT,
            )
        case "EncounterAccepted":
            part.accept(on=event.occurred_on, at=AT)
        case "EncounterDeclined":
            part.decline(event.reason, on=event.occurred_on, at=AT)
        case "EncounterRescheduled":
            part.reschedule(event.planned_for, on=event.occurred_on, at=AT)
        case "EncounterCancelled":
            part.cancel(event.reason, on=event.occurred_on, at=AT)
        case "EncounterDelivered":
            part.deliver(
                particulars=event.particulars,
                held_on=event.occurred_on,
                reported=event.reported,
                today=today,
                at=AT,
            )
        case "EncounterConfirmed":
            part.confirm(
                attendance=event.attendance,
                checks=event.checks,
                held_on=None,
                today=today,
                at=AT,
            )
        case "EncounterDisputed":
            part.dispute(event.reason, on=event.occurred_on, at=AT)
        case "ConfirmationCorrected":
            part.correct(
                attendance=event.attendance,
                checks=event.checks,
                held_on=None,
                reason=event.reason,
                today=today,
                at=AT,
            )
        case "ConfirmationWithdrawn":
            part.withdraw_confirmation(event.reason, on=event.occurred_on, at=AT)
        case other:
            raise AssertionError(other)


def test_streams_and_identifiers_are_those_of_the_command_handlers(
    told: list[NewEvent], events: list[Event]
) -> None:
    assert len({new.event_id for new in told}) == len(told)
    for new, event in zip(told, events, strict=True):
        if isinstance(event, EncounterProposed | EncounterConfirmed):
            assert new.stream_id == part_stream(event.encounter, event.institution)
        elif isinstance(event, EncounterOffered):
            assert new.stream_id == event.encounter


def test_who_came_is_on_the_roster_sent_before(events: list[Event]) -> None:
    rosters: dict[UUID, Roster] = {}
    confirmed = 0
    for event in events:
        if isinstance(event, CohortDeclared | RollDeclared):
            roster = rosters.setdefault(event.institution, Roster.of(event.institution))
            roster.record(event, at=AT)
        elif isinstance(event, EncounterConfirmed | ConfirmationCorrected | ActivityRecorded):
            came = event.attendance
            if came.learners is not None:
                learners = unpack(came.learners)
                assert pack(learners) == came.learners
                assert came.total == len(learners) > 0
                everyone = {
                    ordinal
                    for dated in rosters[event.institution].sets.values()
                    for cohort in dated._values
                    for ordinal in cohort
                }
                assert learners.issubset(type(learners)(everyone))
                confirmed += 1
            elif came.counts:
                assert came.total == sum(came.counts.values()) > 0
                if isinstance(event, ActivityRecorded) and event.institution not in rosters:
                    continue  # numbers of one activity need no list of learners
                roster = rosters[event.institution]
                for year_group, count in came.counts.items():
                    roll = roster.rolls.on(event.occurred_on) or roster.rolls.on(TODAY)
                    assert roll is None or count <= roll[1][year_group]
    assert confirmed > 300


def test_some_record_a_year_of_their_own(told: list[NewEvent], events: list[Event]) -> None:
    """So that a hub's page shows what schools record beside what employers tell."""
    own = [
        (new, event)
        for new, event in zip(told, events, strict=True)
        if isinstance(event, ActivityRecorded)
    ]
    assert {KIND_OF[event.details.type] for _, event in own} >= {
        ActivityKind.EMPLOYER_ENCOUNTER,
        ActivityKind.WORKPLACE_EXPERIENCE,
        ActivityKind.PROVIDER_ENCOUNTER,
        ActivityKind.GUIDANCE_MEETING,
    }
    assert {academic_year_of(event.occurred_on) for _, event in own} == {"2025/26", "2026/27"}
    for new, event in own:
        assert new.stream_id == event.activity
        check_details(event.details)


def test_the_year_has_its_rhythm(events: list[Event]) -> None:
    months = Counter(
        event.occurred_on.month
        for event in events
        if isinstance(event, EncounterDelivered)
        and academic_year_of(event.occurred_on) == "2025/26"
    )
    busiest = {month for month, _ in months.most_common(3)}
    assert busiest == {11, 3, 6}
    assert months[8] < months[9] / 3
    week = [date(2026, 3, day) for day in range(2, 7)]
    careers_week = sum(
        isinstance(event, EncounterDelivered) and event.occurred_on in week for event in events
    )
    assert careers_week > months[3] / 3


def test_both_years_are_told_up_to_today_and_no_further(
    events: list[Event], pages: list[tuple[int, Page]]
) -> None:
    years = Counter(
        academic_year_of(event.occurred_on)
        for event in events
        if isinstance(event, EncounterDelivered)
    )
    assert set(years) == {"2025/26", "2026/27"}
    assert years["2026/27"] > 500
    assert max(event.occurred_on for event in events if hasattr(event, "occurred_on")) <= TODAY
    assert pages[-1][0] == TODAY.toordinal()
    assert any(
        isinstance(event, EncounterProposed) and event.planned_for > TODAY for event in events
    )


def test_there_are_gaps_of_every_sort(events: list[Event]) -> None:
    names = Counter(type(event).__name__ for event in events)
    for name in (
        "EncounterDeclined",
        "EncounterCancelled",
        "EncounterRescheduled",
        "EncounterDisputed",
        "ConfirmationCorrected",
        "OfferCancelled",
        "RollDeclared",
        "CohortDeclared",
        "MembershipRequested",
    ):
        assert names[name] > 0, name
    assert names["EncounterDelivered"] > names["EncounterConfirmed"] > 0


def test_every_hub_has_every_phase(events: list[Event]) -> None:
    established = [event for event in events if type(event).__name__ == "HubEstablished"]
    assert {event.slug for event in established} == set(hub_areas())
    phases: dict[str, set[ServicePhase]] = defaultdict(set)
    for event in events:
        if type(event).__name__ == "InstitutionRegistered":
            phases[event.details.local_authority].add(event.details.phase)
    for area in hub_areas().values():
        there = set().union(*(phases[code] for code in area.local_authorities))
        assert there == set(ServicePhase)


def test_the_same_seed_tells_the_same_story(pages: list[tuple[int, Page]]) -> None:
    again = tell("0.01")
    assert [page.events for _, page in again] == [page.events for _, page in pages]
    assert [page.taken for _, page in again] == [page.taken for _, page in pages]
    other = tell("1 hub", seed=8)
    assert not {event.event_id for _, page in other for event in page.events} & {
        event.event_id for _, page in pages for event in page.events
    }


def test_an_institution_lives_the_same_life_at_every_scale(told: list[NewEvent]) -> None:
    """But for invitations, whose place in the offer depends on who else is there."""
    larger = [event for _, page in tell("1 hub") for event in page.events]
    lives: list[dict[UUID, list[bytes]]] = []
    for scale in (told, larger):
        life: dict[UUID, list[bytes]] = defaultdict(list)
        for event in scale:
            if event.institution is not None:
                life[event.institution].append(event.topic.encode() + event.data)
        lives.append(life)
    common = lives[0].keys() & lives[1].keys()
    assert len(common) >= 8
    for institution in common:
        assert sorted(lives[0][institution]) == sorted(lives[1][institution])


def test_a_story_told_longer_begins_the_same() -> None:
    earlier = tell("1 hub", today=date(2026, 10, 1))
    later = tell("1 hub")
    assert [page.events for _, page in earlier] == [
        page.events for _, page in later[: len(earlier)]
    ]


def test_chance_falls_the_same_way_for_ever() -> None:
    """Pinned: another answer here is another England for everyone."""
    assert share("order", 1) == 0.6027685067035478
    drawn, identifiers = draws(b"key", 4, 2)
    assert drawn.hex() == "687b9b2c"
    made = [identifier(identifiers, place) for place in range(2)]
    assert [str(each) for each in made] == [
        "70a5c665-ceb2-8fb2-9761-eed916886508",
        "5138fd6e-12c1-8362-9711-ff4130c96943",
    ]
    assert all(each.version == 8 for each in made)
    namespace = UUID("12345678-1234-5678-1234-567812345678")
    assert named(namespace.bytes, "name") == uuid5(namespace, "name")
    assert len(slots({"a": 1, "b": 2, "c": 0.3})) == 256


def test_no_sensitive_group_is_told_of(events: list[Event]) -> None:
    told = {event.group for event in events if isinstance(event, GroupDeclared)}
    assert told
    assert not told & SENSITIVE_GROUPS


def test_whoever_sends_learners_or_rolls_signed_before(events: list[Event]) -> None:
    signed: dict[UUID, AgreementSigned] = {}
    for event in events:
        if isinstance(event, AgreementSigned):
            signed[event.institution] = event
            check_terms(event.terms, today=event.occurred_on)
        elif isinstance(event, CohortDeclared | GroupDeclared | RollDeclared):
            terms = signed[event.institution].terms
            assert terms.starts_on <= event.occurred_on <= terms.expires_on

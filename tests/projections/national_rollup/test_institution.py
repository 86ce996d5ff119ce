"""One institution's year in national figures: its own word, each act once, up to the measure date."""

from datetime import UTC, date, datetime
from uuid import UUID

from hub_core.activities.events import (
    ActivityCorrection,
    ActivityRecorded,
    ActivityWithdrawn,
    Details,
)
from hub_core.encounters.events import (
    Attendance,
    EncounterConfirmed,
    EncounterDelivered,
    Particulars,
)
from hub_core.learner_sets import pack
from hub_core.log.event import Event, encode
from hub_core.matching.events import EncounterMatched
from hub_core.membership.events import InstitutionDetails, InstitutionRegistered
from hub_core.reference.activities import ActivityType
from hub_core.reference.encounters import DeliveryMode, EncounterKind
from hub_core.reference.service_phases import ServicePhase
from hub_core.returns.codes import AdultOutcome, ReturnCorrection
from hub_core.returns.events import (
    ClassesOfYear,
    MonthlyCountsCorrected,
    MonthlyCountsSent,
    MonthOfAdults,
    PrimaryReturnSent,
    PrimaryYear,
)
from hub_core.rollups.subjects import Measures, Subject
from hub_core.rosters.events import CohortDeclared
from hub_core.training.codes import TrainingKind
from hub_core.training.events import TrainingCompleted
from hub_core.workforce.events import CareersLeaderAppointed
from projections.national_rollup.folding import (
    Lying,
    Registered,
    activity_at,
    is_asked,
    registered_at,
    with_activity,
)
from projections.national_rollup.folding import pack as pack_lying

PLACE, PERSON, EMPLOYER = UUID(int=1), UUID(int=2), UUID(int=3)
MEASURED = date(2026, 3, 31)
TALK = Particulars(employer=EMPLOYER, kind=EncounterKind.EMPLOYER_TALK, mode=DeliveryMode.IN_PERSON)


def told(*events: Event, phase: ServicePhase = ServicePhase.SECONDARY) -> dict[Subject, Measures]:
    registered = InstitutionRegistered(
        institution=PLACE,
        occurred_on=date(2020, 9, 1),
        details=InstitutionDetails(name="Ashbrook", phase=phase),
    )
    topics = [registered.TOPIC, *(event.TOPIC for event in events)]
    data = [encode(event) for event in (registered, *events)]
    found = registered_at(Registered(PLACE, topics, data), MEASURED, "2025/26", "GATSBY-2024")
    assert found is not None
    if not is_asked(found):
        return dict(found.told)
    recorded_at = [datetime(2026, 4, 1, tzinfo=UTC)] * len(data)
    lying = Lying(PLACE, topics, data, list(range(1, len(data) + 1)), recorded_at)
    activity = activity_at(pack_lying([lying]), MEASURED, "2025/26")
    return dict(with_activity(found, activity.get(PLACE)).told)


def recorded(
    number: int, kind: ActivityType, learners: range, minutes: int | None = None, month: int = 2
) -> ActivityRecorded:
    return ActivityRecorded(
        institution=PLACE,
        activity=UUID(int=number),
        occurred_on=date(2026, month, 3),
        details=Details(type=kind, minutes=minutes),
        attendance=Attendance(total=len(learners), learners=pack(learners)),
    )


def confirmed(number: int, learners: range) -> EncounterConfirmed:
    return EncounterConfirmed(
        institution=PLACE,
        encounter=UUID(int=number),
        occurred_on=date(2026, 2, 3),
        particulars=TALK,
        attendance=Attendance(total=len(learners), learners=pack(learners)),
        checks={},
    )


def delivered(number: int) -> EncounterDelivered:
    return EncounterDelivered(
        institution=PLACE,
        encounter=UUID(int=number),
        occurred_on=date(2026, 2, 3),
        particulars=TALK,
        reported=50,
    )


COHORT = CohortDeclared(
    institution=PLACE, occurred_on=date(2025, 9, 3), cohort=2027, learners=pack(range(100))
)


def test_each_act_counts_once_under_its_own_kind() -> None:
    found = told(
        COHORT,
        confirmed(10, range(30)),
        delivered(11),
        recorded(12, ActivityType.EMPLOYER_TALK, range(30)),
        EncounterMatched(
            institution=PLACE, occurred_on=MEASURED, encounter=UUID(int=10), activity=UUID(int=12)
        ),
        recorded(13, ActivityType.CAREERS_FAIR, range(20, 50)),
        recorded(14, ActivityType.WORK_EXPERIENCE_BLOCK, range(12), minutes=1800),
        recorded(15, ActivityType.GUIDANCE_MEETING, range(1)),
        recorded(16, ActivityType.TASTER_DAY, range(40)),
    )[Subject.ACTIVITY]
    assert found == {
        "employer_encounters": 3,
        "encounters_school_confirmed": 1,
        "encounters_counted": 0,
        "encounters_school_only": 1,
        "encounters_employer_reported": 1,
        "learner_encounters": 60,
        "learners_met": 50,
        "learners_on_roll": 100,
        "workplace_learners": 12,
        "workplace_hours": 360,
        "guidance_learners": 1,
        "provider_encounters": 1,
        "provider_learners": 40,
        "with_encounter": 1,
        "with_workplace": 1,
        "with_guidance": 1,
        "with_provider": 1,
    }


def test_what_came_after_the_measure_date_or_was_withdrawn_does_not_count() -> None:
    found = told(
        recorded(10, ActivityType.EMPLOYER_TALK, range(30)),
        recorded(11, ActivityType.EMPLOYER_TALK, range(30), month=4),
        recorded(12, ActivityType.EMPLOYER_TALK, range(30)),
        ActivityWithdrawn(
            institution=PLACE,
            activity=UUID(int=12),
            occurred_on=date(2026, 2, 3),
            reason=ActivityCorrection.DUPLICATE,
        ),
    )[Subject.ACTIVITY]
    assert found["employer_encounters"] == 1


def test_an_employers_word_alone_is_not_the_institutions() -> None:
    assert told(delivered(11)) == {}
    assert told(COHORT, delivered(11))[Subject.ACTIVITY]["learner_encounters"] == 0


def test_a_primary_schools_return_and_an_adult_services_months() -> None:
    counts = PrimaryYear(
        classes={0: ClassesOfYear(classes=2, met=1), 6: ClassesOfYear(classes=2, met=2)},
        encounters=5,
        pupils=83,
        strategy=True,
        in_curriculum=False,
        lead_teacher=True,
    )
    sent = PrimaryReturnSent(
        institution=PLACE, occurred_on=date(2026, 3, 1), academic_year="2025/26", counts=counts
    )
    primary = told(sent, phase=ServicePhase.PRIMARY)[Subject.PRIMARY]
    assert (primary["classes"], primary["classes_met"], primary["pupils_reached"]) == (4, 3, 83)

    def month(number: int, contacts: int) -> MonthOfAdults:
        jobs = {AdultOutcome.SUSTAINABLE_EMPLOYMENT: 4}
        return MonthOfAdults(contacts=contacts, referrals_in=2, referrals_out=1, outcomes=jobs)

    adult = told(
        MonthlyCountsSent(
            institution=PLACE, occurred_on=MEASURED, month="2026-01", counts=month(1, 90)
        ),
        MonthlyCountsCorrected(
            institution=PLACE,
            occurred_on=MEASURED,
            month="2026-01",
            counts=month(1, 80),
            reason=ReturnCorrection.WRONG_NUMBERS,
        ),
        MonthlyCountsSent(
            institution=PLACE, occurred_on=MEASURED, month="2026-02", counts=month(2, 70)
        ),
        MonthlyCountsSent(
            institution=PLACE, occurred_on=MEASURED, month="2026-05", counts=month(5, 900)
        ),
        phase=ServicePhase.ADULT,
    )[Subject.ADULT]
    assert (adult["adult_contacts"], adult["in_lasting_job"]) == (150, 8)


def test_encounters_of_primary_schools_and_adult_services_are_not_asked_for() -> None:
    for phase in ServicePhase:
        asked = Subject.ACTIVITY in told(COHORT, confirmed(10, range(30)), phase=phase)
        assert asked == (phase not in (ServicePhase.PRIMARY, ServicePhase.ADULT))


def test_training_and_the_careers_leader() -> None:
    found = told(
        CareersLeaderAppointed(institution=PLACE, person=PERSON, occurred_on=date(2025, 9, 1)),
        TrainingCompleted(
            institution=PLACE,
            person=PERSON,
            occurred_on=date(2025, 11, 5),
            kind=TrainingKind.CAREERS_LEADER,
        ),
    )
    assert found == {
        Subject.TRAINING: {"training_completed": 1, "with_training": 1, "leader_trained": 1}
    }

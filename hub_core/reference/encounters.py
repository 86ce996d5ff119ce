"""Encounters with employers: their kinds, delivery modes, the "meaningful" check-list and reasons.

Kinds and check-list follow Gatsby Benchmark 5 (edition of November 2024). The rule: what nobody
checked is "not checked", which is neither yes nor no.
"""

from hub_core.reference.labelled import Labelled


class EncounterKind(Labelled):
    """What an encounter with employers and employees is (Benchmark 5)."""

    EMPLOYER_TALK = "employer_talk", "Employer talk"
    CAREERS_FAIR = "careers_fair", "Careers fair"
    MOCK_INTERVIEW = "mock_interview", "Mock interviews"
    ENTERPRISE_CHALLENGE = "enterprise_challenge", "Enterprise challenge"
    MENTORING = "mentoring", "Mentoring"
    WORKPLACE_SPEAKER_VIRTUAL = "workplace_speaker_virtual", "Online talk from a workplace"
    PROJECT_BRIEF = "project_brief", "Project set by an employer"
    JOB_APPLICATION_PRACTICE = "job_application_practice", "Job application practice"
    ALUMNI_TALK = "alumni_talk", "Talk by a former student"
    CURRICULUM_LESSON_WITH_EMPLOYER = "curriculum_lesson_with_employer", "Lesson with an employer"
    NETWORKING = "networking", "Networking event"
    Q_AND_A_PANEL = "q_and_a_panel", "Question and answer panel"


class DeliveryMode(Labelled):
    """How learners and employer met."""

    IN_PERSON = "in_person", "In person"
    VIRTUAL_LIVE = "virtual_live", "Online, live"
    VIRTUAL_RECORDED = "virtual_recorded", "Online, recorded"
    BLENDED = "blended", "In person and online"


class MeaningfulCheck(Labelled):
    """What makes an encounter meaningful under Benchmark 5, 2024 edition; each is checked alone."""

    CLEAR_PURPOSE = "clear_purpose", "A clear purpose, shared with employer and young people"
    LEARNING_OUTCOMES = "learning_outcomes", "Learning outcomes that fit the young people's needs"
    TWO_WAY_INTERACTION = "two_way_interaction", "Young people and employer talked with each other"
    TIME_TO_REFLECT = "time_to_reflect", "Time to reflect afterwards"


class CheckAnswer(Labelled):
    """The answer to one point of the check-list."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_CHECKED = "not_checked", "Not checked"


class DeclineReason(Labelled):
    """Why an institution does not take up an encounter (after DfE's school experience service)."""

    FULLY_BOOKED = "fully_booked", "No more places or time this term"
    DATE_NOT_AVAILABLE = "date_not_available", "The date does not suit"
    NO_PHASE_AVAILABILITY = "no_phase_availability", "Not for our age groups"
    NOT_LOCAL = "not_local", "Too far away"
    DUPLICATE = "duplicate", "Already offered to us"
    INFO_NOT_PROVIDED = "info_not_provided", "Not enough information"
    WITHDRAWN = "withdrawn", "The employer withdrew"
    OTHER = "other", "Another reason"


class EvidenceStrength(Labelled):
    """How well an act is known, weakest first."""

    ATTESTED = "attested", "Attested"
    EMPLOYER_REPORTED = "employer_reported", "Employer reported"
    COUNTED = "counted", "Counted"
    SCHOOL_CONFIRMED = "school_confirmed", "School confirmed"
    LEARNER_CONFIRMED = "learner_confirmed", "Learner confirmed"

    @property
    def is_evidenced(self) -> bool:
        """Whether figures may call it evidenced: confirmed by the school, or by its learners."""
        return self in (EvidenceStrength.SCHOOL_CONFIRMED, EvidenceStrength.LEARNER_CONFIRMED)

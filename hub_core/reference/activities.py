"""Activities: what each is first of all, its type, and what may be said of it.

The rule: one act has exactly one primary kind. Encounter, experience of a workplace, guidance and careers
information are "too often conflated"; here a type belongs to one kind, and an act counts for another
kind only where the list below allows it. Sources: domain A.3, A.4 and 2.1.
"""

from collections.abc import Mapping

from hub_core.reference.labelled import Labelled


class ActivityKind(Labelled):
    """What an activity is, first of all."""

    EMPLOYER_ENCOUNTER = "employer_encounter", "Encounter with an employer"
    WORKPLACE_EXPERIENCE = "workplace_experience", "Experience of a workplace"
    PROVIDER_ENCOUNTER = "provider_encounter", "Encounter with a provider of further learning"
    GUIDANCE_MEETING = "guidance_meeting", "Personal guidance meeting"
    LABOUR_MARKET_INFORMATION = "labour_market_information", "Careers and labour market information"
    CURRICULUM_LINK = "curriculum_link", "Careers in a subject"
    PARENT_ACTIVITY = "parent_activity", "Activity for parents and carers"
    STAFF_DEVELOPMENT = "staff_development", "Staff development"

    @property
    def benchmark(self) -> int:
        """The benchmark it is first of all evidence for, which follows from the kind."""
        return _BENCHMARKS[self]


class ActivityType(Labelled):
    """What an activity is, within its kind."""

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
    WORKPLACE_VISIT = "workplace_visit", "Visit to a workplace"
    WORK_SHADOWING = "work_shadowing", "Work shadowing"
    WORK_EXPERIENCE_BLOCK = "work_experience_block", "Work experience in a block"
    WORK_EXPERIENCE_DAY = "work_experience_day", "Work experience by the day"
    VIRTUAL_WORK_EXPERIENCE = "virtual_work_experience", "Work experience online"
    INDUSTRY_PLACEMENT = "industry_placement_tlevel", "T Level industry placement"
    SUPPORTED_INTERNSHIP = "supported_internship", "Supported internship"
    PART_TIME_JOB = "part_time_job", "Part-time job"
    PROVIDER_TALK = "provider_talk", "Talk by a provider"
    TASTER_DAY = "taster_day", "Taster day"
    OPEN_EVENT = "open_event", "Open event"
    CAMPUS_VISIT = "campus_visit", "Visit to a campus"
    HE_VISIT = "he_visit", "Visit to a university"
    APPRENTICESHIP_ASSEMBLY = "apprenticeship_assembly", "Apprenticeship assembly"
    PROVIDER_STAND = "provider_stand", "Stand of a provider"
    GUIDANCE_MEETING = "guidance_meeting", "Guidance meeting"
    LMI_SESSION = "lmi_session", "Session on careers and the labour market"
    CURRICULUM_LINK = "curriculum_link", "Careers in a lesson"
    PARENT_EVENT = "parent_event", "Event for parents and carers"
    CPD = "cpd", "Training for staff"
    TEACHER_ENCOUNTER = "teacher_encounter", "Teacher's encounter with an employer"


class Subject(Labelled):
    """Subjects of the national curriculum, and the ones schools teach beside them."""

    ENGLISH = "english", "English"
    MATHEMATICS = "mathematics", "Mathematics"
    SCIENCE = "science", "Science"
    ART_AND_DESIGN = "art_and_design", "Art and design"
    BUSINESS = "business", "Business"
    CITIZENSHIP = "citizenship", "Citizenship"
    COMPUTING = "computing", "Computing"
    DESIGN_AND_TECHNOLOGY = "design_and_technology", "Design and technology"
    DRAMA = "drama", "Drama"
    GEOGRAPHY = "geography", "Geography"
    HISTORY = "history", "History"
    LANGUAGES = "languages", "Languages"
    MUSIC = "music", "Music"
    PHYSICAL_EDUCATION = "physical_education", "Physical education"
    PSHE = "pshe", "Personal, social, health and economic education"
    RELIGIOUS_EDUCATION = "religious_education", "Religious education"
    OTHER = "other", "Another subject"


class ProviderKind(Labelled):
    """Who offers the next stage of learning."""

    SCHOOL_SIXTH_FORM = "school_sixth_form", "School sixth form"
    SIXTH_FORM_COLLEGE = "sixth_form_college", "Sixth-form college"
    FE_COLLEGE = "fe_college", "Further education college"
    TRAINING_PROVIDER = "itp", "Independent training provider"
    UNIVERSITY = "university", "University"
    APPRENTICESHIP_EMPLOYER = "employer_apprenticeship", "Employer with apprenticeships"
    UTC = "utc", "University technical college"
    SPECIALIST = "specialist", "Specialist provider"


class AccessContent(Labelled):
    """What each provider encounter must include (provider access legislation, 1 January 2023)."""

    PROVIDER_AND_QUALIFICATIONS = (
        "provider_and_qualifications",
        "The provider and the approved qualifications or apprenticeships it offers",
    )
    CAREERS = "careers_they_lead_to", "The careers they might lead to"
    LEARNING = "learning_experience", "What learning or training there is like"
    QUESTIONS = "questions_answered", "Answers to learners' questions"


class WorkplaceContent(Labelled):
    """What a meaningful experience of a workplace has beside what every encounter has (Benchmark 6, 2024)."""

    RANGE_OF_PEOPLE = "range_of_people", "Meeting a range of people from the workplace"
    TASK = "task", "A task the employer set, or a piece of work that matters there"
    FEEDBACK = "employer_feedback", "The employer's feedback on that work"


class Pathway(Labelled):
    """The ways on that an activity shows."""

    A_LEVEL = "a_level", "A levels"
    T_LEVEL = "t_level", "T Levels"
    APPLIED_GENERAL = "applied_general", "Applied general qualifications"
    APPRENTICESHIP = "apprenticeship", "Apprenticeships"
    HIGHER_TECHNICAL = "htq", "Higher technical qualifications"
    DEGREE = "degree", "Degrees"
    DEGREE_APPRENTICESHIP = "degree_apprenticeship", "Degree apprenticeships"
    SUPPORTED_INTERNSHIP = "supported_internship", "Supported internships"
    EMPLOYMENT = "employment", "Employment"
    VOLUNTEERING = "volunteering", "Volunteering"

    @property
    def family(self) -> "PathwayFamily":
        """Which family it belongs to, for the parity of technical and academic ways."""
        return _FAMILIES[self]


class PathwayFamily(Labelled):
    """Ways on that are alike."""

    ACADEMIC = "academic", "Academic"
    TECHNICAL = "technical", "Technical"
    WORK_BASED = "work_based", "Work-based"


_K, _T = ActivityKind, ActivityType

_BENCHMARKS: Mapping[ActivityKind, int] = {
    _K.EMPLOYER_ENCOUNTER: 5,
    _K.WORKPLACE_EXPERIENCE: 6,
    _K.PROVIDER_ENCOUNTER: 7,
    _K.GUIDANCE_MEETING: 8,
    _K.LABOUR_MARKET_INFORMATION: 2,
    _K.CURRICULUM_LINK: 4,
    _K.PARENT_ACTIVITY: 1,
    _K.STAFF_DEVELOPMENT: 4,
}

#: The one kind each type belongs to.
KIND_OF: Mapping[ActivityType, ActivityKind] = {
    kind_of: kind
    for kind, types in {
        _K.EMPLOYER_ENCOUNTER: (
            _T.EMPLOYER_TALK,
            _T.CAREERS_FAIR,
            _T.MOCK_INTERVIEW,
            _T.ENTERPRISE_CHALLENGE,
            _T.MENTORING,
            _T.WORKPLACE_SPEAKER_VIRTUAL,
            _T.PROJECT_BRIEF,
            _T.JOB_APPLICATION_PRACTICE,
            _T.ALUMNI_TALK,
            _T.CURRICULUM_LESSON_WITH_EMPLOYER,
            _T.NETWORKING,
            _T.Q_AND_A_PANEL,
        ),
        _K.WORKPLACE_EXPERIENCE: (
            _T.WORKPLACE_VISIT,
            _T.WORK_SHADOWING,
            _T.WORK_EXPERIENCE_BLOCK,
            _T.WORK_EXPERIENCE_DAY,
            _T.VIRTUAL_WORK_EXPERIENCE,
            _T.INDUSTRY_PLACEMENT,
            _T.SUPPORTED_INTERNSHIP,
            _T.PART_TIME_JOB,
        ),
        _K.PROVIDER_ENCOUNTER: (
            _T.PROVIDER_TALK,
            _T.TASTER_DAY,
            _T.OPEN_EVENT,
            _T.CAMPUS_VISIT,
            _T.HE_VISIT,
            _T.APPRENTICESHIP_ASSEMBLY,
            _T.PROVIDER_STAND,
        ),
        _K.GUIDANCE_MEETING: (_T.GUIDANCE_MEETING,),
        _K.LABOUR_MARKET_INFORMATION: (_T.LMI_SESSION,),
        _K.CURRICULUM_LINK: (_T.CURRICULUM_LINK,),
        _K.PARENT_ACTIVITY: (_T.PARENT_EVENT,),
        _K.STAFF_DEVELOPMENT: (_T.CPD, _T.TEACHER_ENCOUNTER),
    }.items()
    for kind_of in types
}

#: What an activity of one kind may count for as well. A visit to a workplace is not counted a second time
#: as an encounter with an employer.
ALSO_COUNTS_FOR: Mapping[ActivityKind, frozenset[ActivityKind]] = {
    _K.EMPLOYER_ENCOUNTER: frozenset({_K.CURRICULUM_LINK, _K.LABOUR_MARKET_INFORMATION}),
    _K.WORKPLACE_EXPERIENCE: frozenset(),
    _K.PROVIDER_ENCOUNTER: frozenset({_K.EMPLOYER_ENCOUNTER, _K.LABOUR_MARKET_INFORMATION}),
    _K.GUIDANCE_MEETING: frozenset(),
    _K.LABOUR_MARKET_INFORMATION: frozenset({_K.CURRICULUM_LINK}),
    _K.CURRICULUM_LINK: frozenset({_K.EMPLOYER_ENCOUNTER, _K.LABOUR_MARKET_INFORMATION}),
    _K.PARENT_ACTIVITY: frozenset(),
    _K.STAFF_DEVELOPMENT: frozenset(),
}

_P, _F = Pathway, PathwayFamily
_FAMILIES: Mapping[Pathway, PathwayFamily] = {
    _P.A_LEVEL: _F.ACADEMIC,
    _P.APPLIED_GENERAL: _F.ACADEMIC,
    _P.DEGREE: _F.ACADEMIC,
    _P.T_LEVEL: _F.TECHNICAL,
    _P.HIGHER_TECHNICAL: _F.TECHNICAL,
    _P.APPRENTICESHIP: _F.WORK_BASED,
    _P.DEGREE_APPRENTICESHIP: _F.WORK_BASED,
    _P.SUPPORTED_INTERNSHIP: _F.WORK_BASED,
    _P.EMPLOYMENT: _F.WORK_BASED,
    _P.VOLUNTEERING: _F.WORK_BASED,
}

"""Types of several services.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec

#: What an activity is, first of all.
ActivityKind = Literal[
    "curriculum_link",
    "employer_encounter",
    "guidance_meeting",
    "labour_market_information",
    "parent_activity",
    "provider_encounter",
    "staff_development",
    "workplace_experience",
]


#: What an activity is, within its kind.
ActivityType = Literal[
    "alumni_talk",
    "apprenticeship_assembly",
    "campus_visit",
    "careers_fair",
    "cpd",
    "curriculum_lesson_with_employer",
    "curriculum_link",
    "employer_talk",
    "enterprise_challenge",
    "guidance_meeting",
    "he_visit",
    "industry_placement_tlevel",
    "job_application_practice",
    "lmi_session",
    "mentoring",
    "mock_interview",
    "networking",
    "open_event",
    "parent_event",
    "part_time_job",
    "project_brief",
    "provider_stand",
    "provider_talk",
    "q_and_a_panel",
    "supported_internship",
    "taster_day",
    "teacher_encounter",
    "virtual_work_experience",
    "work_experience_block",
    "work_experience_day",
    "work_shadowing",
    "workplace_speaker_virtual",
    "workplace_visit",
]


class AttendanceSent(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Who came: `learners` by the institution's references, or `counts` by year group."""

    learners: tuple[str, ...] | None = None
    counts: dict[str, int] | None = None


#: What an encounter or activity was held for.
Campaign = Literal[
    "british_science_week",
    "colleges_week",
    "engineers_week",
    "entrepreneurship_week",
    "green_careers_week",
    "hub_campaign",
    "national_apprenticeship_week",
    "national_careers_week",
    "t_levels_week",
]


class Changed(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The usual answer: which thing changed and the version it has now."""

    id: UUID
    version: int
    position: int


#: The answer to one point of the check-list.
CheckAnswer = Literal["no", "not_checked", "yes"]


#: How learners and employer met.
DeliveryMode = Literal["blended", "in_person", "virtual_live", "virtual_recorded"]


#: Size bands by number of employees, as UK business statistics use them.
EmployerSize = Literal["large", "medium", "micro", "small", "sole_trader"]


#: What an encounter with employers and employees is (Benchmark 5).
EncounterKind = Literal[
    "alumni_talk",
    "careers_fair",
    "curriculum_lesson_with_employer",
    "employer_talk",
    "enterprise_challenge",
    "job_application_practice",
    "mentoring",
    "mock_interview",
    "networking",
    "project_brief",
    "q_and_a_panel",
    "workplace_speaker_virtual",
]


#: Groups an institution may tell of, each optional, under an agreement that covers them.
LearnerGroup = Literal[
    "disadvantaged",
    "eal",
    "ehcp",
    "female",
    "free_school_meals",
    "looked_after",
    "male",
    "sen_support",
    "young_carer",
]


class Nothing(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """No fields."""


class Organisation(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One organisation somebody can act for."""

    kind: OrganisationKind
    id: UUID


#: What an organisation is to the platform. Schools, colleges and adult services are
#: institutions.
OrganisationKind = Literal[
    "employer", "hub", "institution", "local_authority", "national", "platform", "trust"
]


#: Where an institution's part stands.
PartStatus = Literal[
    "accepted", "cancelled", "confirmed", "declined", "delivered", "disputed", "proposed"
]


#: The ways on that an activity shows.
Pathway = Literal[
    "a_level",
    "applied_general",
    "apprenticeship",
    "degree",
    "degree_apprenticeship",
    "employment",
    "htq",
    "supported_internship",
    "t_level",
    "volunteering",
]


class PersonSent(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Somebody: `person` where the institution's workforce knows them, else `name` and, if there
    is one, `email`.
    """

    person: UUID | None = None
    name: str | None = None
    email: str | None = None


#: How it stands with a school's statement.
Publication = Literal["missing", "not_asked", "overdue", "published", "review_due"]


#: What a person is at an organisation.
Role = Literal[
    "administrator",
    "auditor",
    "careers_adviser",
    "careers_leader",
    "employer_user",
    "enterprise_adviser",
    "hub_facilitator",
    "hub_lead",
    "la_officer",
    "national_analyst",
    "ncs_adviser",
    "senior_leader",
    "trust_lead",
]


class RowProblem(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Why a row does not stand: line and column, the value (never a person's), reason and remedy."""

    line: int
    column: str
    value: str
    reason: str
    remedy: str = ""


#: The sections of the SIC 2007 by letter; the labels are plain names fit for a chart.
Sector = Literal[
    "A",
    "B",
    "C",
    "D",
    "E",
    "F",
    "G",
    "H",
    "I",
    "J",
    "K",
    "L",
    "M",
    "N",
    "O",
    "P",
    "Q",
    "R",
    "S",
    "T",
    "U",
]


#: The five groups of the hub dashboard, in its order.
ServicePhase = Literal["adult", "fe_and_skills", "primary", "secondary", "special_and_alternative"]


#: What a meaningful experience of a workplace has beside what every encounter has (Benchmark
#: 6, 2024).
WorkplaceContent = Literal["employer_feedback", "range_of_people", "task"]

"""Types of programme, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from careers_hub_client.types.activities.shared import Subject


class AimsView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """What one taught year group is to learn; `missing` says that nobody has said."""

    year_group: int
    aims: tuple[LearningAim, ...]
    outcomes: tuple[LearningOutcome, ...]
    missing: bool


#: Who can understand the published programme (criterion 1.3).
Audience = Literal["employers", "learners", "parents", "staff"]


class BackProgramme(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Record that governors or the head backed the careers programme."""

    academic_year: str
    by: Backer
    backed_on: date | None = None


#: Who backs the programme.
Backer = Literal["governors", "head"]


class BackingView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Who backed the programme, and when last."""

    by: Backer
    backed_on: date


class CriterionAnswerView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """A criterion only the institution can answer, as its programme answers it."""

    criterion: str
    wording: str
    met: bool


class CurriculumCell(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One subject in one year group: how many activities link it to careers."""

    year_group: int
    subject: Subject
    activities: int


class CurriculumView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Careers in subjects by year group; `empty` are the cells without any."""

    institution: UUID
    academic_year: str
    filled: int
    cells: tuple[CurriculumCell, ...]
    empty: tuple[CurriculumCell, ...]


#: The area of career learning an aim belongs to.
LearningAim = Literal[
    "balance_life_and_work",
    "create_opportunities",
    "explore_possibilities",
    "grow_throughout_life",
    "manage_career",
    "see_the_big_picture",
]


#: What learners can do afterwards.
LearningOutcome = Literal[
    "applies",
    "asks_for_help",
    "challenges_stereotypes",
    "knows_jobs",
    "knows_pathways",
    "knows_rights",
    "knows_strengths",
    "knows_workplaces",
    "makes_choices",
    "plans",
    "shows_initiative",
    "uses_labour_market",
]


class MakeStatement(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say what only the institution can say of itself."""

    academic_year: str
    statement: Statement
    holds: bool


class OwnStatementView(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """What the institution says of itself."""

    statement: Statement
    holds: bool


class ProgrammeView(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A careers programme as it stands; version 0: nothing has been said yet.

    `mustNotBeEmpty` are the year groups without which it cannot be published.
    """

    institution: UUID
    academic_year: str
    version: int
    year_groups: tuple[AimsView, ...]
    must_not_be_empty: tuple[int, ...]
    address: str | None
    audiences: tuple[Audience, ...]
    backing: tuple[BackingView, ...]
    statements: tuple[OwnStatementView, ...]
    answers: tuple[CriterionAnswerView, ...]


class PublishProgramme(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True
):
    """Say where the careers programme is published, and who can understand it."""

    academic_year: str
    address: str
    audiences: tuple[Audience, ...]


class SetAims(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Say what year groups are to learn of careers."""

    academic_year: str
    year_groups: tuple[int, ...]
    aims: tuple[LearningAim, ...]
    outcomes: tuple[LearningOutcome, ...]


#: What only the institution can say of itself.
Statement = Literal[
    "guidance_told",
    "in_development_plan",
    "lmi_for_parents",
    "lmi_for_staff",
    "records_open",
    "tailored",
]

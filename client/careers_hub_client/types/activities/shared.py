"""Types of several parts of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec


class ActivityStands(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The activity, its version, and how many learners took part; None when nobody was named or
    counted.
    """

    id: UUID
    version: int
    learners: int | None
    position: int


#: What an institution may send, from the least that is told about anybody to the most.
DataClass = Literal["groups", "learner_references", "rolls_and_counts", "sensitive_groups"]


class Doubt(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """`reason` says what would happen, `remedy` what to do if it should not; `acceptedBy` is the
    field which says that it should. `problems` tell it year group by year group.
    """

    kind: str
    reason: str
    remedy: str
    accepted_by: str
    problems: tuple[Problem, ...] = ()


class Problem(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One thing wrong with one field. `field` is a JSON path such as ``attendance.learners[3]``."""

    field: str
    reason: str
    remedy: str = ""


#: Who offers the next stage of learning.
ProviderKind = Literal[
    "employer_apprenticeship",
    "fe_college",
    "itp",
    "school_sixth_form",
    "sixth_form_college",
    "specialist",
    "university",
    "utc",
]


#: Subjects of the national curriculum, and the ones schools teach beside them.
Subject = Literal[
    "art_and_design",
    "business",
    "citizenship",
    "computing",
    "design_and_technology",
    "drama",
    "english",
    "geography",
    "history",
    "languages",
    "mathematics",
    "music",
    "other",
    "physical_education",
    "pshe",
    "religious_education",
    "science",
]

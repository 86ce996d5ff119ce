"""Types of several parts of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from typing import Literal

#: What an institution may send, from the least that is told about anybody to the most.
DataClass = Literal["groups", "learner_references", "rolls_and_counts", "sensitive_groups"]


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

"""Careers in the curriculum: year groups by subjects, with how often each was linked, and the gaps.

The rule: an activity fills a cell when it is careers in a subject, first of all or as well. Pure.
"""

from collections.abc import Iterable, Sequence

import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.activities.activity import Activity
from hub_core.reference.activities import KIND_OF, ActivityKind, Subject
from hub_core.values import AcademicYear, YearGroup


class CurriculumCell(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One subject in one year group: how many activities link it to careers."""

    year_group: YearGroup
    subject: Subject
    activities: int


def matrix(
    activities: Iterable[Activity],
    *,
    year: AcademicYear,
    year_groups: Sequence[YearGroup],
    subjects: Sequence[Subject],
) -> list[CurriculumCell]:
    """Every cell of these year groups and subjects, those without an activity too."""
    links = [
        one.details
        for one in activities
        if not one.is_withdrawn and academic_year_of(one.held_on) == year and _is_link(one)
    ]
    return [
        CurriculumCell(
            year_group=year_group,
            subject=subject,
            activities=sum(
                year_group in link.year_groups and subject in link.subjects for link in links
            ),
        )
        for year_group in year_groups
        for subject in subjects
    ]


def gaps(cells: Iterable[CurriculumCell]) -> list[CurriculumCell]:
    """The cells without any."""
    return [cell for cell in cells if not cell.activities]


def _is_link(activity: Activity) -> bool:
    return ActivityKind.CURRICULUM_LINK in (
        KIND_OF[activity.details.type],
        *activity.details.also,
    )

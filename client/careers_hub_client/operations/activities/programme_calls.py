"""Calls of programme, of the service activities.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.activities.programme import (
    BackProgramme,
    CurriculumView,
    MakeStatement,
    ProgrammeView,
    PublishProgramme,
    SetAims,
)
from careers_hub_client.types.shared import Changed


def programme(institution: UUID, *, year: str | None = None) -> Call[ProgrammeView]:
    """An institution's careers programme: every taught year group, those without aims too."""
    return Call(
        operation="programme_programme",
        method="GET",
        path=f"/api/activities/institutions/{institution}/programme",
        answer=ProgrammeView,
        query={"year": year},
    )


def curriculum(institution: UUID, *, year: str | None = None) -> Call[CurriculumView]:
    """Where subjects are linked to careers, year group by year group, and where they are not."""
    return Call(
        operation="programme_curriculum",
        method="GET",
        path=f"/api/activities/institutions/{institution}/curriculum",
        answer=CurriculumView,
        query={"year": year},
    )


def set_aims(institution: UUID, body: SetAims, *, if_match: str | None = None) -> Call[Changed]:
    """Say what year groups are to learn of careers.

    For each of the year groups the same; refuses one that is not taught. `id` is the
    institution's.
    """
    return Call(
        operation="programme_set_aims",
        method="PUT",
        path=f"/api/activities/institutions/{institution}/programme/aims",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def publish_programme(
    institution: UUID, body: PublishProgramme, *, if_match: str | None = None
) -> Call[Changed]:
    """Say where the careers programme is published, and who can understand it.

    Refused while Year 7 or 8 is taught and has no aims. `id` is the institution's.
    """
    return Call(
        operation="programme_publish_programme",
        method="POST",
        path=f"/api/activities/institutions/{institution}/programme/publish",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def back_programme(
    institution: UUID, body: BackProgramme, *, if_match: str | None = None
) -> Call[Changed]:
    """Record that governors or the head backed the careers programme.

    Today unless an earlier day is given. `id` is the institution's.
    """
    return Call(
        operation="programme_back_programme",
        method="POST",
        path=f"/api/activities/institutions/{institution}/programme/back",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def make_statement(
    institution: UUID, body: MakeStatement, *, if_match: str | None = None
) -> Call[Changed]:
    """Say what only the institution can say of itself.

    Its own word, yes or no; never evidence. `id` is the institution's.
    """
    return Call(
        operation="programme_make_statement",
        method="POST",
        path=f"/api/activities/institutions/{institution}/programme/statements",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )

"""Calls of feedback, of the service encounters.

Generated from docs/openapi.json: change the API, not this file.
"""

from __future__ import annotations

from uuid import UUID

from careers_hub_client.call import Call
from careers_hub_client.types.encounters.feedback import (
    AskLearners,
    EncounterFeedback,
    FeedbackOfYear,
    GiveEmployerFeedback,
    GiveInstitutionFeedback,
    LearnersAskedAnswer,
    OwnFeedback,
)
from careers_hub_client.types.shared import Changed


def feedback_of_institution(institution: UUID, *, year: str | None = None) -> Call[FeedbackOfYear]:
    """What was made of an institution's encounters and activities, by type, beside how many there
    were.
    """
    return Call(
        operation="feedback_of_institution",
        method="GET",
        path=f"/api/encounters/institutions/{institution}/feedback",
        answer=FeedbackOfYear,
        query={"year": year},
    )


def own(institution: UUID, about: UUID) -> Call[OwnFeedback]:
    """What was made of one encounter or activity of the institution, with the class code that
    opens now.
    """
    return Call(
        operation="feedback_own",
        method="GET",
        path=f"/api/encounters/institutions/{institution}/feedback/{about}",
        answer=OwnFeedback,
    )


def of_encounter(institution: UUID, encounter: UUID) -> Call[EncounterFeedback]:
    """What was made of an encounter at an institution; learners' answers protected."""
    return Call(
        operation="feedback_of_encounter",
        method="GET",
        path=f"/api/encounters/institutions/{institution}/encounters/{encounter}/feedback",
        answer=EncounterFeedback,
    )


def give_institution_feedback(
    institution: UUID,
    encounter: UUID,
    body: GiveInstitutionFeedback,
    *,
    if_match: str | None = None,
) -> Call[Changed]:
    """Say as an institution what an employer's encounter was worth.

    Given again, the last answers count.
    """
    return Call(
        operation="feedback_give_institution_feedback",
        method="PUT",
        path=f"/api/encounters/institutions/{institution}/encounters/{encounter}/feedback",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )


def feedback_of_hub(hub: UUID, *, year: str | None = None) -> Call[FeedbackOfYear]:
    """What was made of encounters at a hub's members together, by type; learners' answers
    protected.
    """
    return Call(
        operation="feedback_of_hub",
        method="GET",
        path=f"/api/encounters/hubs/{hub}/feedback",
        answer=FeedbackOfYear,
        query={"year": year},
    )


def ask_learners(institution: UUID, body: AskLearners) -> Call[LearnersAskedAnswer]:
    """Get a class code, with which learners say what they made of an encounter or an activity.

    Refuses more learners than took part, and a second code while one is open.

    The code itself is told by the feedback of the institution, to those who may open one.
    """
    return Call(
        operation="feedback_ask_learners",
        method="POST",
        path=f"/api/encounters/institutions/{institution}/feedback/class-codes",
        answer=LearnersAskedAnswer,
        body=body,
    )


def close_class_code(
    institution: UUID, about: UUID, *, if_match: str | None = None
) -> Call[Changed]:
    """Let a class code take no more answers. about is the encounter or the activity.

    Closing one that is over changes nothing.
    """
    return Call(
        operation="feedback_close_class_code",
        method="POST",
        path=f"/api/encounters/institutions/{institution}/feedback/{about}/close-class-code",
        answer=Changed,
        headers={"If-Match": if_match},
        body={},
    )


def give_employer_feedback(
    employer: UUID, encounter: UUID, body: GiveEmployerFeedback, *, if_match: str | None = None
) -> Call[Changed]:
    """Say as an employer how an encounter went at an institution (at).

    Given again, the last answers count.
    """
    return Call(
        operation="feedback_give_employer_feedback",
        method="PUT",
        path=f"/api/encounters/employers/{employer}/encounters/{encounter}/feedback",
        answer=Changed,
        headers={"If-Match": if_match},
        body=body,
    )

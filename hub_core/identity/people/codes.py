"""Code lists of people: why a role ends, what a duty is, where an invitation stands.

The rule: the code is what an event stores; the label may be reworded at any time.
"""

from hub_core.reference.labelled import Labelled


class RoleEndReason(Labelled):
    """Why somebody no longer holds a role."""

    LEFT = "left", "Left the organisation"
    CHANGED_JOB = "changed_job", "Has another job there"
    BY_MISTAKE = "by_mistake", "Was given by mistake"
    ERASED = "erased", "Asked to be forgotten"
    OTHER = "other", "Another reason"


class DutyKind(Labelled):
    """What somebody looks after for their organisation, and a successor must take over."""

    CASELOAD = "caseload", "Institution looked after"
    INVITATION = "invitation", "Open invitation sent"
    KEY = "key", "API key issued"
    LINK = "link", "Link issued"
    ENCOUNTER = "encounter", "Encounter whose contact they are"
    ATTENTION = "attention", "Matter of a member given to them"
    ACTION = "action", "Action agreed with a member"


class InvitationStatus(Labelled):
    """Where an invitation stands."""

    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Expired"

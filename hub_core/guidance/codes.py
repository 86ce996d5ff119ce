"""Code lists of guidance: where advisers work, who owns an action, and what became of it.

The rule: the code is what an event stores; the label may be reworded at any time.
"""

from hub_core.reference.labelled import Labelled

#: What learner and adviser agree on is a short list: more is a transcript (domain F-43).
MOST_ACTIONS = 5
#: From this level on an adviser's meetings count (statutory guidance; criterion 8.3).
QUALIFIED_LEVEL = 6


class AdviserPresence(Labelled):
    """Where an adviser sees learners."""

    ON_SITE = "on_site", "On site"
    REMOTE = "remote", "Remote"
    BOTH = "both", "On site and remote"


class ActionOwner(Labelled):
    """Who said they would do it."""

    LEARNER = "learner", "The learner"
    ADVISER = "adviser", "The adviser"
    CAREERS_LEADER = "careers_leader", "The careers leader"
    OTHER = "other", "Somebody else"


class ActionStatus(Labelled):
    """What became of an agreed action."""

    OPEN = "open", "Still to be done"
    COMPLETED = "completed", "Done"
    DROPPED = "dropped", "No longer wanted"


class MeetingCorrection(Labelled):
    """Why the record of a meeting is corrected or withdrawn."""

    WRONG_LEARNER = "wrong_learner", "The wrong learner was named"
    WRONG_DATE = "wrong_date", "The date was wrong"
    WRONG_ADVISER = "wrong_adviser", "The wrong adviser was named"
    WRONG_DETAILS = "wrong_details", "Something else about it was wrong"
    DID_NOT_TAKE_PLACE = "did_not_take_place", "It did not take place"
    DUPLICATE = "duplicate", "It is recorded already"
    OTHER = "other", "Another reason"

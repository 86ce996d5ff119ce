"""Code lists of facilitation: how a member was met, how an agreed action ended.

The rule: the code is what an event stores; the label may be reworded at any time.
"""

from hub_core.reference.labelled import Labelled


class VisitKind(Labelled):
    """How somebody of the hub met somebody of the member."""

    AT_MEMBER = "at_member", "Visit"
    ONLINE = "online", "Online meeting"
    PHONE = "phone", "Phone call"
    ELSEWHERE = "elsewhere", "Meeting elsewhere"


class ActionOutcome(Labelled):
    """How an agreed action ended."""

    DONE = "done", "Done"
    DROPPED = "dropped", "No longer needed"

"""Code lists of membership: statuses of institutions and reasons for leaving or pausing.

The rule: the code is what an event stores; the label may be reworded at any time.
"""

from hub_core.reference.labelled import Labelled


class InstitutionStatus(Labelled):
    """The status of an establishment, as GIAS has it."""

    OPEN = "open", "Open"
    PROPOSED_TO_CLOSE = "proposed_to_close", "Open, but proposed to close"
    CLOSED = "closed", "Closed"
    PROPOSED_TO_OPEN = "proposed_to_open", "Proposed to open"


class SuspensionReason(Labelled):
    """Why a membership is paused."""

    AT_OWN_REQUEST = "at_own_request", "At the institution's own request"
    AGREEMENT_LAPSED = "agreement_lapsed", "The agreement has lapsed"
    NO_CAREERS_LEADER = "no_careers_leader", "No careers leader in post"
    OTHER = "other", "Another reason"


class TransferReason(Labelled):
    """Why an institution moves from one hub to another."""

    AREA_CHANGED = "area_changed", "The hubs' areas changed"
    AT_OWN_REQUEST = "at_own_request", "At the institution's own request"
    MERGER = "merger", "The institution merged"
    OTHER = "other", "Another reason"


class WithdrawalReason(Labelled):
    """Why a membership, or a request for one, ends."""

    AT_OWN_REQUEST = "at_own_request", "At the institution's own request"
    CLOSED = "closed", "The institution closed"
    MERGED = "merged", "The institution merged into another"
    OUT_OF_SCOPE = "out_of_scope", "No longer in the hub's scope"
    REQUEST_DECLINED = "request_declined", "The hub declined the request"
    OTHER = "other", "Another reason"

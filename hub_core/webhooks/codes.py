"""Code lists of webhooks."""

from hub_core.reference.labelled import Labelled


class SubscriptionState(Labelled):
    """Whether a subscriber is sent anything at the moment."""

    ACTIVE = "active", "In use"
    PAUSED = "paused", "Paused by the subscriber: events are kept and sent later"
    DISABLED = "disabled", "Switched off after days without an answer: events are kept"
    ENDED = "ended", "Ended for good"


class DisabledReason(Labelled):
    """Why the platform stops sending by itself."""

    FAILING = "failing", "Nothing could be delivered for days"
    GONE = "gone", "The receiver answered that it is gone (410)"


class DeliveryState(Labelled):
    """What became of sending one event to one subscriber."""

    WAITING = "waiting", "To be sent, or sent again"
    DELIVERED = "delivered", "The receiver took it"
    DEAD = "dead", "Given up after the last attempt; can be replayed"
    WITHHELD = "withheld", "Not sent: by then it was nothing the subscriber may see"


class Outcome(Labelled):
    """How an attempt ended."""

    TAKEN = "taken", "The receiver took it"
    NO_ANSWER = "no_answer", "The receiver could not be reached"
    TOO_SLOW = "too_slow", "The receiver did not answer in time"
    REFUSED = "refused", "The receiver answered with an error"
    REDIRECTED = "redirected", "The receiver answered with a redirection, which is not followed"
    GONE = "gone", "The receiver answered that it is gone (410)"
    NOT_PUBLIC = "not_public", "The address does not lead to the public internet"
    UNKNOWN_NAME = "unknown_name", "The name in the address leads nowhere"
    NOT_TRUSTED = "not_trusted", "The receiver's certificate is not trusted for its name"
    NOT_SENT = "not_sent", "The platform could not send it; its operators can see why in its log"

"""What is said when a link's deed is done, and when a link opens nothing.

The rule: no more than is needed. Whoever holds no right address learns that it is not right, nothing else.
"""

from collections.abc import Mapping

from hub_core.identity.links.purposes import LinkOutcome

#: What happens next, by what was done.
NEXT: Mapping[LinkOutcome, tuple[str, ...]] = {
    LinkOutcome.OFFERED: (
        "Each school or college you offered it to says whether it takes it up, and for which learners.",
        "After the day you will be asked to say that it took place.",
    ),
    LinkOutcome.DELIVERED: (
        "The school or college confirms it with its own numbers. Until then it counts as reported by you.",
    ),
    LinkOutcome.ACCEPTED: (
        "The employer knows that you expect them on that day. After it you will be asked to confirm it.",
    ),
    LinkOutcome.DECLINED: ("The employer sees the reason you gave. There is nothing more to do.",),
    LinkOutcome.CONFIRMED: ("It counts for your learners from now on.",),
    LinkOutcome.SENT: ("Your numbers are part of your hub’s picture from now on.",),
    LinkOutcome.JOINED: ("Sign in to go on.",),
}

UNKNOWN = (
    "Page not found",
    (
        "If you pasted the address, check that you copied all of it.",
        "If it came by e-mail, open it from the message itself.",
    ),
)
EXPIRED = (
    "The time for this page is over",
    ("Nothing was recorded. Ask whoever sent it to you for a new one.",),
)
REVOKED = (
    "This page was withdrawn",
    ("Nothing was recorded. Ask whoever sent it to you what to do.",),
)
SETTLED = "There is nothing left to do here"
SENT_BY_ANOTHER = (
    "This page was used a moment ago, with other answers",
    ("What was sent first stands. If it is wrong, write to whoever sent you this page.",),
)
FAILED = (
    "Sorry, there is a problem with the service",
    (
        "It may or may not have been recorded.",
        "Open this page again in a few minutes. It tells whether it was; nothing is recorded twice.",
    ),
)

"""One thing a person can do on a page: a form with its words and, where it needs one, a reason to choose.

The rule: a page offers only what the state of things allows, and the command decides again.
"""

import msgspec

from hub_core.reference.labelled import Labelled


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """One form: what it does, in words, and the reasons to choose from where it needs one.

    ``asks`` is the question that a reason answers, ``choose`` what stands in the list before one is chosen.
    """

    key: str
    heading: str
    words: str
    button: str
    done: str
    reasons: tuple[Labelled, ...] = ()
    asks: str = "Reason"
    choose: str = "Choose a reason"
    warns: bool = False

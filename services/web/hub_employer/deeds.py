"""What a hub can say of an employer, each a command with its words.

The rule: a page offers only what the state of things allows, and the command decides again.
"""

from collections.abc import Mapping
from uuid import UUID

from hub_core.employers.employer import Employer
from hub_core.employers.standing_commands import (
    DesignateCornerstone,
    EndCornerstone,
    UndoMerge,
    VerifyEmployer,
    WithdrawVerification,
)
from hub_core.employers.standing_events import VerificationBasis, VerificationLoss
from hub_core.refusals import Invalid
from hub_core.work import Command
from services.web.deed import Deed

#: In the order in which they are offered.
DEEDS: Mapping[str, Deed] = {
    one.key: one
    for one in (
        Deed(
            key="verify",
            heading="Verify it",
            words="Say how you know that it is who it says it is. From then on, in every hub, it can say "
            "that an encounter took place, placements with it can be approved, and schools no longer read "
            "beside its offers that nobody has made sure of it.",
            asks="How do you know?",
            choose="Choose how",
            button="Verify",
            done="is verified now.",
            reasons=tuple(VerificationBasis),
        ),
        Deed(
            key="designate",
            heading="Make it a cornerstone",
            words="A cornerstone gives this hub’s schools lasting support. It counts as one in your report.",
            button="Make it a cornerstone",
            done="is a cornerstone of this hub now.",
        ),
        Deed(
            key="end",
            heading="End that it is a cornerstone",
            words="What it did stays recorded. It can be made a cornerstone again.",
            button="End it",
            done="is no cornerstone of this hub any more.",
            warns=True,
        ),
        Deed(
            key="withdraw",
            heading="Withdraw its verification",
            words="Until a hub verifies it again, schools of every hub read beside its offers that it is not "
            "verified, it cannot say that an encounter took place, and no placement with it is approved. "
            "Encounters that took place stay.",
            button="Withdraw",
            done="is not verified any more.",
            reasons=tuple(VerificationLoss),
            warns=True,
        ),
        Deed(
            key="part",
            heading="They are two after all",
            words="It stands by itself again, with its own numbers. What was recorded of the other meanwhile "
            "stays with the other.",
            button="Undo the merger",
            done="stands by itself again.",
            warns=True,
        ),
    )
}
#: What each deed asks leave for.
OPERATIONS: Mapping[str, str] = {
    "verify": VerifyEmployer.OPERATION,
    "designate": DesignateCornerstone.OPERATION,
    "end": EndCornerstone.OPERATION,
    "withdraw": WithdrawVerification.OPERATION,
    "part": UndoMerge.OPERATION,
}


def possible(employer: Employer, hub: UUID) -> tuple[Deed, ...]:
    """What its state allows this hub to say of it."""
    if employer.merged_into is not None:
        return (DEEDS["part"],)
    verified, cornerstone = employer.verified_by is not None, hub in employer.cornerstone_of
    allowed = {
        "verify": not verified,
        "designate": verified and not cornerstone,
        "end": cornerstone,
        "withdraw": verified,
    }
    return tuple(deed for key, deed in DEEDS.items() if allowed.get(key))


def command_of(key: str, hub: UUID, employer: UUID, posted: Mapping[str, str]) -> Command:
    """The command of a form; raises ``Invalid`` with what to mend in it."""
    match key:
        case "verify":
            basis = VerificationBasis(_chosen(key, posted, "Choose how you know it."))
            return VerifyEmployer(hub=hub, employer=employer, basis=basis)
        case "designate":
            return DesignateCornerstone(hub=hub, employer=employer)
        case "end":
            return EndCornerstone(hub=hub, employer=employer)
        case "withdraw":
            loss = VerificationLoss(_chosen(key, posted, "Choose a reason."))
            return WithdrawVerification(hub=hub, employer=employer, reason=loss)
        case "part":
            return UndoMerge(hub=hub, survivor=_survivor(posted), merged=employer)
        case _:
            raise Invalid("This form is not one of this page’s. Open the page again.")


def _survivor(posted: Mapping[str, str]) -> UUID:
    """The one that stands for both, as the form was shown: sent twice, it is one act."""
    try:
        return UUID(posted.get("survivor", ""))
    except ValueError:
        raise Invalid("This form is not one of this page’s. Open the page again.") from None


def _chosen(key: str, posted: Mapping[str, str], wanted: str) -> str:
    reason = posted.get("reason", "")
    if reason not in DEEDS[key].reasons:
        raise Invalid.field("reason", wanted, "It is kept with what this hub says of the employer.")
    return reason

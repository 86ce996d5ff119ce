"""What a school or college can do about one encounter it was offered, each a command with its words.

The rule: a page offers only what the state of things allows, and the command decides again.
"""

from collections.abc import Mapping
from uuid import UUID

from hub_core.encounters.codes import CancellationReason, CorrectionReason, DisputeReason
from hub_core.encounters.institution_commands import (
    AcceptEncounter,
    CancelParticipation,
    DeclineEncounter,
    DisputeEncounter,
    WithdrawConfirmation,
)
from hub_core.encounters.part import PartStatus
from hub_core.reference.encounters import DeclineReason
from hub_core.reference.labelled import Labelled
from hub_core.refusals import Invalid
from hub_core.work import Command
from services.web.deed import Deed

_DEEDS: Mapping[PartStatus, tuple[tuple[type[Command], Deed], ...]] = {
    PartStatus.PROPOSED: (
        (
            AcceptEncounter,
            Deed(
                key="accept",
                heading="Say yes",
                words="The employer sees that you expect them on this day.",
                button="Accept the offer",
                done="The offer is accepted, and the employer can see it.",
            ),
        ),
        (
            DeclineEncounter,
            Deed(
                key="decline",
                heading="Say no",
                words="The employer sees your reason, and can offer another day.",
                button="Decline the offer",
                done="The offer is declined, and the employer can see why.",
                reasons=tuple(DeclineReason),
                warns=True,
            ),
        ),
    ),
    PartStatus.ACCEPTED: (
        (
            CancelParticipation,
            Deed(
                key="cancel",
                heading="Call it off",
                words="Your part is cancelled; the employer and other schools go on without you.",
                button="Call it off",
                done="Your part is called off, and the employer can see why.",
                reasons=tuple(CancellationReason),
                warns=True,
            ),
        ),
    ),
    PartStatus.DELIVERED: (
        (
            DisputeEncounter,
            Deed(
                key="dispute",
                heading="Something is wrong with it",
                words="The employer is told what you dispute. It counts for nothing until you confirm it.",
                button="Dispute it",
                done="It is disputed, and the employer can see why.",
                reasons=tuple(DisputeReason),
                warns=True,
            ),
        ),
    ),
    PartStatus.CONFIRMED: (
        (
            WithdrawConfirmation,
            Deed(
                key="take-back",
                heading="Take your confirmation back",
                words="It counts for nothing from now on. You can confirm it again with the right answers.",
                button="Take it back",
                done="Your confirmation is taken back.",
                reasons=tuple(CorrectionReason),
                warns=True,
            ),
        ),
    ),
}
_BY_KEY = {deed.key: (command, deed) for rows in _DEEDS.values() for command, deed in rows}


def offered(status: PartStatus, may: frozenset[str]) -> tuple[Deed, ...]:
    """What can be done about a part that stands so, by somebody who may send these commands."""
    return tuple(deed for command, deed in _DEEDS.get(status, ()) if command.OPERATION in may)


def operations() -> tuple[str, ...]:
    """Every command of the page, by its operation."""
    return tuple(command.OPERATION for command, _ in _BY_KEY.values())


def done(key: str) -> str:
    """What is said afterwards; nothing for a key that is none of the page's."""
    return _BY_KEY[key][1].done if key in _BY_KEY else ""


def command_of(key: str, institution: UUID, encounter: UUID, reason: str) -> Command:
    """The command of a form; raises ``Invalid`` with what to mend in it."""
    if key not in _BY_KEY:
        raise Invalid("This form is not one of this page’s. Open the page again.")
    command, deed = _BY_KEY[key]
    named = {"institution": institution, "encounter": encounter}
    if not deed.reasons:
        return command(**named)
    return command(**named, reason=_chosen(deed.reasons, reason))


def _chosen(reasons: tuple[Labelled, ...], reason: str) -> Labelled:
    for one in reasons:
        if one.value == reason:
            return one
    raise Invalid.field("reason", "Choose a reason.", "The employer sees it.")

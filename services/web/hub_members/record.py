"""What a hub holds of one member, for its page: who looks after it, meetings, agreed actions; and its forms.

The rule: it is shown to the hub's own lead and facilitators alone, with every word as it was written.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from hub_core.facilitation.codes import ActionOutcome, VisitKind
from hub_core.facilitation.commands import (
    AgreeAction,
    EndAction,
    NoteVisit,
    RearrangeAction,
    WithdrawVisit,
)
from hub_core.facilitation.record import Action, MemberRecord, record_stream
from hub_core.identity.people.hub_commands import AssignCaseload
from hub_core.log.repository import load
from hub_core.refusals import Invalid
from hub_core.work import Command
from services.http.parts import Parts
from services.web.hub_hands import Hands, Option
from services.web.links.fields import Day, day_values
from services.web.typed import NOTE, day_of, text_of
from services.web.words import long_date

LOOK_AFTER, NOTE_VISIT, TAKE_BACK = "look-after", "note-visit", "take-back"
AGREE, REARRANGE, FINISH = "agree", "rearrange", "finish"
#: What is said once it is done.
DONE: Mapping[str, str] = {
    LOOK_AFTER: "is in the hands you chose.",
    NOTE_VISIT: "has a new note.",
    TAKE_BACK: "has one note less; nobody can read it any more.",
    AGREE: "has a new agreed action.",
    REARRANGE: "has its action rearranged.",
    FINISH: "has an action less to do.",
}
_COMMANDS: Mapping[str, type[Command]] = {
    LOOK_AFTER: AssignCaseload,
    NOTE_VISIT: NoteVisit,
    TAKE_BACK: WithdrawVisit,
    AGREE: AgreeAction,
    REARRANGE: RearrangeAction,
    FINISH: EndAction,
}
HELD = Day(name="held", label="When was it?")
DUE = Day(name="due", label="By when?")
#: The fields of commands that the forms call otherwise.
SPELT = {"heldOn": "held", "dueOn": "due"}


class VisitShown(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting in words; ``note`` is None once it was destroyed."""

    id: UUID
    title: str
    by: str
    note: str | None


class ActionShown(msgspec.Struct, frozen=True, kw_only=True):
    """An agreed action in words; ``due`` are the parts of its day for the form that rearranges it."""

    id: UUID
    text: str
    owner: str
    when: str
    late: bool
    open: bool
    due: Mapping[str, str]
    people: tuple[Option, ...]


class RecordShown(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template needs of a member's record."""

    looks_after: str
    keepers: tuple[Option, ...]
    owners: tuple[Option, ...]
    visits: tuple[VisitShown, ...]
    actions: tuple[ActionShown, ...]
    kinds: tuple[VisitKind, ...] = tuple(VisitKind)
    outcomes: tuple[ActionOutcome, ...] = tuple(ActionOutcome)
    held: Day = HELD
    due: Day = DUE


async def record_shown(parts: Parts, hands: Hands, institution: UUID) -> RecordShown:
    """The record as it stands."""
    record = await load(parts.platform.ledger, MemberRecord, record_stream(hands.hub, institution))
    keeper = hands.member(institution)
    visits = [
        VisitShown(
            id=one.visit,
            title=f"{one.kind.label}, {long_date(one.held_on)}",
            by=hands.name(one.by, ""),
            note=await parts.vault.reveal(one.note),
        )
        for one in record.latest_visits()
    ]
    actions = [
        _action(one, await parts.vault.reveal(one.text), hands) for one in record.actions_in_order()
    ]
    return RecordShown(
        looks_after=hands.name(keeper),
        keepers=hands.givable(keeper, "Nobody"),
        owners=hands.givable(hands.me, "The member itself"),
        visits=tuple(visits),
        actions=tuple(actions),
    )


def _action(action: Action, text: str | None, hands: Hands) -> ActionShown:
    holder = hands.action(action.action)
    left = action.left_by_owner(holder)
    when = f"By {long_date(action.due_on)}"
    if action.outcome is not None and action.ended_on is not None:
        when = f"{action.outcome.label}, {long_date(action.ended_on)}"
    return ActionShown(
        id=action.action,
        text=text or "What was agreed was destroyed",
        owner="Nobody: whoever had it has left"
        if left
        else hands.name(holder, "The member itself"),
        when=when,
        late=action.outcome is None and action.due_on < hands.today,
        open=action.outcome is None,
        due=day_values(DUE.name, action.due_on),
        people=hands.givable(holder, "The member itself"),
    )


def record_command_of(key: str, hub: UUID, institution: UUID, posted: Mapping[str, str]) -> Command:
    """The command of one of the record's forms; raises ``Invalid`` with what to mend in it."""
    sent: dict[str, Any] = {"hub": hub}
    if key == LOOK_AFTER:
        sent |= {"person": posted.get("person") or None, "institutions": (institution,)}
    else:
        sent |= {"institution": institution, **_typed(key, posted)}
    try:
        return msgspec.convert(sent, _COMMANDS[key])
    except msgspec.ValidationError:
        raise Invalid(
            "This form was changed on its way. Open the page again and send it anew."
        ) from None


def _typed(key: str, posted: Mapping[str, str]) -> dict[str, Any]:
    match key:
        case "note-visit":
            return {
                "kind": posted.get("kind"),
                "held_on": day_of(posted, HELD),
                "note": text_of(posted, "note", "Write down what was said.", most=NOTE),
            }
        case "agree":
            return {
                "text": text_of(posted, "text", "Say what is to be done."),
                "due_on": day_of(posted, DUE),
                "owner": posted.get("owner") or None,
            }
        case "rearrange":
            return {
                "action": posted.get("action"),
                "due_on": day_of(posted, DUE),
                "owner": posted.get("owner") or None,
            }
        case "finish":
            return {"action": posted.get("action"), "outcome": posted.get("outcome")}
        case _:
            return {"visit": posted.get("visit")}


def today_in(day: date) -> dict[str, str]:
    """What the forms begin with: the meeting was today."""
    return day_values(HELD.name, day)

"""What can be done about a matter, each a command with its words, and the form that asks for it.

The rule: what was typed is given back beside what is wrong with it, and the command decides again.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from hub_core.attention.commands import AssignMatter, CloseMatter, ReopenMatter, SnoozeMatter
from hub_core.refusals import Invalid
from hub_core.work import Command
from services.web.links.fields import Day
from services.web.typed import day_of, text_of

ASSIGN, SNOOZE, CLOSE, REOPEN = "assign", "snooze", "close", "reopen"
#: What is said once it is done.
DONE: Mapping[str, str] = {
    ASSIGN: "It is in the hands you chose.",
    SNOOZE: "It is set aside, and comes back by itself.",
    CLOSE: "It is closed. It comes back if the fact behind it changes.",
    REOPEN: "It is on the list again.",
}
UNTIL = Day(name="until", label="Until which day?", hint="For example, 9 3 2026")
_COMMANDS: Mapping[str, type[Command]] = {
    ASSIGN: AssignMatter,
    SNOOZE: SnoozeMatter,
    CLOSE: CloseMatter,
    REOPEN: ReopenMatter,
}


def command_of(
    key: str, hub: UUID, institution: UUID, concern: str, posted: Mapping[str, str]
) -> Command:
    """The command of a form; raises ``Invalid`` with what to mend in it."""
    if key not in _COMMANDS:
        raise Invalid("This form is not one of this page’s. Open the page again.")
    sent: dict[str, Any] = {"hub": hub, "institution": institution, "reason": concern}
    if key == ASSIGN:
        sent["person"] = posted.get("person") or None
    if key in (SNOOZE, CLOSE):
        sent |= {"on": posted.get("on") or None, "count": posted.get("count") or 1}
    if key == SNOOZE:
        sent["until"] = day_of(posted, UNTIL)
        sent["because"] = text_of(posted, "because", "Say why it can wait.")
    if key == CLOSE:
        sent["done"] = text_of(posted, "done", "Say what was done about it.")
    try:
        return msgspec.convert(sent, _COMMANDS[key], strict=False)
    except msgspec.ValidationError:
        raise Invalid(
            "This form was changed on its way. Open the page again and send it anew."
        ) from None

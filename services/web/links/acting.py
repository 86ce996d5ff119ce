"""Doing a link's deed: once, however often and by how many it is sent.

The rule: the command's id follows from the link, so the ledger itself tells a repeat from a second act.
"""

from hub_core.execute import Platform, Request, execute
from hub_core.identity.links.issuing import use
from hub_core.identity.links.purposes import PURPOSES
from hub_core.identity.links.store import Links, Opened
from hub_core.log.ledger import command_key
from hub_core.refusals import CommandIdReused, Refusal
from hub_core.work import Command
from services.web.links.deed import Deed, Over
from services.web.links.fields import Answers
from services.web.links.page_texts import SENT_BY_ANOTHER


async def act(
    command: Command,
    deed: Deed,
    opened: Opened,
    platform: Platform,
    links: Links,
    answers: Answers,
    *,
    correlation: str,
) -> bool | Over:
    """Whether it is done now. What is refused is noted in ``answers``, beside where it was typed."""
    asked = Request(command_id=opened.command_id, correlation=correlation)
    try:
        await execute(command, opened.principal, platform, asked)
    except CommandIdReused:
        return Over(why=SENT_BY_ANOTHER[1][0])
    except Refusal as refusal:
        note(refusal, deed, answers)
        return False
    outcome = PURPOSES[opened.purpose].outcomes[command.OPERATION]
    await use(opened, outcome, platform, links, correlation=correlation)
    return True


async def note_what_was_done(
    opened: Opened, platform: Platform, links: Links, *, correlation: str
) -> None:
    """Note that the link's deed is done where it is: who did it may have been cut off in between."""
    for operation, outcome in PURPOSES[opened.purpose].outcomes.items():
        key = command_key(
            principal=opened.principal.id, operation=operation, command_id=opened.command_id
        )
        if await platform.ledger.recorded_command(key) is not None:
            await use(opened, outcome, platform, links, correlation=correlation)


def note(refusal: Refusal, deed: Deed, answers: Answers) -> None:
    """Say what a refusal says, beside where it was typed."""
    for problem in refusal.problems:
        place = deed.place(problem.field) or ""
        answers.wrong(place, f"{problem.reason} {problem.remedy}".strip())
    if not refusal.problems:
        answers.wrong("", refusal.detail)

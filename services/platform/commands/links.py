"""``hub links``: send links to people without an account, see what became of them, withdraw them.

Rule: the address of a link goes to standard output, once and alone; everything else is said beside it.
"""

from uuid import UUID

import msgspec
import rich_click as click
from rich.console import Console
from rich.table import Table

from hub_core.access import Organisation
from hub_core.execute import Request
from hub_core.identity.links.commands import LONGEST_DAYS, IssueLink
from hub_core.identity.links.events import Period
from hub_core.identity.links.issuing import Issued, withdraw
from hub_core.identity.links.issuing import issue as issue_link
from hub_core.identity.links.purposes import PURPOSES, LinkPurpose
from hub_core.identity.links.store import Link, Links
from hub_core.settings import Settings
from services.platform.commands.running import Failure, as_json, run, settings
from services.platform.commands.shown_once import secret_stays_out_of_logs
from services.platform.keeping_keys import OPERATOR
from services.platform.open_platform import open_platform

#: What is sent like this; an invitation brings its own link.
SENT = tuple(one for one, purpose in PURPOSES.items() if purpose.holder is not None)

_json = click.option("--json", "for_program", is_flag=True, help="Print one JSON object.")


@click.group()
def links() -> None:
    """Send links to people without an account: one deed each, once, until its time is over."""


@links.command()
@click.option("--purpose", type=click.Choice([one.value for one in SENT]), required=True)
@click.option(
    "--holder", type=click.UUID, required=True, help="Whose deed it is: the organisation's id."
)
@click.option("--hub", type=click.UUID, help="The hub that sends it.")
@click.option("--encounter", type=click.UUID, help="The encounter it is about.")
@click.option("--institution", "institutions", type=click.UUID, multiple=True, help="Towards whom.")
@click.option("--period", help="The academic year (2025/26) or month (2026-01) of a return.")
@click.option("--days", type=click.IntRange(1, LONGEST_DAYS), help="How long it stays open.")
@_json
def issue(
    purpose: str,
    holder: UUID,
    hub: UUID | None,
    encounter: UUID | None,
    institutions: tuple[UUID, ...],
    period: str | None,
    days: int | None,
    for_program: bool,
) -> None:
    """Issue a link. Its address below the hub's own is printed alone on standard output, this once."""
    secret_stays_out_of_logs("ADDRESS=$(hub links issue …)")
    kind = PURPOSES[LinkPurpose(purpose)].holder
    assert kind is not None
    if period is not None and not _is_period(period):
        raise Failure(
            f"“{period}” is no period. Give an academic year such as 2025/26, or a month such as 2026-01."
        )
    command = IssueLink(
        purpose=LinkPurpose(purpose),
        holder=Organisation(kind, holder),
        hub=hub,
        encounter=encounter,
        institutions=institutions,
        period=period,
        days=days,
    )
    issued = run(_issue(settings(), command))
    if for_program:
        click.echo(
            as_json({"id": issued.link, "path": issued.path, "expires_at": issued.expires_at})
        )
        return
    click.echo(issued.path)
    click.echo(
        f"Link {issued.link}, open until {issued.expires_at:%-d %B %Y}. "
        f"Withdraw it with: hub links revoke {issued.link}",
        err=True,
    )


@links.command("list")
@_json
def list_links(for_program: bool) -> None:
    """List the latest links, without their addresses."""
    found, states = run(_list(settings()))
    if for_program:
        click.echo(as_json(found))
        return
    table = Table("id", "purpose", "state", "opened", "expires", box=None)
    for link, state in zip(found, states, strict=True):
        expires = f"{link.expires_at:%-d %B %Y}"
        table.add_row(str(link.id), link.purpose.label, state, str(link.opened), expires)
    Console().print(table if found else "There are no links. Issue one with `hub links issue`.")


@links.command()
@click.argument("link", type=click.UUID)
def revoke(link: UUID) -> None:
    """Withdraw a link before it is used. LINK is its id."""
    run(_revoke(settings(), link))
    click.echo("It opens nothing any more.")


def _is_period(text: str) -> bool:
    try:
        msgspec.convert(text, Period)
    except msgspec.ValidationError:
        return False
    return True


async def _issue(chosen: Settings, command: IssueLink) -> Issued:
    async with open_platform(chosen) as platform:
        store = Links(platform.ledger.pool, platform.clock)
        return await issue_link(command, OPERATOR, platform, store, Request())


async def _list(chosen: Settings) -> tuple[list[Link], list[str]]:
    async with open_platform(chosen) as platform:
        found = await Links(platform.ledger.pool, platform.clock).of(None)
        return found, [link.state(platform.clock()).label for link in found]


async def _revoke(chosen: Settings, link: UUID) -> None:
    async with open_platform(chosen) as platform:
        store = Links(platform.ledger.pool, platform.clock)
        await withdraw(link, OPERATOR, platform, store, Request())
        if (kept := await store.find(link)) is None or kept.revoked_at is None:
            raise Failure("The link could not be withdrawn. Look at it with `hub links list`.")

"""Bulletins about the local labour market over HTTP: published, read by schools, used, taken back.

Journey: a hub or a verified employer writes what work there is nearby, about which sectors, for whom and
until when. A careers leader reads what is current for a year group, works with it, and records the session in
one step. What is over or withdrawn can be used no more, and says so; another hub's bulletins are not there.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response
from litestar.params import FromPath, QueryParameter

from hub_core.bulletins.board import Board, Posted, board_stream, hub_of_published_key
from hub_core.bulletins.commands import (
    PublishEmployerBulletin,
    PublishHubBulletin,
    UseBulletin,
    WithdrawEmployerBulletin,
    WithdrawHubBulletin,
)
from hub_core.employers.employer import Employer, no_such_employer
from hub_core.execute import ENGLAND
from hub_core.log.repository import load, load_many
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution, no_such_institution
from hub_core.membership.keys import active_hub_key
from hub_core.reference.activities import Pathway
from hub_core.reference.employers import Sector
from hub_core.values import YearGroup
from services.http.parts import OpenParts, Parts
from services.http.permission import employer_in_path, hub_in_path, institution_in_path
from services.http.reading import find
from services.http.routes import command_route, read_route

_OF_HUB = "/hubs/{hub:uuid}/bulletins"
_OF_EMPLOYER = "/employers/{employer:uuid}/bulletins"
_OF_INSTITUTION = "/institutions/{institution:uuid}/bulletins"


class BulletinView(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A bulletin as schools read it. ``employer`` is whose it is, null for the hub's own."""

    id: UUID
    employer: UUID | None
    employer_name: str | None
    headline: str | None
    text: str | None
    published_on: date
    until: date
    sectors: tuple[Sector, ...]
    areas: tuple[str, ...]
    pathways: tuple[Pathway, ...]
    year_groups: tuple[int, ...]


class BulletinList(msgspec.Struct, frozen=True, kw_only=True):
    """What can be read today, the latest published first. ``hub`` is null where the school is with none."""

    hub: UUID | None
    bulletins: tuple[BulletinView, ...]


class PostedView(BulletinView, frozen=True, kw_only=True, rename="camel"):
    """A bulletin as its hub and its employer see it: whether schools read it today, and how many used it how
    often. ``headline`` and ``text`` are null once it was withdrawn, for they are destroyed."""

    hub: UUID
    current: bool
    withdrawn_on: date | None
    schools: int
    uses: int


class BoardView(msgspec.Struct, frozen=True, kw_only=True):
    """Every bulletin there was, the latest published first."""

    bulletins: tuple[PostedView, ...]


@read_route(_OF_INSTITUTION, operation="bulletins.institution_bulletins", about=institution_in_path)
async def institution_bulletins(
    parts: OpenParts,
    institution: FromPath[UUID],
    year_group: Annotated[
        YearGroup | None, QueryParameter(name="yearGroup", description="Only what is for it.")
    ] = None,
    sector: Annotated[
        Sector | None, QueryParameter(description="Only what is about this sector.")
    ] = None,
) -> Response[BulletinList]:
    """What an institution's hub and its employers tell of the labour market today."""
    ledger = parts.platform.ledger
    await find(ledger, Institution, institution, no_such_institution(institution))
    key = active_hub_key(institution)
    hub = (await ledger.holders([key])).get(key)
    if hub is None:
        return Response(BulletinList(hub=None, bulletins=()))
    board = await load(ledger, Board, board_stream(hub))
    today = _today(parts)
    wanted = [
        one
        for one in board.latest()
        if one.is_current(today)
        and (year_group is None or one.published.about.is_for(year_group))
        and (sector is None or one.published.about.is_about(sector))
    ]
    names = await _names(parts, wanted)
    shown = [await _view(parts, one, names) for one in wanted]
    return Response(BulletinList(hub=hub, bulletins=tuple(shown)))


@read_route(_OF_HUB, operation="bulletins.hub_bulletins", about=hub_in_path)
async def hub_bulletins(parts: OpenParts, hub: FromPath[UUID]) -> Response[BoardView]:
    """A hub's board: what was published, and how many of its members used it."""
    await find(parts.platform.ledger, Hub, hub, no_such_hub(hub))
    board = await load(parts.platform.ledger, Board, board_stream(hub))
    return Response(await _posted(parts, board.latest()))


@read_route(_OF_EMPLOYER, operation="bulletins.employer_bulletins", about=employer_in_path)
async def employer_bulletins(parts: OpenParts, employer: FromPath[UUID]) -> Response[BoardView]:
    """An employer's own bulletins on the boards of all hubs, with those of employers it took in."""
    ledger = parts.platform.ledger
    known = await find(ledger, Employer, employer, no_such_employer(employer))
    past = {employer, *known.absorbed}
    keys = [key for one in past for key in await ledger.claims_of(one)]
    hubs = {hub for key in keys if (hub := hub_of_published_key(key)) is not None}
    boards = await load_many(ledger, Board, map(board_stream, hubs))
    wanted = [
        one for board in boards.values() for one in board.latest() if one.published.employer in past
    ]
    wanted.sort(key=lambda one: one.published.occurred_on, reverse=True)
    return Response(await _posted(parts, wanted))


async def _posted(parts: Parts, wanted: list[Posted]) -> BoardView:
    names, today = await _names(parts, wanted), _today(parts)
    shown = [
        PostedView(
            **msgspec.structs.asdict(await _view(parts, one, names)),
            hub=one.published.hub,
            current=one.is_current(today),
            withdrawn_on=one.withdrawn_on,
            schools=len(set(one.uses)),
            uses=len(one.uses),
        )
        for one in wanted
    ]
    return BoardView(bulletins=tuple(shown))


async def _view(parts: Parts, one: Posted, names: dict[UUID, str | None]) -> BulletinView:
    said = one.published
    return BulletinView(
        id=said.bulletin,
        employer=said.employer,
        employer_name=None if said.employer is None else names[said.employer],
        headline=await parts.vault.reveal(said.headline),
        text=await parts.vault.reveal(said.text),
        published_on=said.occurred_on,
        until=said.until,
        sectors=said.about.sectors,
        areas=said.about.areas,
        pathways=said.about.pathways,
        year_groups=said.about.year_groups,
    )


async def _names(parts: Parts, posted: Iterable[Posted]) -> dict[UUID, str | None]:
    """What the employers among them are called; None for a sole trader, whose name is the vault's."""
    employers = {one.published.employer for one in posted if one.published.employer is not None}
    found = await load_many(parts.platform.ledger, Employer, employers)
    return {one: known.details.name for one, known in found.items()}


def _today(parts: Parts) -> date:
    return parts.platform.clock().astimezone(ENGLAND).date()


ROUTES = (
    institution_bulletins,
    hub_bulletins,
    employer_bulletins,
    command_route(_OF_HUB, PublishHubBulletin, creates=True),
    command_route(f"{_OF_HUB}/{{bulletin:uuid}}/withdraw", WithdrawHubBulletin),
    command_route(_OF_EMPLOYER, PublishEmployerBulletin, creates=True),
    command_route(f"{_OF_EMPLOYER}/{{bulletin:uuid}}/withdraw", WithdrawEmployerBulletin),
    command_route(f"{_OF_INSTITUTION}/{{bulletin:uuid}}/use", UseBulletin, creates=True),
)

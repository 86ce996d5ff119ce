"""The pages of calendars, and the two forms on each: make the private address anew, and withdraw it.

The rule: an address is shown in the answer to the form that made it, and on no page after that.
"""

from collections.abc import Awaitable, Callable
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID

import msgspec
from litestar import MediaType, Response, post, route
from litestar.exceptions import NotFoundException, ServiceUnavailableException
from litestar.params import FromQuery

from hub_core.academic_years import academic_year_of, next_academic_year
from hub_core.access import Organisation, OrganisationKind, Principal, Resource, can
from hub_core.belonging import members_of
from hub_core.calendars.addresses import make
from hub_core.calendars.commands import MakeCalendarFeed, WithdrawCalendarFeed
from hub_core.calendars.entries import Entry, EntryKind
from hub_core.calendars.feed import READS, CalendarFeed, feed_stream
from hub_core.execute import execute
from hub_core.identity.people.organisation_names import names_of
from hub_core.log.ledger import Ledger
from hub_core.log.repository import read, read_many
from hub_core.placements.weeks import PlacementWeeks, weeks_stream
from projections.read_model import BeingUpdated
from services.http.parts import CurrentPrincipal
from services.http.permission import (
    Permitted,
    employer_in_path,
    hub_in_path,
    institution_in_path,
    ledger_of,
    permitted,
)
from services.http.scopes import scope_of_request
from services.web.answers import answer, going_on
from services.web.calendar_page.found import entries_of, window_of
from services.web.calendar_page.view import ClashLine, calendar_page, clash_lines
from services.web.hub_navigation import hub_frame
from services.web.institution_frame import frame
from services.web.once import asked_by, new_form, posted_of
from services.web.pages import READ, Asked, Templates
from services.web.shell import page
from services.web.sign_in.signing_in import SignIn, SigningIn
from services.web.words import ENGLAND, long_date

HERE = "/calendar"
MAKE, WITHDRAW = "make", "withdraw"
OF_HUB = permitted(READS[OrganisationKind.HUB], about=hub_in_path)
OF_INSTITUTION = permitted(READS[OrganisationKind.INSTITUTION], about=institution_in_path)
OF_EMPLOYER = permitted(READS[OrganisationKind.EMPLOYER], about=employer_in_path)


class Whose(msgspec.Struct, frozen=True, kw_only=True):
    """Whose calendar a page shows: its template, the address it is at, and the frame around it."""

    organisation: Organisation
    template: str
    address: str
    frame: Any


#: Whose calendar an address means.
Found = Callable[[Asked, Principal, Any], Awaitable[Whose]]


def _routes(address: str, guard: Permitted, whose: Found) -> tuple[Any, Any]:
    """The page of one kind of organisation, and its forms."""

    @route(
        f"{address}{HERE}",
        http_method=READ,
        media_type=MediaType.HTML,
        include_in_schema=False,
        guards=[guard],
    )
    async def shown(
        request: Asked,
        principal: CurrentPrincipal,
        templates: Templates,
        sign_in: SigningIn,
        kind: FromQuery[str] = "",
        done: FromQuery[str] = "",
    ) -> Response[Any]:
        """What comes."""
        found = await whose(request, principal, templates)
        return await _shown(request, principal, templates, sign_in, found, kind=kind, done=done)

    @post(
        f"{address}{HERE}",
        media_type=MediaType.HTML,
        include_in_schema=False,
        guards=[guard],
        status_code=HTTPStatus.OK,
    )
    async def changed(
        request: Asked, principal: CurrentPrincipal, templates: Templates, sign_in: SigningIn
    ) -> Response[Any]:
        """Carry out a form of the page."""
        found = await whose(request, principal, templates)
        return await _carried_out(request, principal, templates, sign_in, found)

    return shown, changed


async def _of_hub(request: Asked, _: Principal, templates: Any) -> Whose:
    slug = request.path_params["slug"]
    around = await hub_frame(request, templates, slug, HERE)
    return Whose(
        organisation=Organisation(OrganisationKind.HUB, around.id),
        template="hub/calendar.html",
        address=f"/hubs/{slug}{HERE}",
        frame=around,
    )


async def _of_institution(request: Asked, principal: Principal, _: Any) -> Whose:
    institution = request.path_params["institution"]
    return Whose(
        organisation=Organisation(OrganisationKind.INSTITUTION, institution),
        template="institution/calendar.html",
        address=f"/institutions/{institution}{HERE}",
        frame=await frame(request, principal, institution, "calendar"),
    )


async def _of_employer(request: Asked, _: Principal, __: Any) -> Whose:
    employer = request.path_params["employer"]
    organisation = Organisation(OrganisationKind.EMPLOYER, employer)
    name = (await names_of(ledger_of(request), [organisation]))[organisation]
    return Whose(
        organisation=organisation,
        template="employer/calendar.html",
        address=f"/employers/{employer}{HERE}",
        frame={"name": name, "address": f"/employers/{employer}"},
    )


async def _carried_out(
    request: Asked, principal: Principal, templates: Any, sign_in: SignIn, whose: Whose
) -> Response[Any]:
    """An address that was made is told in this answer; whatever else was done, on the page again."""
    posted = await posted_of(request)
    asked, platform = asked_by(request, posted), sign_in.parts.platform
    if posted.get("deed") == MAKE:
        made = await make(whose.organisation, principal, platform, asked)
        told = "" if made.path is None else sign_in.origin(request) + made.path
        return await _shown(request, principal, templates, sign_in, whose, address=told)
    if posted.get("deed") == WITHDRAW:
        command = WithdrawCalendarFeed(organisation=whose.organisation)
        await execute(command, principal, platform, asked)
        return going_on(f"{whose.address}?done={WITHDRAW}")
    raise NotFoundException("This form is not one of this page’s. Open the page again.")


async def _shown(
    request: Asked,
    principal: Principal,
    templates: Any,
    sign_in: SignIn,
    whose: Whose,
    *,
    kind: str = "",
    done: str = "",
    address: str | None = None,
) -> Response[str]:
    """The page; ``address`` is what was made just now, empty when it was told before."""
    if kind and kind not in list(EntryKind):
        raise NotFoundException(f"A calendar has no entries called “{kind[:30]}”.")
    ledger, organisation = ledger_of(request), whose.organisation
    today = sign_in.parts.platform.clock().astimezone(ENGLAND).date()
    found = await entries_of(
        organisation, ledger, sign_in.parts.pool, scope=scope_of_request(request), today=today
    )
    if isinstance(found, BeingUpdated):
        raise ServiceUnavailableException("The calendar is being put together.")
    feed = await read(ledger, CalendarFeed, feed_stream(organisation))
    of_hub = organisation.kind is OrganisationKind.HUB
    shown = calendar_page(
        found.entries,
        today=today,
        up_to=found.up_to,
        until=window_of(organisation, today).last,
        kind=EntryKind(kind) if kind else None,
        href=_link_of(principal, organisation),
    )
    text = page(
        request,
        templates,
        whose.template,
        frame=whose.frame,
        page=shown,
        clashes=await _clashes(ledger, organisation.id, today) if of_hub else (),
        here=whose.address,
        made_on="" if feed.made_on is None else long_date(feed.made_on),
        address=address,
        withdrawn=done == WITHDRAW,
        may=can(principal, MakeCalendarFeed.OPERATION, Resource.of(organisation)),
        once=new_form(),
    )
    return answer(text)


def _link_of(principal: Principal, organisation: Organisation) -> Callable[[Entry], str]:
    """Where an entry leads: an institution's own encounters have pages, for those who may open them."""
    of_institution = organisation.kind is OrganisationKind.INSTITUTION
    opens = of_institution and can(principal, "encounters.part", Resource.of(organisation))

    def href(entry: Entry) -> str:
        if not opens or entry.encounter is None:
            return ""
        return f"/institutions/{organisation.id}/encounters/{entry.encounter}"

    return href


async def _clashes(ledger: Ledger, hub: UUID, today: date) -> tuple[ClashLine, ...]:
    """Weeks of this academic year and the next that several members plan placements for."""
    members = await members_of(ledger, hub)
    names = await names_of(
        ledger, [Organisation(OrganisationKind.INSTITUTION, one) for one in members]
    )
    called = {one.id: name for one, name in names.items()}
    year = academic_year_of(today)
    lines: list[ClashLine] = []
    for one in (year, next_academic_year(year)):
        plans = await read_many(ledger, PlacementWeeks, [weeks_stream(m, one) for m in members])
        told = {member: plans[weeks_stream(member, one)].weeks for member in members}
        lines += clash_lines(told, called, today=today)
    return tuple(lines)


ROUTES = (
    *_routes("/hubs/{slug:str}", OF_HUB, _of_hub),
    *_routes("/institutions/{institution:uuid}", OF_INSTITUTION, _of_institution),
    *_routes("/employers/{employer:uuid}", OF_EMPLOYER, _of_employer),
)

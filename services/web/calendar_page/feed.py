"""``/calendars/….ics``: an organisation's calendar as programs read it, who cannot sign in.

The rule: the address is the key. What leads to no calendar is answered alike, whatever is wrong with it, and
what is read goes no further than the organisation's own page of its calendar.
"""

import asyncio
from hashlib import sha256

from litestar import MediaType, Response, route
from litestar.params import FromPath

from hub_core.access import Organisation, Resource, can
from hub_core.access.scope import scope_of
from hub_core.calendars.addresses import feed_at
from hub_core.calendars.feed import READS, CalendarFeed, reader_of
from hub_core.identity.people.organisation_names import names_of
from projections.read_model import BeingUpdated
from services.http.authentication import PUBLIC
from services.http.entity_tags import is_had
from services.http.guard_rails.budget_of_principal import spend_budget
from services.http.guard_rails.guessing import guessed_at
from services.web.calendar_page.found import entries_of
from services.web.calendar_page.ical import MEDIA_TYPE, as_ical
from services.web.pages import READ, Asked, Now
from services.web.sign_in.signing_in import SigningIn
from services.web.words import ENGLAND

WHY_PUBLIC = "Calendar programs cannot sign in; the address itself is the key, to one calendar."
NOTHING_HERE = "There is no calendar at this address. Whoever gave it to you can make a new one.\n"
LATER = "The calendar is being put together. Ask again in a minute.\n"


@route(
    "/calendars/{name:str}",
    http_method=READ,
    include_in_schema=False,
    opt={PUBLIC: WHY_PUBLIC},
)
async def calendar_feed(
    request: Asked, name: FromPath[str], sign_in: SigningIn, clock: Now
) -> Response[bytes]:
    """The calendar at this address."""
    guessed_at(request.scope, name)
    parts = sign_in.parts
    ledger = parts.platform.ledger
    feed = await feed_at(ledger, name)
    if feed is None or not _may_be_read(feed):
        return _said(NOTHING_HERE, 404)
    reader, organisation = reader_of(feed), feed.organisation
    await spend_budget(request.scope, reader)
    today = clock().astimezone(ENGLAND).date()
    found = await entries_of(organisation, ledger, parts.pool, scope=scope_of(reader), today=today)
    if isinstance(found, BeingUpdated):
        return _said(LATER, 503, **{"Retry-After": "60"})
    called = (await names_of(ledger, [organisation]))[organisation]
    # Thousands of entries take a second to write, in which others are answered.
    content = await asyncio.to_thread(as_ical, called, found.entries)
    return _answered(request, content)


def _may_be_read(feed: CalendarFeed) -> bool:
    """By the matrix, as for whoever opens the page."""
    organisation: Organisation = feed.organisation
    about = Resource.of(organisation)
    return can(reader_of(feed), READS[organisation.kind], about)


def _answered(request: Asked, content: bytes) -> Response[bytes]:
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if is_had(tag, request.headers.get("if-none-match")):
        return Response(b"", status_code=304, headers=headers, media_type=MEDIA_TYPE)
    headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


def _said(text: str, status: int, **headers: str) -> Response[bytes]:
    return Response(
        text.encode(),
        status_code=status,
        media_type=MediaType.TEXT,
        headers={"Cache-Control": "no-store", **headers},
    )


ROUTES = (calendar_feed,)

"""Making the private address of a calendar, and finding the calendar at one.

The rule: an address is shown to whoever made it, once. What leads to no calendar, for whatever reason, is the
same nothing.
"""

import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256

import msgspec

from hub_core.access import Organisation, Principal
from hub_core.calendars.commands import MakeCalendarFeed
from hub_core.calendars.feed import CalendarFeed, address_key
from hub_core.execute import Accepted, Platform, Request, execute
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load

#: Bytes of chance in an address, and the characters they take in base64 without padding.
CHANCE, LETTERS = 32, 43
FOLDER, SUFFIX = "/calendars/", ".ics"


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What the maker is told. ``path`` is None in the answer to a repeat: it was shown once."""

    path: str | None
    accepted: Accepted


async def make(
    organisation: Organisation, principal: Principal, platform: Platform, request: Request
) -> Made:
    """Give a calendar a new address; raises what ``execute`` raises."""
    token = urlsafe_b64encode(secrets.token_bytes(CHANCE)).rstrip(b"=").decode()
    command = MakeCalendarFeed(organisation=organisation, digest=digest_of(token))
    accepted = await execute(command, principal, platform, request)
    path = None if accepted.repeated else f"{FOLDER}{token}{SUFFIX}"
    return Made(path=path, accepted=accepted)


async def feed_at(ledger: Ledger, name: str) -> CalendarFeed | None:
    """The calendar at the last part of an address; None where there is none."""
    token = name.removesuffix(SUFFIX)
    if token == name or len(token) != LETTERS or not token.isascii():
        return None
    key = address_key(digest_of(token))
    found = (await ledger.holders([key])).get(key)
    return None if found is None else await load(ledger, CalendarFeed, found)


def digest_of(token: str) -> str:
    """All that is kept of an address. Its 256 bits of chance need no salt and no slow hash."""
    return sha256(token.encode()).hexdigest()

"""Commands about the address of a calendar: make one, which replaces the one there was, and withdraw it.

The rule: whoever may look after the organisation's calendar may do both; the address is made at the door, and
only its digest comes in.
"""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from hub_core.access.organisations import Organisation, OrganisationKind
from hub_core.calendars.events import CalendarFeedMade, CalendarFeedWithdrawn, Digest
from hub_core.calendars.feed import CalendarFeed, address_key, feed_stream
from hub_core.employers.employer import Employer
from hub_core.log.aggregate import Aggregate
from hub_core.membership.hub import Hub
from hub_core.membership.institution import Institution
from hub_core.refusals import Invalid, NotFound
from hub_core.work import Changed, Command, Work, handles

_HAVE_ONE: Mapping[OrganisationKind, type[Aggregate]] = {
    OrganisationKind.HUB: Hub,
    OrganisationKind.INSTITUTION: Institution,
    OrganisationKind.EMPLOYER: Employer,
}


class MakeCalendarFeed(Command, frozen=True, kw_only=True):
    """Let programs read an organisation's calendar at a new private address, and at no other."""

    OPERATION: ClassVar[str] = "calendars.make_feed"
    FILLED_IN: ClassVar[frozenset[str]] = frozenset({"digest"})
    organisation: Organisation
    digest: Digest


class WithdrawCalendarFeed(Command, frozen=True, kw_only=True):
    """Let no program read an organisation's calendar any more."""

    OPERATION: ClassVar[str] = "calendars.withdraw_feed"
    organisation: Organisation


@handles(MakeCalendarFeed)
async def make_calendar_feed(command: MakeCalendarFeed, work: Work) -> Changed:
    """The address is told once. One that there was before opens nothing from then on."""
    kind = command.organisation.kind
    if kind not in _HAVE_ONE:
        raise Invalid.field(
            "organisation.kind",
            f"A {kind.label.lower()} has no calendar.",
            "Name a hub, an institution or an employer.",
        )
    missing = NotFound(f"There is no {kind.label.lower()} with this id for you. Check the id.")
    await work.find(_HAVE_ONE[kind], command.organisation.id, missing)
    feed = await _feed(command.organisation, work)
    _shut(feed, work)
    feed.record(
        CalendarFeedMade(
            feed=feed.id,
            occurred_on=work.today,
            organisation=command.organisation,
            digest=command.digest,
        ),
        at=work.now,
    )
    work.claim(address_key(command.digest), feed.id)
    return Changed(id=feed.id, version=feed.version)


@handles(WithdrawCalendarFeed)
async def withdraw_calendar_feed(command: WithdrawCalendarFeed, work: Work) -> Changed:
    """Withdrawing again, or what never was, changes nothing."""
    feed = await _feed(command.organisation, work)
    if feed.digest is not None:
        _shut(feed, work)
        feed.record(
            CalendarFeedWithdrawn(
                feed=feed.id, occurred_on=work.today, organisation=command.organisation
            ),
            at=work.now,
        )
    return Changed(id=feed.id, version=feed.version)


async def _feed(organisation: Organisation, work: Work) -> CalendarFeed:
    feed_id: UUID = feed_stream(organisation)
    return await work.load(CalendarFeed, feed_id)


def _shut(feed: CalendarFeed, work: Work) -> None:
    if feed.digest is not None:
        work.release(address_key(feed.digest), feed.id)

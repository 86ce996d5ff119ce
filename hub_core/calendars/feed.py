"""The address of an organisation's calendar as it stands, and who reads at it.

The rule: an organisation's calendar has one address at most, so that withdrawing it shuts everybody out.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID, uuid5

from hub_core.access.organisations import Organisation, OrganisationKind
from hub_core.access.principal import Principal
from hub_core.access.roles import Role
from hub_core.calendars.events import CalendarFeedMade, CalendarFeedWithdrawn
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event

#: The read that opens the calendar of each kind of organisation: its page, and so its feed.
READS: Mapping[OrganisationKind, str] = {
    OrganisationKind.HUB: "calendars.of_hub",
    OrganisationKind.INSTITUTION: "calendars.of_institution",
    OrganisationKind.EMPLOYER: "calendars.of_employer",
}
#: In which role a program reads each: that of the people there who have the fewest rights to the page.
_READERS: Mapping[OrganisationKind, Role] = {
    OrganisationKind.HUB: Role.FACILITATOR,
    OrganisationKind.INSTITUTION: Role.CAREERS_ADVISER,
    OrganisationKind.EMPLOYER: Role.EMPLOYER_USER,
}


class CalendarFeed(Aggregate):
    """The address of one organisation's calendar (stream: ``feed_stream``)."""

    organisation: Organisation

    def begin(self) -> None:
        #: Of the address that opens now; None while there is none.
        self.digest: str | None = None
        self.made_on: date | None = None

    def evolve(self, event: Event) -> None:
        match event:
            case CalendarFeedMade():
                self.organisation = event.organisation
                self.digest, self.made_on = event.digest, event.occurred_on
            case CalendarFeedWithdrawn():
                self.digest = self.made_on = None
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a calendar's address")


def feed_stream(organisation: Organisation) -> UUID:
    """The stream of the address of an organisation's calendar."""
    return uuid5(organisation.id, f"calendar of the {organisation.kind.value}")


def address_key(digest: str) -> str:
    """The claim that leads from the digest of an address to its stream."""
    return f"calendar-feed:{digest}"


def reader_of(feed: CalendarFeed) -> Principal:
    """Whoever has the address: somebody who may read this one calendar and do nothing else."""
    organisation = feed.organisation
    return Principal(
        id=f"calendar:{feed.id}",
        roles=frozenset({_READERS[organisation.kind]}),
        organisation=organisation,
        operations=frozenset({READS[organisation.kind]}),
        things=frozenset({organisation.id}),
    )

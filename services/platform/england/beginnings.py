"""What stands on the first day: hubs with their scope, institutions, and those that are members already.

The rule: registrations come before memberships, so that a reader of the log meets nobody unknown.
"""

from collections.abc import Iterable
from datetime import date

from hub_core.log.event import Event
from hub_core.membership.events import (
    HubEstablished,
    HubScopeDeclared,
    InstitutionRegistered,
    MemberAdmitted,
)
from hub_core.membership.institution import keys_taken
from hub_core.membership.keys import active_hub_key, hub_slug_key, membership_stream
from services.platform.england.chance import identity
from services.platform.england.lives import Life, founded_on
from services.platform.england.page import Page
from services.platform.england.places import Hub

#: Before every hub: the institutions of this England have always been there.
_ALWAYS = date(2018, 9, 1)


def write_hubs(hubs: Iterable[Hub], seed: int, page: Page) -> None:
    """Hubs, their areas and the phases they take in."""
    for hub in hubs:
        on = founded_on(hub)
        areas = hub.area.local_authorities
        events: tuple[Event, ...] = (
            HubEstablished(
                hub=hub.id,
                occurred_on=on,
                name=hub.name,
                slug=hub.area.slug,
                lead_organisation=hub.lead_organisation,
                local_authorities=areas,
            ),
            HubScopeDeclared(
                hub=hub.id,
                occurred_on=on,
                local_authorities=areas,
                phases=tuple(phase for phase, share in hub.admitted.items() if share),
            ),
        )
        for version, event in enumerate(events, start=1):
            page.write(
                event,
                event_id=identity(seed, "hub event", hub.area.slug, version),
                stream=hub.id,
                version=version,
            )
            if version == 1:
                page.take(hub_slug_key(hub.area.slug), hub.id)


def write_institutions(lives: Iterable[Life], seed: int, page: Page) -> None:
    """Every institution, member or not."""
    for life in lives:
        institution = life.institution
        event = InstitutionRegistered(
            institution=institution.id,
            occurred_on=_ALWAYS,
            urn=institution.urn,
            ukprn=institution.ukprn,
            details=institution.details,
        )
        page.write(
            event,
            event_id=identity(seed, "registered", institution.number),
            stream=institution.id,
            version=1,
        )
        for key in keys_taken(event):
            page.take(key, institution.id)


def write_first_members(lives: Iterable[Life], seed: int, page: Page) -> None:
    """Those that joined before the story begins."""
    for life in lives:
        if life.joins < life.period.first:
            write_admission(life, seed, page, version=1)


def write_admission(life: Life, seed: int, page: Page, *, version: int) -> None:
    """An institution becomes a member on the day it joins."""
    institution = life.institution
    page.write(
        MemberAdmitted(
            institution=institution.id,
            hub=life.hub.id,
            occurred_on=date.fromordinal(life.joins),
        ),
        event_id=identity(seed, "membership", institution.number, version),
        stream=membership_stream(institution.id),
        version=version,
    )
    page.take(active_hub_key(institution.id), life.hub.id)

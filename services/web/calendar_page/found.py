"""What stands in the calendar of a hub, an institution or an employer, looked up when somebody asks.

The rule: what is to come is found in the scope of whoever asks and told from the log's own streams, so that
what was called off a minute ago is called off here; and no stream of a learner or a person is read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
import msgspec

from hub_core.academic_years import academic_year_of, next_academic_year
from hub_core.access import NATIONAL_BODY, Organisation, OrganisationKind
from hub_core.access.scope import Scope
from hub_core.belonging import members_of
from hub_core.calendars.entries import (
    Entry,
    Revision,
    Standing,
    of_part,
    of_placement,
    of_plan,
    of_training,
)
from hub_core.encounters.offer import part_stream
from hub_core.encounters.part import OF_PARTS, Part
from hub_core.identity.people.organisation_names import names_of
from hub_core.log.aggregate import Aggregate
from hub_core.log.event import decode
from hub_core.log.ledger import Ledger
from hub_core.log.of_institution import all_of_institution, streams_of_institution
from hub_core.log.repository import read_many
from hub_core.placements.diary import Diary, diary_stream
from hub_core.placements.events import PlacementOffered, PlacementWithdrawn
from hub_core.placements.placement import Placement, PlacementList, list_stream
from hub_core.placements.weeks import weeks_stream
from hub_core.training.events import (
    BookingCancelled,
    MovedUp,
    PlaceBooked,
    TrainingAnnounced,
    TrainingCalledOff,
    TrainingChanged,
    WaitingListJoined,
)
from hub_core.training.training_event import TrainingEvent, training_of_key
from hub_core.values import AcademicYear
from projections.hub_dashboard.diary import DiaryQueries
from projections.read_model import BeingUpdated

Aggregated = TypeVar("Aggregated", bound=Aggregate)

#: How far back and ahead a calendar reaches. A hub's has every member's encounters, so half a year is enough.
BACK = timedelta(days=31)
AHEAD: Mapping[OrganisationKind, timedelta] = {
    OrganisationKind.HUB: timedelta(days=186),
    OrganisationKind.INSTITUTION: timedelta(days=400),
    OrganisationKind.EMPLOYER: timedelta(days=400),
}
#: Most encounters one calendar tells of, the first days first: a region's hub has some hundreds a month.
MOST = 3_000

_OF_TRAINING = (TrainingAnnounced, TrainingChanged, TrainingCalledOff)
_OF_BOOKINGS = (PlaceBooked, WaitingListJoined, MovedUp, BookingCancelled)
_OF_PLACEMENTS = (PlacementOffered, PlacementWithdrawn)


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The entries of a calendar. ``up_to`` is the last day of the encounters among them where there are more
    than one calendar tells of; None where these are all."""

    entries: list[Entry]
    up_to: date | None


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """The days a calendar shows, both included."""

    first: date
    last: date

    @property
    def academic_years(self) -> tuple[AcademicYear, ...]:
        """Every year that any of the days is in."""
        years = [academic_year_of(self.first)]
        while years[-1] != academic_year_of(self.last):
            years.append(next_academic_year(years[-1]))
        return tuple(years)

    def shows(self, entry: Entry) -> bool:
        """Whether any day of the entry is among them."""
        return entry.first <= self.last and entry.last >= self.first


def window_of(organisation: Organisation, today: date) -> Window:
    """The days that an organisation's calendar shows today."""
    return Window(first=today - BACK, last=today + AHEAD[organisation.kind])


async def entries_of(
    organisation: Organisation,
    ledger: Ledger,
    pool: asyncpg.Pool,
    *,
    scope: Scope,
    today: date,
    most: int = MOST,
) -> Found | BeingUpdated:
    """Everything in an organisation's calendar, the first day first; of encounters ``most`` at most."""
    shown = window_of(organisation, today)
    near = await _taking_part(organisation, ledger, DiaryQueries(pool), shown, scope, most)
    if isinstance(near, BeingUpdated):
        return near
    parts, whole = near
    encounters = await _encounters(organisation, ledger, parts)
    found = [*encounters, *await _others(organisation, ledger, shown)]
    return Found(
        entries=sorted(
            (entry for entry in found if shown.shows(entry)),
            key=lambda one: (one.first, one.last, one.kind, one.title, one.id),
        ),
        up_to=None if whole else max(one.first for one in encounters),
    )


async def _encounters(
    organisation: Organisation, ledger: Ledger, parts: Sequence[Part]
) -> list[Entry]:
    whom = await _whom(organisation, ledger, parts)
    # Whatever happens to a part changes what is told of it.
    return [
        of_part(part, whom[part.id], Revision(number=part.version - 1, at=part.modified_on))
        for part in parts
    ]


async def _taking_part(
    organisation: Organisation,
    ledger: Ledger,
    diary: DiaryQueries,
    shown: Window,
    scope: Scope,
    most: int,
) -> tuple[list[Part], bool] | BeingUpdated:
    """Parts of an institution from its own events; of several, those the read model finds near. And whether
    these are all."""
    if organisation.kind is OrganisationKind.INSTITUTION:
        return await all_of_institution(ledger, Part, organisation.id, OF_PARTS), True
    days = (shown.first, shown.last)
    if organisation.kind is OrganisationKind.EMPLOYER:
        near = await diary.of_employer(organisation.id, *days, most=most + 1, scope=scope)
    else:
        members = await members_of(ledger, organisation.id)
        near = await diary.of_institutions(members, *days, most=most + 1, scope=scope)
    if isinstance(near, BeingUpdated):
        return near
    streams = [part_stream(one.encounter, one.institution) for one in near[:most]]
    return list((await read_many(ledger, Part, streams)).values()), len(near) <= most


async def _whom(
    organisation: Organisation, ledger: Ledger, parts: Sequence[Part]
) -> dict[UUID, str]:
    """With whom and where, by part, as far as the organisation does not know it of itself."""
    employers = {
        one.id: Organisation(OrganisationKind.EMPLOYER, one.particulars.employer) for one in parts
    }
    schools = {one.id: Organisation(OrganisationKind.INSTITUTION, one.institution) for one in parts}
    names = await names_of(ledger, {*employers.values(), *schools.values()})
    if organisation.kind is OrganisationKind.EMPLOYER:
        return {part: names[school] for part, school in schools.items()}
    if organisation.kind is OrganisationKind.INSTITUTION:
        return {part: names[employer] for part, employer in employers.items()}
    return {part: f"{names[employers[part]]} at {names[schools[part]]}" for part in schools}


async def _others(organisation: Organisation, ledger: Ledger, shown: Window) -> list[Entry]:
    """Training, placements and placement weeks."""
    if organisation.kind is OrganisationKind.EMPLOYER:
        return await _placements(ledger, [organisation.id], at_employer=True)
    if organisation.kind is OrganisationKind.INSTITUTION:
        return [
            *await _bookings(ledger, organisation.id),
            *await _diary(ledger, organisation.id),
            *await _weeks(ledger, [organisation.id], shown, named=False),
        ]
    members = await members_of(ledger, organisation.id)
    return [
        *await _trainings(ledger, [organisation.id, NATIONAL_BODY.id]),
        *await _placements(ledger, [organisation.id], at_employer=False),
        *await _weeks(ledger, members, shown, named=True),
    ]


async def _trainings(ledger: Ledger, organisers: Sequence[UUID]) -> list[Entry]:
    """What these organisers offer, or called off."""
    keys = [key for one in organisers for key in await ledger.claims_of(one)]
    offered = [found for key in keys if (found := training_of_key(key)) is not None]
    read = await _read(ledger, TrainingEvent, offered, _tells(_OF_TRAINING))
    return [of_training(one, revision) for one, revision in read]


async def _bookings(ledger: Ledger, institution: UUID) -> list[Entry]:
    """Training that people of an institution booked, or booked and cancelled."""
    booked = await streams_of_institution(ledger, institution, (PlaceBooked, WaitingListJoined))
    telling, of_bookings = _tells(_OF_TRAINING), _tells(_OF_BOOKINGS)
    read = await _read(
        ledger,
        TrainingEvent,
        booked,
        lambda row: telling(row) or (of_bookings(row) and row["institution"] == institution),
    )
    return [of_training(one, revision, booked_by=institution) for one, revision in read]


async def _placements(ledger: Ledger, owners: Sequence[UUID], *, at_employer: bool) -> list[Entry]:
    """Placements in the lists of these owners, or withdrawn."""
    lists = await read_many(ledger, PlacementList, map(list_stream, owners))
    listed = dict.fromkeys(one for found in lists.values() for one in found.placements)
    read = await _read(ledger, Placement, listed, _tells(_OF_PLACEMENTS))
    whom = await _hosts(ledger, [one for one, _ in read])
    return [
        entry
        for one, revision in read
        for entry in of_placement(
            one.id,
            one.terms,
            "offered by you" if at_employer else f"at {whom[one.employer]}",
            Standing.CANCELLED if one.withdrawn else Standing.CONFIRMED,
            revision,
        )
    ]


async def _diary(ledger: Ledger, institution: UUID) -> list[Entry]:
    """Placements that learners of an institution go on, or were to go on."""
    stream = diary_stream(institution)
    revisions: dict[UUID, Revision] = {}
    for row in await ledger.read_stream(stream):
        placement = decode(row["topic"], row["data"]).placement  # type: ignore[attr-defined]
        number = revisions[placement].number + 1 if placement in revisions else 0
        revisions[placement] = Revision(number=number, at=row["recorded_at"])
    going = (await read_many(ledger, Diary, [stream]))[stream].bookings
    placements = await read_many(ledger, Placement, revisions)
    whom = await _hosts(ledger, placements.values())
    return [
        entry
        for one in placements.values()
        for entry in of_placement(
            one.id,
            one.terms,
            f"at {whom[one.employer]}",
            Standing.CONFIRMED if one.id in going else Standing.CANCELLED,
            revisions[one.id],
        )
    ]


async def _hosts(ledger: Ledger, placements: Iterable[Placement]) -> dict[UUID, str]:
    hosts = {Organisation(OrganisationKind.EMPLOYER, one.employer) for one in placements}
    return {one.id: name for one, name in (await names_of(ledger, hosts)).items()}


async def _weeks(
    ledger: Ledger, institutions: Sequence[UUID], shown: Window, *, named: bool
) -> list[Entry]:
    """Weeks these institutions plan placements for, or planned and took back."""
    plans = {weeks_stream(one, year): one for one in institutions for year in shown.academic_years}
    streams = await ledger.read_streams(plans)
    schools = {plans[plan] for plan in streams}
    names = await names_of(
        ledger, {Organisation(OrganisationKind.INSTITUTION, one) for one in schools}
    )
    called = {one.id: name for one, name in names.items()}
    entries: list[Entry] = []
    for plan, rows in streams.items():
        declared: Any = [(decode(row["topic"], row["data"]), row["recorded_at"]) for row in rows]
        entries += of_plan(plan, declared, where=called[plans[plan]] if named else "")
    return entries


def _tells(events: Sequence[type[Any]]) -> Callable[[asyncpg.Record], bool]:
    topics = {event.TOPIC for event in events}
    return lambda row: row["topic"] in topics


async def _read(
    ledger: Ledger,
    kind: type[Aggregated],
    streams: Iterable[UUID],
    telling: Callable[[asyncpg.Record], bool],
) -> list[tuple[Aggregated, Revision]]:
    """Aggregates that exist, each with the revision its telling rows amount to."""
    found = []
    for stream, rows in (await ledger.read_streams(dict.fromkeys(streams))).items():
        one = kind.of(
            stream,
            (
                (row["version"], row["recorded_at"], decode(row["topic"], row["data"]))
                for row in rows
            ),
        )
        told = [row for row in rows if telling(row)]
        found.append((one, Revision(number=len(told) - 1, at=told[-1]["recorded_at"])))
    return found

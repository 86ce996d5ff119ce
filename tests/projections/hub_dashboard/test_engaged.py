"""Which employers a hub's members met: each member once a year, as the API counts it, and how new that is."""

from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub_core.academic_years import first_day
from hub_core.access.scope import Scope, ScopeKind
from hub_core.employers.engagement import Meeting, engagements
from hub_core.log.event import Event, encode
from hub_core.log.ledger import Append, NewEvent, Written
from projections.hub_dashboard.engaged import EmployerMet, EmployersMet, EngagedEmployers
from projections.hub_dashboard.fold import PROJECTION
from projections.runner import Runner
from services.encounters.parts_of_institution import meetings_of
from tests.projections.conftest import ENVELOPE

A, B, D = "Ashbrook Academy", "Birchwood Primary", "Dale School"
HARTLEY, QUAY = "Hartley Engineering", "Quay Boats"
JUNE, OCTOBER, MARCH, MAY = (
    date(2025, 6, 2), date(2025, 10, 6), date(2026, 3, 9), date(2026, 5, 4),
)  # fmt: skip


def hub_scope(hub: UUID) -> Scope:
    return Scope(ScopeKind.HUB, str(hub))


async def met_by(log: Any, hub: UUID, year: str = "2025/26") -> EmployersMet:
    found = await EngagedEmployers(log.pool).of_hub(hub, year, scope=hub_scope(hub))
    assert isinstance(found, EmployersMet)
    return found


async def one_by_one(log: Any, hub: UUID, *employers: UUID) -> set[Meeting]:
    found = await EngagedEmployers(log.pool).meetings(hub, employers, scope=hub_scope(hub))
    assert isinstance(found, tuple)
    assert len(set(found)) == len(found)
    return set(found)


async def test_each_employer_counts_once_for_a_member_and_year_with_the_last_day_of_it(
    log: Any, town: Any
) -> None:
    await log.append(
        town.hub("sea"),
        town.hub("hill", areas=("204",)),
        town.employer(HARTLEY),
        town.employer(QUAY),
        *(town.school(name) for name in (A, B, D)),
        *(town.admitted(name) for name in (A, B)),
        town.delivered("before", A, JUNE, 30),
        town.delivered("talk", A, OCTOBER, 30),
        town.delivered("visit", A, MARCH, 30),
        town.accepted("mock", A, MAY),
        town.proposed("none", B, MARCH),
        town.declined("none", B, MARCH),
    )
    runner = Runner(PROJECTION, ledger=log.ledger, pool=log.pool)
    await runner.catch_up()
    for later in (
        town.delivered("boats", B, OCTOBER, 20, employer=QUAY),
        town.delivered("not ours", D, MAY, 10),
    ):
        await log.append(later)
        await runner.catch_up()

    hub = town.id("sea")
    sea = await met_by(log, hub)
    assert (sea.members, sea.told) == (2, 2)
    assert {one.employer: one for one in sea.employers} == {
        town.id(employer): EmployerMet(
            employer=town.id(employer),
            met_last_year=before,
            booked_this_year=now,
            last_met=last,
        )
        for employer, before, now, last in ((HARTLEY, 1, 1, MARCH), (QUAY, 0, 1, OCTOBER))
    }
    told = "select max(recorded_at) from ledger.events where institution = $1"
    assert sea.newest == await log.pool.fetchval(told, town.id(B))
    hartley = {
        Meeting(employer=town.id(HARTLEY), institution=town.id(A), day=day, took_place=took)
        for day, took in ((JUNE, True), (MARCH, True), (MAY, False))
    }
    assert await one_by_one(log, hub, town.id(HARTLEY)) == hartley
    assert len(await one_by_one(log, hub, town.id(HARTLEY), town.id(QUAY))) == 4

    hill = await met_by(log, town.id("hill"))
    assert hill == EmployersMet(members=0, told=0, employers=(), newest=None)


#: What became of an encounter: the events of its part, each with the day it names.
FATES = (
    ("proposed",),
    ("proposed", "accepted"),
    ("proposed", "declined"),
    ("proposed", "accepted", "cancelled"),
    ("delivered",),
    ("delivered", "disputed"),
    ("delivered", "confirmed"),
    ("delivered", "confirmed", "withdrawn"),
    ("recorded",),
    ("recorded", "taken_back"),
)
SCHOOLS, EMPLOYERS = ("one", "two", "of another hub"), ("first", "second", "third")
#: The first and the last day of a year, and any other, of the years before, asked about, after and long ago.
DAYS = st.builds(
    lambda year, days: first_day(f"{year}/{(year + 1) % 100:02}") + timedelta(days=days),
    st.integers(2021, 2026),
    st.sampled_from((0, 1, 200, 363, 364)),
)
NUMBERS = count()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    told=st.lists(
        st.tuples(
            st.sampled_from(SCHOOLS), st.sampled_from(EMPLOYERS), st.sampled_from(FATES), DAYS
        ),
        max_size=25,
    )
)
async def test_whatever_happened_it_is_counted_as_the_api_counts_it(
    log: Any, town: Any, told: list[tuple[str, str, tuple[str, ...], date]]
) -> None:
    """``employers.engagement`` folds each member's own events; the page asks the read model to count."""
    own = f"a{next(NUMBERS)}-"
    hub, *members = (town.id(own + name) for name in ("hub", *SCHOOLS[:2]))
    await log.append(
        town.hub(own + "hub"),
        *(town.employer(own + name) for name in EMPLOYERS),
        *(town.school(own + name) for name in SCHOOLS),
        *(town.admitted(own + name, own + "hub") for name in SCHOOLS[:2]),
    )
    for number, (school, employer, fate, day) in enumerate(told):
        thing = f"{own}{number}"
        await as_one_stream(
            log,
            [happened(town, one, thing, own + school, own + employer, day) for one in fate],
        )
    await Runner(PROJECTION, ledger=log.ledger, pool=log.pool).catch_up()

    meetings = [one for member in members for one in await meetings_of(log.ledger, member)]
    for year in ("2023/24", "2025/26", "2026/27"):
        found = await met_by(log, hub, year)
        assert {
            one.employer: (one.met_last_year, one.booked_this_year, one.last_met)
            for one in found.employers
        } == {
            employer: (len(one.met_last_year), len(one.booked_this_year), one.last_met)
            for employer, one in engagements(meetings, year).items()
        }
        assert (found.members, found.told) == (2, len({one.institution for one in meetings}))
        named = [town.id(own + name) for name in EMPLOYERS[:2]]
        assert engagements(await one_by_one(log, hub, *named), year) == engagements(
            (one for one in meetings if one.employer in named), year
        )


def happened(town: Any, what: str, thing: str, school: str, employer: str, day: date) -> Event:
    event: Event
    match what:
        case "recorded":
            event = town.recorded(thing, school, day, {8: 30}, employer=town.id(employer))
        case "confirmed":
            event = town.counted(thing, school, day, {8: 30}, employer=employer)
        case "proposed" | "accepted" | "delivered":
            event = getattr(town, what)(thing, school, day, employer=employer)
        case _:
            event = getattr(town, what)(thing, school, day)
    return event


async def as_one_stream(log: Any, events: list[Event]) -> None:
    """Unlike the log's own ``append``: what becomes of an encounter stands in one stream."""
    stream = uuid4()
    appended = [
        NewEvent(
            event_id=uuid4(),
            stream_id=stream,
            version=version,
            topic=event.TOPIC,
            data=encode(event),
            institution=getattr(event, "institution", None),
        )
        for version, event in enumerate(events, start=1)
    ]
    [outcome] = await log.ledger.append([Append(events=appended, envelope=ENVELOPE)])
    assert isinstance(outcome, Written)

"""Placements at a hub: places offered against places asked for, by week and sector, and who waits.

The rule: places and who asked are read from the log itself; for which needs they went is told, never for
how many learners, and numbers of learners in members' own plans are protected week by week.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from hub_core.belonging import members_of
from hub_core.disclosure import protect
from hub_core.employers.employer import Employer
from hub_core.placements.placement import Placement, PlacementList, list_stream
from hub_core.placements.weeks import PlacementWeeks, weeks_stream
from hub_core.reference.employers import Sector
from hub_core.reference.labelled import Labelled
from hub_core.values import listed
from services.web.hub_panels.panel import (
    NOTHING_WAITS,
    KeyFigure,
    Panel,
    Question,
    Row,
    Rows,
    Section,
    field,
    labels,
    year_field,
)
from services.web.words import counted, long_date, number

UNKNOWN = "unknown"
SOLE_TRADER = "A sole trader"
NEXT = "Next step"


class Which(Labelled):
    """Which placements to show, as an address says it."""

    WAITING = "waiting", "Somebody waits"
    FREE = "free", "Places free"
    UNALLOCATED = "unallocated", "Asked for, not allocated yet"


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """One placement that stands, with its employer. Of one that another hub allocates, ``ours`` is false: who
    asked for it is not told here."""

    placement: Placement
    employer: str
    sector: Sector | None
    ours: bool

    @property
    def places(self) -> int:
        """Places there are."""
        return self.placement.terms.places

    @property
    def asked(self) -> int:
        """Places asked for."""
        return sum(one.asked for one in self.placement.stands.values()) if self.ours else 0

    @property
    def given(self) -> int:
        """Places that institutions have."""
        return self.placement.given_out

    @property
    def waiting(self) -> int:
        """Places asked for that nobody has been given."""
        return (
            sum(one.asked - one.places for one in self.placement.stands.values())
            if self.ours
            else 0
        )

    @property
    def free(self) -> int:
        """Places nobody has."""
        return self.places - self.given

    def is_one_of(self, which: str) -> bool:
        """Whether it is among those an address chooses."""
        match which:
            case Which.WAITING:
                return bool(self.waiting)
            case Which.FREE:
                return bool(self.free)
            case Which.UNALLOCATED:
                return self.unallocated
            case _:
                return True

    @property
    def unallocated(self) -> bool:
        """Whether somebody asked and the hub has given out nothing yet."""
        return self.ours and not self.placement.allocated and bool(self.placement.stands)


class Plans(msgspec.Struct, frozen=True, kw_only=True):
    """What members plan themselves: learners by week and member, of so many ``members``."""

    members: int
    by_week: Mapping[date, Mapping[UUID, int]]

    @property
    def told(self) -> int:
        """How many members have told their weeks."""
        return len({one for week in self.by_week.values() for one in week})


async def placements_panel(question: Question) -> Panel:
    """The placements open to the hub's members, and the weeks its members plan."""
    ledger, year = question.ledger, question.academic_year
    members = await members_of(ledger, question.hub)
    looked = await question.look()
    named = (await looked.read(PlacementList, list_stream(question.hub))).placements
    found = await looked.read_many(Placement, named)
    stand = [one for one in found.values() if not one.withdrawn and one.terms.academic_year == year]
    employers = await looked.read_many(Employer, {one.employer for one in stand})
    plans = await looked.read_many(PlacementWeeks, [weeks_stream(one, year) for one in members])
    by_week: dict[date, dict[UUID, int]] = {}
    for member in members:
        for week in plans[weeks_stream(member, year)].weeks:
            by_week.setdefault(week.monday, {})[member] = week.learners
    offered = [
        Offered(
            placement=one,
            employer=employers[one.employer].details.name or SOLE_TRADER,
            sector=employers[one.employer].details.sector,
            ours=one.coordinated_by == question.hub,
        )
        for one in stand
    ]
    offered.sort(
        key=lambda one: (
            not next_step(one, question.today),
            one.placement.terms.first_day,
            one.employer,
        )
    )
    return panel_of(question, offered, Plans(members=len(members), by_week=by_week))


def panel_of(question: Question, found: Sequence[Offered], plans: Plans) -> Panel:
    """The panel of these placements and plans."""
    which = question.chosen("show", [one.value for one in Which])
    sector = question.chosen("sector", [*Sector, UNKNOWN])
    of_sector = [one for one in found if sector in ("", one.sector or UNKNOWN)]
    chosen = [one for one in of_sector if one.is_one_of(which)]
    return Panel(
        title="Placements",
        headline=headline(found, plans, question.academic_year),
        figures=_figures(found, plans),
        fields=(
            field("show", "Which", labels(Which), which, "Every placement"),
            field(
                "sector", "Sector", labels(Sector) | {UNKNOWN: "Not known"}, sector, "Every sector"
            ),
            year_field(question),
        ),
        sections=(_weeks(of_sector, plans), _sectors(found), _placements(chosen, question.today)),
        head=_HEAD,
        file=(_line(one, question.today) for one in chosen),
        terms=TERMS,
        nothing="" if found or plans.by_week else NOTHING,
    )


def headline(found: Sequence[Offered], plans: Plans, year: str) -> str:
    """Places against requests, in one sentence."""
    if not found and not plans.by_week:
        return f"Nothing is offered or planned in {year} yet"
    ours = [one for one in found if one.ours]
    places, asked = sum(one.places for one in ours), sum(one.asked for one in ours)
    waiting = sum(one.waiting for one in ours)
    return (
        f"Employers offer {counted(places, 'place')} in {year}, and members asked for {number(asked)}. "
        f"{number(waiting)} {'waits' if waiting == 1 else 'wait'}"
    )


def next_step(one: Offered, today: date) -> str:
    """What to do about it next; empty where nothing waits."""
    if one.placement.terms.last_day < today:
        return ""
    if not one.ours:
        return "Another hub gives these places out. Tell members that they can ask."
    if one.unallocated:
        return "Give the places out: who asked waits to hear."
    if one.waiting:
        return f"Ask employers of this sector for {counted(one.waiting, 'place')} more."
    if one.free:
        return f"Tell members: {counted(one.free, 'place')} free."
    return ""


def reasons(one: Offered) -> str:
    """Why places went where they did, without a number of learners."""
    if not one.ours:
        return "Told to the hub that gives them out"
    stands = one.placement.stands.values()
    groups = [reason.group for stand in stands for reason in stand.reasons if reason.places]
    if not groups:
        return "Nothing given out yet"
    words = list(dict.fromkeys(f"learners {group.label}" for group in groups if group is not None))
    words += ["equal shares"] if None in groups else []
    said = listed(tuple(words))
    return said[0].upper() + said[1:]


def _figures(found: Sequence[Offered], plans: Plans) -> tuple[KeyFigure, ...]:
    ours = [one for one in found if one.ours]
    asking = {member for one in ours for member in one.placement.stands}
    rests = (
        f"asked by {number(len(asking))} of {counted(plans.members, 'member')}, as things stand now"
    )
    employers = len({one.placement.employer for one in ours})
    return (
        KeyFigure(
            label="Places offered",
            amount=number(sum(one.places for one in ours)),
            rests_on=f"by {counted(employers, 'employer')}, as things stand now",
        ),
        KeyFigure(
            label="Places asked for", amount=number(sum(one.asked for one in ours)), rests_on=rests
        ),
        KeyFigure(label="Given out", amount=number(sum(one.given for one in ours)), rests_on=rests),
        KeyFigure(label="Waiting", amount=number(sum(one.waiting for one in ours)), rests_on=rests),
        KeyFigure(
            label="Members that told their weeks",
            amount=number(plans.told),
            of=f"of {number(plans.members)}",
            rests_on="each with about how many learners go",
        ),
    )


def mondays(days: Iterable[date]) -> tuple[date, ...]:
    """The weeks in which these days lie, by their Mondays."""
    return tuple(sorted({day - timedelta(days=day.weekday()) for day in days}))


def _weeks(found: Sequence[Offered], plans: Plans) -> Section:
    in_week: dict[date, list[Offered]] = {}
    for one in found:
        for monday in mondays(one.placement.terms.days):
            in_week.setdefault(monday, []).append(one)
    weeks = sorted({*in_week, *plans.by_week})
    return Section(
        key="weeks",
        heading="Week by week",
        says="A placement of several weeks stands in each of them. Beside what employers offer stands what "
        "members plan themselves: about how many learners, protected where they are few.",
        columns=(
            "Week of",
            "Places offered",
            "Asked for",
            "Waiting",
            "Members planning",
            "Learners planned",
        ),
        rows=tuple(
            Row(
                name=long_date(monday),
                cells=(
                    number(sum(one.places for one in in_week.get(monday, ()) if one.ours)),
                    number(sum(one.asked for one in in_week.get(monday, ()))),
                    number(sum(one.waiting for one in in_week.get(monday, ()))),
                    number(len(plans.by_week.get(monday, {}))),
                    protect(sum(plans.by_week.get(monday, {}).values())).text,
                ),
            )
            for monday in weeks
        ),
        empty="No placement is offered and no week is planned in this academic year.",
    )


def _sectors(found: Sequence[Offered]) -> Section:
    groups: dict[Sector | None, list[Offered]] = {}
    for one in found:
        if one.ours:
            groups.setdefault(one.sector, []).append(one)
    order: Iterable[Sector | None] = (*Sector, None)
    return Section(
        key="sectors",
        heading="By sector",
        says="",
        columns=("Sector", "Employers", "Places offered", "Asked for", "Given out", "Waiting"),
        rows=tuple(
            Row(
                name=sector.label if sector else "Not known",
                cells=tuple(
                    number(amount)
                    for amount in (
                        len({one.placement.employer for one in groups[sector]}),
                        *(
                            sum(each)
                            for each in zip(
                                *(
                                    (one.places, one.asked, one.given, one.waiting)
                                    for one in groups[sector]
                                ),
                                strict=True,
                            )
                        ),
                    )
                ),
            )
            for sector in order
            if sector in groups
        ),
        empty="No employer offers a place in this academic year.",
    )


def _placements(chosen: Sequence[Offered], today: date) -> Section:
    return Section(
        key="placements",
        heading="Placement by placement",
        says="Those with something to do come first, the earliest of them above all.",
        columns=(
            "Placement",
            "When",
            "Places",
            "Asked for",
            "Given out",
            "Waiting",
            "Given to",
            NEXT,
        ),
        rows=Rows(chosen, lambda one: _placement_row(one, today)),
        empty="No placement matches what you chose.",
        wide=frozenset({NEXT, "Given to"}),
    )


def _placement_row(one: Offered, today: date) -> Row:
    return Row(
        name=one.employer,
        about=one.placement.terms.type.label,
        cells=(
            _when(one.placement),
            number(one.places),
            number(one.asked) if one.ours else "Not told",
            number(one.given) if one.ours else "Not told",
            number(one.waiting) if one.ours else "Not told",
            reasons(one),
            next_step(one, today) or NOTHING_WAITS,
        ),
    )


def _when(placement: Placement) -> str:
    terms = placement.terms
    if terms.first_day == terms.last_day:
        return long_date(terms.first_day)
    return f"{long_date(terms.first_day)} to {long_date(terms.last_day)}"


def _line(one: Offered, today: date) -> tuple[str, ...]:
    terms = one.placement.terms
    told = (str(one.asked), str(one.given), str(one.waiting)) if one.ours else ("c", "c", "c")
    return (
        one.employer,
        one.sector.label if one.sector else "x",
        terms.type.label,
        terms.first_day.isoformat(),
        terms.last_day.isoformat(),
        str(one.places),
        *told,
        reasons(one),
        next_step(one, today) or "z",
    )


_HEAD = (
    "Employer", "Sector", "Type", "First day", "Last day", "Places", "Asked for", "Given out", "Waiting",
    "Given to", "Next step",
)  # fmt: skip
NOTHING = (
    "No employer offers members a placement and no member has told its placement weeks in this academic "
    "year. Both appear here as soon as they are recorded."
)
TERMS: Mapping[str, str] = {
    "Places": "Places an employer offers to this hub’s members and this hub gives out. Those of other hubs "
    "are listed, and counted nowhere.",
    "Waiting": "Places asked for that nobody has been given. Whoever waits moves up when places come back.",
    "Given to": "The needs that decided, the weightiest first: it is told which, never how many learners.",
    "Learners planned": "About how many learners members send in that week, by their own plans. Fewer than "
    "10 are not told, and others are rounded.",
}

"""Employers of a hub: who lapsed, who is over-asked, the cornerstones, whose verification is open; what next.

The rule: whom the members met is counted as the API counts it; how they stand is read from the log, and one
that was merged is the one it was merged into. A sole trader's name stays in the vault.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from uuid import UUID

import msgspec

from hub_core.employers.approaches import Approaches, approaches_stream
from hub_core.employers.employer import Employer
from hub_core.employers.engagement import Engagement, Meeting, engagements
from hub_core.employers.hosting import Hosting, HubCatalogue, catalogue_stream, hosting_stream
from hub_core.log.repository import Looked, look
from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.labelled import Labelled
from projections.hub_dashboard.engaged import EmployersMet, EngagedEmployers
from projections.read_model import BeingUpdated
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
#: Rows kept at most, as many as are kept as they are shown; one is about half a kilobyte.
MOST_KEPT = 10_000


class Which(Labelled):
    """Which employers to show, as an address says it."""

    ACTIVE = "active", "Met or booked this year"
    LAPSED = "lapsed", "Lapsed"
    OVER_ASKED = "over_asked", "Over-asked"
    CORNERSTONE = "cornerstone", "Cornerstones"
    UNVERIFIED = "unverified", "Verification open"
    OFFERS = "offers", "Offered, and nothing booked"


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One employer as the hub has to do with it. ``rests_until`` is the first day on which it may be
    approached again, None where that is now; ``leave_be`` says that it wants no approach at all."""

    employer: UUID
    name: str
    sector: Sector | None
    size: EmployerSize | None
    met_last_year: int
    this_year: int
    last_met: date | None
    verified: bool
    cornerstone: bool
    offers: bool
    rests_until: date | None = None
    leave_be: bool = False

    @property
    def lapsed(self) -> bool:
        """Met members last year, and has nothing booked this year."""
        return bool(self.met_last_year) and not self.this_year

    def is_one_of(self, which: str) -> bool:
        """Whether it is among those an address chooses."""
        rule = _RULES.get(which)
        return rule is None or rule(self)


#: Who is one of them: a page asks it of every employer several times.
_RULES: Mapping[str, Callable[[Standing], bool]] = {
    Which.ACTIVE: lambda one: bool(one.this_year),
    Which.LAPSED: lambda one: one.lapsed,
    Which.OVER_ASKED: lambda one: one.leave_be or one.rests_until is not None,
    Which.CORNERSTONE: lambda one: one.cornerstone,
    Which.UNVERIFIED: lambda one: not one.verified,
    Which.OFFERS: lambda one: one.offers and not one.this_year,
}


async def employers_panel(question: Question) -> Panel | BeingUpdated:
    """The employers that the hub's members met, that are its cornerstones, or that told it what they host."""
    met = await EngagedEmployers(question.parts.pool).of_hub(question.hub, scope=question.scope)
    if isinstance(met, BeingUpdated):
        return met
    return panel_of(question, met, await _standings(question, met))


async def _standings(question: Question, met: EmployersMet) -> list[Standing]:
    ledger, year = question.ledger, question.academic_year
    looked = await look(ledger)
    catalogue = await looked.read(HubCatalogue, catalogue_stream(question.hub))
    offering = await _offering(looked, catalogue, question.hub, year)
    named = {one.employer for one in met.meetings} | offering | set(catalogue.cornerstones)
    known = await looked.read_many(Employer, named)
    merged = {one: into for one in named if (into := known[one].merged_into) is not None}
    known |= await looked.read_many(Employer, set(merged.values()) - known.keys())
    survivors = {one: known[one] for one in dict.fromkeys(merged.get(one, one) for one in named)}
    found = engagements(as_merged(met.meetings, merged), year)
    guards = await looked.read_many(Approaches, map(approaches_stream, survivors))
    return [
        _standing(
            employer,
            found.get(one),
            guards[approaches_stream(one)],
            question,
            offers=bool(offering & {one, *employer.absorbed}),
        )
        for one, employer in survivors.items()
    ]


def as_merged(meetings: Sequence[Meeting], merged: Mapping[UUID, UUID]) -> Iterable[Meeting]:
    """The meetings of each employer as those of the one it was merged into, which few were."""
    if not merged:
        return meetings
    return (
        msgspec.structs.replace(one, employer=merged[one.employer])
        if one.employer in merged
        else one
        for one in meetings
    )


async def _offering(looked: Looked, catalogue: HubCatalogue, hub: UUID, year: str) -> set[UUID]:
    """Who told the hub what they would host this year, and stands by it."""
    listed = catalogue.employers.get(year, ())
    told = await looked.read_many(Hosting, [hosting_stream(one, year) for one in listed])
    return {one for one in listed if hub in told[hosting_stream(one, year)].hubs}


def _standing(
    employer: Employer,
    engagement: Engagement | None,
    guard: Approaches,
    question: Question,
    *,
    offers: bool,
) -> Standing:
    possible = guard.next_possible(question.today)
    return Standing(
        employer=employer.id,
        name=employer.details.name or SOLE_TRADER,
        sector=employer.details.sector,
        size=employer.details.size,
        met_last_year=len(engagement.met_last_year) if engagement else 0,
        this_year=len(engagement.booked_this_year) if engagement else 0,
        last_met=engagement.last_met if engagement else None,
        verified=employer.verified_by is not None,
        cornerstone=question.hub in employer.cornerstone_of,
        offers=offers,
        rests_until=possible if possible is not None and possible > question.today else None,
        leave_be=possible is None,
    )


def panel_of(question: Question, met: EmployersMet, found: Sequence[Standing]) -> Panel:
    """The panel of these employers, those with something to do first."""
    which = question.chosen("show", [one.value for one in Which])
    sector = question.chosen("sector", [*Sector, UNKNOWN])
    size = question.chosen("size", [*EmployerSize, UNKNOWN])
    chosen = [
        one
        for one in found
        if (not which or one.is_one_of(which))
        and sector in ("", one.sector or UNKNOWN)
        and size in ("", one.size or UNKNOWN)
    ]
    chosen.sort(key=lambda one: (not next_step(one), -one.this_year, -one.met_last_year, one.name))
    unknown = {UNKNOWN: "Not known"}
    return Panel(
        title="Employers",
        headline=headline(found, question.academic_year),
        figures=_figures(question, met, found),
        fields=(
            field("show", "Which", labels(Which), which, "Every employer"),
            field("sector", "Sector", labels(Sector) | unknown, sector, "Every sector"),
            field("size", "Size", labels(EmployerSize) | unknown, size, "Every size"),
            year_field(question),
        ),
        sections=(
            _employers(chosen, question.here),
            _by("sector", "By sector", Sector, found, [one.sector for one in found]),
            _by("size", "By size", EmployerSize, found, [one.size for one in found]),
        ),
        head=_HEAD,
        file=map(_line, chosen),
        terms=TERMS,
        nothing="" if found else NOTHING,
    )


def headline(found: Sequence[Standing], year: str) -> str:
    """How many are active, and how many lapsed."""
    if not found:
        return "No employer is known to this hub yet"
    active = sum(one.is_one_of(Which.ACTIVE) for one in found)
    lapsed = sum(one.lapsed for one in found)
    verb = "has" if lapsed == 1 else "have"
    return (
        f"{number(active)} of {counted(len(found), 'employer')} met a member in {year} or {_is(active)} "
        f"booked to. {number(lapsed)} {verb} lapsed"
    )


def next_step(one: Standing) -> str:
    """What to do about it next; empty where nothing waits."""
    if one.leave_be:
        return "Leave them be: they asked not to be approached."
    if one.rests_until is not None:
        return f"Ask nothing of them before {long_date(one.rests_until)}: they were asked enough."
    if not one.verified:
        return "Look them up in the public register or call them back, then open them here and verify them."
    if one.lapsed:
        return "Ring them before others do: they know your members and have nothing booked."
    if one.cornerstone and not one.this_year:
        return "Agree with them what they do this year: nothing is booked."
    if one.offers and not one.this_year:
        return "Pass their offer on to members: nobody has taken it up."
    return ""


def states(one: Standing) -> str:
    """How it stands, in a few words."""
    said = [
        each.label
        for each in (Which.CORNERSTONE, Which.LAPSED, Which.OVER_ASKED)
        if one.is_one_of(each)
    ]
    said = ["Cornerstone" if each == Which.CORNERSTONE.label else each for each in said]
    first, *more = [*said, "Verified" if one.verified else Which.UNVERIFIED.label]
    return ", ".join([first, *map(str.lower, more)])


def _figures(
    question: Question, met: EmployersMet, found: Sequence[Standing]
) -> tuple[KeyFigure, ...]:
    behind = len({one.institution for one in met.meetings})
    rests = (
        f"told by {number(behind)} of {counted(met.members, 'member')}, {question.age(met.newest)}"
    )
    log = "as things stand now"
    stones = [one for one in found if one.cornerstone]

    def figure(which: Which, rests_on: str) -> KeyFigure:
        amount = sum(map(_RULES[which], found))
        return KeyFigure(label=which.label, amount=number(amount), rests_on=rests_on)

    return (
        figure(Which.ACTIVE, rests),
        figure(Which.LAPSED, rests),
        figure(Which.OVER_ASKED, f"by every school of England together, {log}"),
        KeyFigure(
            label="Cornerstones active",
            amount=number(sum(bool(one.this_year) for one in stones)),
            of=f"of {number(len(stones))}",
            rests_on=rests,
        ),
        figure(Which.UNVERIFIED, log),
    )


def _employers(chosen: Sequence[Standing], here: str) -> Section:
    """Each with the way to its page at the hub."""
    return Section(
        key="employers",
        heading="Employer by employer",
        says="Those with something to do come first. Members are counted once each, however often they met.",
        columns=(
            "Employer",
            "How it stands",
            "Members this year",
            "Members last year",
            "Last met",
            NEXT,
        ),
        rows=Rows(chosen, lambda one: _row(one, here)),
        empty="No employer matches what you chose.",
        wide=frozenset({NEXT}),
    )


@lru_cache(maxsize=MOST_KEPT)
def _row(one: Standing, here: str) -> Row:
    return Row(
        name=one.name,
        href=f"{here}/{one.employer}",
        about=_about(one),
        cells=(
            states(one),
            number(one.this_year),
            number(one.met_last_year),
            long_date(one.last_met) if one.last_met else "Never",
            next_step(one) or NOTHING_WAITS,
        ),
    )


def _by(
    key: str,
    heading: str,
    codes: type[Labelled],
    found: Sequence[Standing],
    values: Sequence[Labelled | None],
) -> Section:
    """Employers one way, every one of them, whatever was chosen above."""
    groups: dict[Labelled | None, list[Standing]] = {}
    for value, one in zip(values, found, strict=True):
        groups.setdefault(value, []).append(one)
    order: Iterable[Labelled | None] = (*codes, None)
    return Section(
        key=f"by-{key}",
        heading=heading,
        says="",
        columns=(heading.removeprefix("By ").capitalize(), *_COUNTED),
        rows=tuple(
            Row(
                name=value.label if value else "Not known",
                cells=tuple(
                    number(amount) for amount in (len(groups[value]), *_counts(groups[value]))
                ),
            )
            for value in order
            if value in groups
        ),
        empty="No employer is known yet.",
    )


def _counts(group: Collection[Standing]) -> tuple[int, ...]:
    return (
        sum(bool(one.this_year) for one in group),
        sum(one.lapsed for one in group),
        sum(one.leave_be or one.rests_until is not None for one in group),
        sum(not one.verified for one in group),
    )


def _about(one: Standing) -> str:
    sector = one.sector.label if one.sector else "Sector not known"
    return f"{sector}. {one.size.label if one.size else 'Size not known'}"


def _line(one: Standing) -> tuple[str, ...]:
    return (
        one.name,
        one.sector.label if one.sector else "x",
        one.size.label if one.size else "x",
        str(one.this_year),
        str(one.met_last_year),
        one.last_met.isoformat() if one.last_met else "z",
        *(
            "yes" if each else "no"
            for each in (one.lapsed, one.cornerstone, one.verified, one.offers)
        ),
        "never" if one.leave_be else one.rests_until.isoformat() if one.rests_until else "now",
        next_step(one) or "z",
    )


def _is(amount: int) -> str:
    return "is" if amount == 1 else "are"


NEXT = "Next step"
_COUNTED = ("Employers", "Met or booked this year", "Lapsed", "Over-asked", "Verification open")
_HEAD = (
    "Employer", "Sector", "Size", "Members this year", "Members last year", "Last met", "Lapsed",
    "Cornerstone", "Verified", "Offers to host this year", "May be approached from", "Next step",
)  # fmt: skip
NOTHING = (
    "No employer is known to this hub yet. One appears here as soon as a member records a meeting with it, "
    "it offers members an encounter, or it tells the hub what it would host."
)
TERMS: Mapping[str, str] = {
    "Met or booked": "An encounter that took place, or that is proposed or agreed for this academic year. "
    "Declined, cancelled and disputed ones are neither.",
    "Lapsed": "Met a member in the academic year before, and has nothing booked in this one.",
    "Over-asked": "Schools have approached it as often as it allows, or as is fair where it said nothing. "
    "Who asked is told to nobody.",
    "Cornerstone": "An employer that gives the hub’s schools lasting support, as the hub’s lead named it.",
    "Verification open": "No hub has said yet that the employer is who it says it is. Until then schools "
    "read so beside its offers, and it cannot say that an encounter took place.",
}

"""Employers of a hub: who lapsed, who is over-asked, the cornerstones, whose verification is open; what next.

The rule: what can be done next is said of each, those with something to do first. A sole trader's name stays
in the vault.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from hub_core.reference.employers import EmployerSize, Sector
from hub_core.reference.labelled import Labelled
from projections.hub_dashboard.engaged import EmployersMet
from projections.read_model import BeingUpdated
from services.web.hub_panels.employer_standing import RULES, Standing, Which, standings
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
#: Rows kept at most; one is about half a kilobyte.
MOST_ROWS = 10_000
#: Hubs whose sums and choices are kept at most, each about a hundred kilobytes where nothing else has them.
MOST_HUBS = 100


async def employers_panel(question: Question) -> Panel | BeingUpdated:
    """The employers that the hub's members met, that are its cornerstones, or that told it what they host."""
    found = await standings(question)
    return found if isinstance(found, BeingUpdated) else panel_of(question, *found)


def panel_of(question: Question, met: EmployersMet, found: tuple[Standing, ...]) -> Panel:
    """The panel of these employers, those with something to do first."""
    which = question.chosen("show", [one.value for one in Which])
    sector = question.chosen("sector", [*Sector, UNKNOWN])
    size = question.chosen("size", [*EmployerSize, UNKNOWN])
    chosen = _chosen(found, which, sector, size)
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
            _by("sector", Sector, found),
            _by("size", EmployerSize, found),
        ),
        head=_HEAD,
        file=map(_line, chosen),
        terms=TERMS,
        nothing="" if found else NOTHING,
    )


@lru_cache(maxsize=MOST_HUBS)
def _chosen(
    found: tuple[Standing, ...], which: str, sector: str, size: str
) -> tuple[Standing, ...]:
    """Those an address chooses, who has something to do first."""
    chosen = [
        one
        for one in found
        if (not which or one.is_one_of(which))
        and sector in ("", one.sector or UNKNOWN)
        and size in ("", one.size or UNKNOWN)
    ]
    chosen.sort(key=lambda one: (not next_step(one), -one.this_year, -one.met_last_year, one.name))
    return tuple(chosen)


def headline(found: tuple[Standing, ...], year: str) -> str:
    """How many are active, and how many lapsed."""
    if not found:
        return "No employer is known to this hub yet"
    amounts = _amounts(found)
    active, lapsed = amounts[Which.ACTIVE], amounts[Which.LAPSED]
    verb = "has" if lapsed == 1 else "have"
    return (
        f"{number(active)} of {counted(len(found), 'employer')} met a member in {year} or {_is(active)} "
        f"booked to. {number(lapsed)} {verb} lapsed"
    )


@lru_cache(maxsize=MOST_HUBS)
def _amounts(found: tuple[Standing, ...]) -> Mapping[str, int]:
    """How many there are of each kind."""
    return {which: sum(map(rule, found)) for which, rule in RULES.items()}


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
    question: Question, met: EmployersMet, found: tuple[Standing, ...]
) -> tuple[KeyFigure, ...]:
    amounts = _amounts(found)
    rests = f"told by {number(met.told)} of {counted(met.members, 'member')}, {question.age(met.newest)}"
    log = "as things stand now"
    stones = [one for one in found if one.cornerstone]

    def figure(which: Which, rests_on: str) -> KeyFigure:
        return KeyFigure(label=which.label, amount=number(amounts[which]), rests_on=rests_on)

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


@lru_cache(maxsize=MOST_ROWS)
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


@lru_cache(maxsize=MOST_HUBS)
def _by(name: str, codes: type[Labelled], found: tuple[Standing, ...]) -> Section:
    """Employers one way, every one of them, whatever was chosen above."""
    groups: dict[Labelled | None, list[Standing]] = {}
    for one in found:
        groups.setdefault(getattr(one, name), []).append(one)
    return Section(
        key=f"by-{name}",
        heading=f"By {name}",
        says="",
        columns=(name.capitalize(), "Employers", *(which.label for which in _COUNTED)),
        rows=tuple(
            Row(
                name=value.label if value else "Not known",
                cells=(
                    number(len(groups[value])),
                    *(number(sum(map(RULES[which], groups[value]))) for which in _COUNTED),
                ),
            )
            for value in (*codes, None)
            if value in groups
        ),
        empty="No employer is known yet.",
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
_COUNTED = (Which.ACTIVE, Which.LAPSED, Which.OVER_ASKED, Which.UNVERIFIED)
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

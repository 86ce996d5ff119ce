"""Whom a hub's members reach: gaps between groups of learners and everybody else, and coverage by year group.

The rule: a hub is told sums over several members alone, each protected with all it could be worked out from;
what is too few to tell says so, and a member that told of no group is in none of them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from uuid import UUID

import msgspec

from hub_core.disclosure import LEAST_INSTITUTIONS, Gap, ProtectedShare, protect_gap, protect_share
from hub_core.gatsby.edition import Criterion, Edition, edition_in_use_in
from hub_core.gatsby.figures import Figure, Status, Unit
from hub_core.gatsby.measures import LearnersReached, WorkplaceHours
from hub_core.rosters.events import LearnerGroup
from hub_core.values import YearGroup
from projections.benchmark_progress.groups import GroupOfHub
from projections.read_model import BeingUpdated
from services.web.hub_panels.panel import (
    KeyFigure,
    Panel,
    Question,
    Row,
    Section,
    field,
    labels,
    year_field,
)
from services.web.words import counted, number

#: The benchmarks whose gap between disadvantaged learners and others is a key figure. Source: domain 3.3.
GAPS_OF = (5, 6, 8)
WITHHELD = "Not shown"


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion and group; ``gap`` is None where it is withheld."""

    told: GroupOfHub
    wording: str
    gap: Gap | None


class YearGroupShare(msgspec.Struct, frozen=True, kw_only=True):
    """One criterion and year group over the members that told of it."""

    criterion: str
    wording: str
    year_group: YearGroup
    members: int
    share: ProtectedShare


async def coverage_panel(question: Question) -> Panel | BeingUpdated:
    """Gaps and coverage of an academic year, under the edition in use in it."""
    year = question.academic_year
    edition = edition_in_use_in(year, question.today)
    criteria = measured(edition)
    told = await question.progress.figures_of_members(
        question.hub, year, edition, criteria.keys(), today=question.today, scope=question.scope
    )
    groups = await question.progress.groups_of_hub(
        question.hub, year, edition, scope=question.scope
    )
    if isinstance(told, BeingUpdated):
        return told
    if isinstance(groups, BeingUpdated):
        return groups
    return panel_of(question, edition, told, groups)


def measured(edition: Edition) -> dict[str, tuple[int, Criterion]]:
    """The criteria that count learners, by code, each with its benchmark's number."""
    return {
        criterion.code: (benchmark.number, criterion)
        for benchmark, criterion in edition.criteria()
        if isinstance(criterion.measure, LearnersReached | WorkplaceHours)
    }


def panel_of(
    question: Question,
    edition: Edition,
    told: Mapping[UUID, Sequence[Figure] | None],
    groups: Sequence[GroupOfHub],
) -> Panel:
    """The panel of what these members told."""
    criteria = measured(edition)
    numbers = {str(one): one for one, _ in criteria.values()}
    benchmark = question.chosen("benchmark", numbers)
    group = question.chosen("group", [one.value for one in LearnerGroup])
    wanted = {numbers[benchmark]} if benchmark else set(GAPS_OF)
    found = gaps_of(groups, criteria)
    shares = shares_of(told, criteria, wanted)
    chosen = [
        one
        for one in found
        if criteria[one.told.criterion][0] in wanted and group in ("", one.told.group)
    ]
    names = {str(one.number): f"{one.number} {one.name}" for one in edition.benchmarks}
    supplied = sum(one is not None for one in told.values())
    return Panel(
        title="Coverage and gaps",
        headline=headline(chosen, supplied, len(told), question.academic_year),
        figures=_figures(found, criteria, len(told), supplied),
        fields=(
            field("benchmark", "Benchmark", {one: names[one] for one in sorted(numbers)}, benchmark,
                  "5, 6 and 8"),
            field("group", "Group", labels(LearnerGroup), group, "Every group"),
            year_field(question),
        ),
        sections=(_gaps(chosen), _year_groups(shares)),
        head=_HEAD,
        file=chain(map(_gap_line, chosen), map(_share_line, shares)),
        terms={**TERMS, "Criterion": edition.label + "."},
        nothing="" if told else NOTHING,
    )  # fmt: skip


def gaps_of(
    groups: Iterable[GroupOfHub], criteria: Mapping[str, tuple[int, Criterion]]
) -> list[Group]:
    """Every group as it may be shown, in the edition's order and then that of groups."""
    places = {code: place for place, code in enumerate(criteria)}
    order = {group: place for place, group in enumerate(LearnerGroup)}
    found = [
        Group(
            told=one,
            wording=criteria[one.criterion][1].wording,
            gap=protect_gap(
                institutions=one.institutions,
                reached=one.reached,
                learners=one.learners,
                all_reached=one.all_reached,
                all_learners=one.all_learners,
            ),
        )
        for one in groups
        if one.criterion in criteria
    ]
    return sorted(found, key=lambda one: (places[one.told.criterion], order[one.told.group]))


def shares_of(
    told: Mapping[UUID, Sequence[Figure] | None],
    criteria: Mapping[str, tuple[int, Criterion]],
    wanted: Collection[int],
) -> list[YearGroupShare]:
    """Coverage by year group, added up over members before it is protected."""
    found: dict[tuple[str, YearGroup], list[Figure]] = {}
    for figures in told.values():
        for one in figures or ():
            told_of = one.denominator and one.status is not Status.NO_DATA
            if one.unit is Unit.LEARNERS and one.year_group is not None and told_of:
                found.setdefault((one.criterion, one.year_group), []).append(one)
    in_order = sorted(found.items(), key=lambda one: one[0])
    return [
        YearGroupShare(
            criterion=code,
            wording=criterion.wording,
            year_group=year_group,
            members=len(figures),
            share=protect_share(
                sum(one.numerator for one in figures), sum(one.denominator or 0 for one in figures)
            ),
        )
        for code, (benchmark, criterion) in criteria.items()
        if benchmark in wanted
        for (of, year_group), figures in in_order
        if of == code
    ]


def headline(found: Sequence[Group], supplied: int, members: int, year: str) -> str:
    """The widest gap there is, or how many supplied anything."""
    if not members:
        return "This hub has no members yet"
    behind = [one for one in found if one.gap and (one.gap.points or 0) < 0]
    if behind:
        widest = min(behind, key=lambda one: one.gap.points or 0 if one.gap else 0)
        return (
            f"The widest gap of {year}: “{widest.told.group.label}”, "
            f"{gap_words(widest.gap)}. {widest.told.criterion} {widest.wording}"
        )
    if not supplied:
        return f"No member supplied data in {year}"
    said = f"{number(supplied)} of {counted(members, 'member')} supplied data in {year}"
    return f"{said}, and no group is behind in what can be shown"


def gap_words(gap: Gap | None) -> str:
    """How far a group is behind or ahead, or that it is not told."""
    if gap is None or gap.points is None:
        return WITHHELD
    if not gap.points:
        return "No gap"
    points = counted(abs(gap.points), "point")
    return f"{points} {'behind' if gap.points < 0 else 'ahead'}"


def _figures(
    found: Sequence[Group],
    criteria: Mapping[str, tuple[int, Criterion]],
    members: int,
    supplied: int,
) -> tuple[KeyFigure, ...]:
    figures = [
        KeyFigure(
            label="Supplied data",
            amount=number(supplied),
            of=f"of {number(members)}",
            rests_on="members, by what is recorded now",
        )
    ]
    for benchmark in GAPS_OF:
        first = next(
            (
                one
                for one in found
                if criteria[one.told.criterion][0] == benchmark
                and one.told.group is LearnerGroup.DISADVANTAGED
            ),
            None,
        )
        figures.append(
            KeyFigure(
                label=f"Gap in benchmark {benchmark}",
                amount="Not known" if first is None else gap_words(first.gap),
                rests_on=f"fewer than {LEAST_INSTITUTIONS} members told of disadvantaged learners"
                if first is None
                else f"disadvantaged learners at {number(first.told.institutions)} of "
                f"{counted(members, 'member')}; {first.told.criterion}, by what is recorded now",
            )
        )
    return tuple(figures)


def _gaps(chosen: Sequence[Group]) -> Section:
    return Section(
        key="gaps",
        heading="Group by group",
        says="Of the learners of a group, how many a criterion reaches for certain, beside all others in the "
        "same year groups at the same members.",
        columns=(
            "Group",
            "Criterion",
            "Reached",
            "Others reached",
            "Gap",
            "Learners of it",
            "Members",
        ),
        rows=tuple(
            Row(
                name=one.told.group.label,
                cells=(
                    f"{one.told.criterion} {one.wording}",
                    WITHHELD if one.gap is None else percent(one.gap.group),
                    WITHHELD if one.gap is None else percent(one.gap.others),
                    gap_words(one.gap),
                    WITHHELD if one.gap is None else one.gap.group.whole.text,
                    number(one.told.institutions),
                ),
            )
            for one in chosen
        ),
        empty=f"Fewer than {LEAST_INSTITUTIONS} members have told of such a group, so nothing can be shown "
        "without pointing at one of them. Each school sees its own gaps beside its benchmarks.",
        wide=frozenset({"Criterion"}),
    )


def _year_groups(shares: Sequence[YearGroupShare]) -> Section:
    return Section(
        key="year-groups",
        heading="Year group by year group",
        says="",
        columns=("Year group", "Criterion", "Reached", "Learners reached", "Learners", "Members"),
        rows=tuple(
            Row(
                name=year_group_name(one.year_group),
                cells=(
                    f"{one.criterion} {one.wording}",
                    percent(one.share),
                    one.share.part.text,
                    one.share.whole.text,
                    number(one.members),
                ),
            )
            for one in shares
        ),
        empty="No member has told of learners by year group in this academic year.",
        wide=frozenset({"Criterion"}),
    )


def percent(share: ProtectedShare) -> str:
    """A share in words."""
    return WITHHELD if share.percent is None else f"{share.percent}%"


def year_group_name(year_group: YearGroup) -> str:
    """Reception, or Year 7."""
    return f"Year {year_group}" if year_group else "Reception"


def _gap_line(one: Group) -> tuple[str, ...]:
    gap = one.gap
    cells = (
        ("c",) * 7
        if gap is None
        else (
            gap.group.part.symbol,
            gap.group.whole.symbol,
            _plain(gap.group.percent),
            gap.others.part.symbol,
            gap.others.whole.symbol,
            _plain(gap.others.percent),
            _plain(gap.points),
        )
    )
    return (
        one.told.criterion, one.wording, one.told.group.label, "z", *cells, str(one.told.institutions),
    )  # fmt: skip


def _share_line(one: YearGroupShare) -> tuple[str, ...]:
    share = one.share
    return (
        one.criterion, one.wording, "Everybody", str(one.year_group), share.part.symbol, share.whole.symbol,
        _plain(share.percent), "z", "z", "z", "z", str(one.members),
    )  # fmt: skip


def _plain(value: int | None) -> str:
    return "c" if value is None else str(value)


_HEAD = (
    "Criterion", "Wording", "Group", "Year group", "Reached", "Learners", "Reached %", "Others reached",
    "Others", "Others reached %", "Gap in points", "Members",
)  # fmt: skip
NOTHING = (
    "This hub has no members yet. Whom they reach appears here as soon as the first one supplies its roster "
    "and what took place."
)
TERMS: Mapping[str, str] = {
    "Reached": "Learners who took part for certain, as the criterion asks. Those who were only counted are "
    "in none of these figures.",
    "Gap": "The group’s percentage less that of all other learners in the same year groups, at those members "
    "that told of the group.",
    "Not shown": "Fewer than 10 learners were, or were not, reached on one side. Then the whole line is left "
    "out: one figure would give away another. Everything else is rounded to the nearest 5 learners.",
    "Members": f"How many told of it. Nothing about a group is shown of fewer than {LEAST_INSTITUTIONS}.",
}

"""The whole page of a hub's benchmarks as a view: rows in order, what they come to, and the way to others.

The rule: what is said over the table is worked out from the rows that are shown, and says of how many.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import msgspec

from hub_core.evaluations.codes import BENCHMARKS
from hub_core.gatsby.edition import Edition
from hub_core.reference.service_phases import ServicePhase
from projections.benchmark_progress.standing import (
    BenchmarkOfHub,
    HubStanding,
    MemberStanding,
    mean_achieved,
    over_benchmarks,
)
from services.web.hub_benchmarks.cells import (
    COVERAGE_BANDS,
    DECLARED_BANDS,
    HeatCell,
    cell,
)
from services.web.hub_benchmarks.choice import (
    EVERY_PHASE,
    NO_TYPE,
    SHADES,
    Choice,
    type_name,
)
from services.web.words import counted, long_date, number

#: Members whose rows are kept, of about two kilobytes each.
MOST_KEPT = 4_000


class HeatRow(msgspec.Struct, frozen=True, kw_only=True):
    """One institution with its eight cells; ``silent`` says in their place that there is nothing at all."""

    href: str
    name: str
    about: str
    result: str
    warning: str
    achieved: str
    silent: str
    cells: tuple[HeatCell, ...]


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """The head of a column: where a click sorts to, how it is sorted now, and what the rows come to."""

    label: str
    name: str
    href: str
    sorted: str
    declared: str
    coverage: str


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One choice of a list in the form."""

    value: str
    label: str
    chosen: bool


class BenchmarksPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of a hub's benchmarks needs."""

    choice: Choice
    headline: str
    edition_label: str
    as_at: str
    members: int
    shown: int
    mean: str
    with_result: str
    old: int
    supplied: str
    first: Column
    second: Column
    columns: tuple[Column, ...]
    rows: tuple[HeatRow, ...]
    key: tuple[tuple[str, str], ...]
    phases: tuple[Option, ...]
    types: tuple[Option, ...]
    clusters: tuple[Option, ...]
    sorts: tuple[Option, ...]
    shades: tuple[Option, ...]
    file: str


def benchmarks_page(
    standing: HubStanding,
    choice: Choice,
    edition: Edition,
    *,
    clusters: Sequence[str],
    here: str,
    today: date,
) -> BenchmarksPage:
    """The page as chosen; ``here`` is its address without the choice, ``clusters`` are the hub's by name."""
    names = {one.number: one.name for one in edition.benchmarks}
    chosen = in_order([one for one in standing.institutions if choice.takes(one)], choice)
    over = over_benchmarks(chosen)
    mean = mean_achieved(chosen)
    results = [one.declared for one in chosen if one.declared is not None]
    supplied = sum(one.evidenced is not None for one in chosen)
    return BenchmarksPage(
        choice=choice,
        headline=headline(over, names, members=len(chosen)),
        edition_label=standing.edition_label,
        as_at=long_date(standing.as_at),
        members=standing.members,
        shown=len(chosen),
        mean="" if mean is None else f"{mean:.1f}",
        with_result=number(len(results)),
        old=sum(one.is_old(today) for one in results),
        supplied=number(supplied),
        first=_column("Institution", "name", "name", choice, here),
        second=_column("Achieved", "Benchmarks achieved", "achieved", choice, here),
        columns=tuple(
            _column(str(one.number), names[one.number], str(one.number), choice, here, one)
            for one in over
        ),
        rows=tuple(_row(one, choice.shade, today) for one in chosen),
        key=_key(choice),
        phases=_phases(standing.institutions, choice),
        types=_types(standing.institutions, choice),
        clusters=_clusters(clusters, choice),
        sorts=_sorts(choice, names),
        shades=tuple(
            Option(value=value, label=label, chosen=value == choice.shade)
            for value, label in SHADES.items()
        ),
        file=choice.address(f"{here}.csv"),
    )


def in_order(members: Sequence[MemberStanding], choice: Choice) -> list[MemberStanding]:
    """The rows as they were asked for. Who has nothing to sort by comes last either way, by name."""
    by_name = sorted(members, key=lambda one: one.name)
    if choice.sort == "name":
        return by_name if choice.order == "up" else by_name[::-1]
    values = {one.institution: _value(one, choice) for one in members}
    told = [one for one in by_name if values[one.institution] is not None]
    told.sort(key=lambda one: values[one.institution] or 0, reverse=choice.order == "down")
    return told + [one for one in by_name if values[one.institution] is None]


def headline(over: Sequence[BenchmarkOfHub], names: dict[int, str], *, members: int) -> str:
    """Which benchmark most have achieved and which fewest, as they declared it."""
    declared = over[0].declared
    if not members:
        return "No member matches what you chose"
    if not declared:
        return "No member here has an official result yet"
    most = max(over, key=lambda one: (one.declared_achieved, -one.number))
    fewest = min(over, key=lambda one: (one.declared_achieved, one.number))
    if most.declared_achieved == fewest.declared_achieved:
        return (
            f"Every benchmark was declared achieved by {number(most.declared_achieved)} of "
            f"{counted(declared, 'member')} with a result"
        )
    return (
        f"Benchmark {most.number}, {_small(names[most.number])}, is achieved most often: by "
        f"{number(most.declared_achieved)} of {counted(declared, 'member')} with a result. "
        f"Benchmark {fewest.number}, {_small(names[fewest.number])}, least often: by "
        f"{number(fewest.declared_achieved)}"
    )


def _small(name: str) -> str:
    return name[0].lower() + name[1:]


def _value(member: MemberStanding, choice: Choice) -> float | None:
    if choice.sort == "achieved":
        return member.benchmarks_achieved
    if choice.sort == "result":
        return None if member.declared is None else member.declared.completed_on.toordinal()
    return cell(member, int(choice.sort), choice.shade).value


@lru_cache(maxsize=MOST_KEPT)
def _row(member: MemberStanding, shade: str, today: date) -> HeatRow:
    """Kept by what there is to show of the member."""
    result = member.declared
    achieved = member.benchmarks_achieved
    return HeatRow(
        href=f"/institutions/{member.institution}",
        name=member.name,
        about=member.phase.label if member.phase else type_name(member.type_code),
        result="" if result is None else f"Result of {long_date(result.completed_on)}",
        warning=_warning(member, today),
        achieved="–" if achieved is None else f"{achieved} of 8",
        silent=_silent(member),
        cells=tuple(cell(member, one, shade) for one in BENCHMARKS),
    )


def _silent(member: MemberStanding) -> str:
    if member.declared is not None or member.evidenced is not None:
        return ""
    if member.is_evaluated:
        return "No official result, and no data supplied this year"
    return "No data supplied this year. Compass asks no result of it"


def _warning(member: MemberStanding, today: date) -> str:
    """What to know before trusting a result."""
    result = member.declared
    if result is None:
        return ""
    said = []
    if result.is_old(today):
        said.append("over a year old")
    if result.copied_forward:
        said.append("same as the one before")
    return ", ".join(said)


def _column(
    label: str,
    name: str,
    sort: str,
    choice: Choice,
    here: str,
    over: BenchmarkOfHub | None = None,
) -> Column:
    """A head whose link turns the order round, or sorts by it: names from A, the rest from the highest."""
    current = choice.sort == sort
    usual = "up" if sort == "name" else "down"
    turned = {"up": "down", "down": "up"}[choice.order]
    return Column(
        label=label,
        name=name,
        href=choice.address(here, sort=sort, order=turned if current else usual),
        sorted={"up": "ascending", "down": "descending"}[choice.order] if current else "",
        declared=f"{over.declared_achieved} of {over.declared}" if over and over.declared else "–",
        coverage=f"{over.evidenced_achieved} of {over.evidenced}"
        if over and over.evidenced
        else "–",
    )


def _key(choice: Choice) -> tuple[tuple[str, str], ...]:
    """The shades with their words; last what has none."""
    bands = DECLARED_BANDS if choice.shade == "declared" else COVERAGE_BANDS
    none = "No result" if choice.shade == "declared" else "No data supplied, or not scored"
    return (*((str(shade), words) for _, shade, words in bands), ("none", none))


def _phases(members: Sequence[MemberStanding], choice: Choice) -> tuple[Option, ...]:
    there = {one.phase for one in members}
    shown = [one for one in ServicePhase if one in there or one.value == choice.phase]
    return (
        Option(value="", label="Those Compass evaluates", chosen=not choice.phase),
        Option(value=EVERY_PHASE, label="Every phase", chosen=choice.phase == EVERY_PHASE),
        *(Option(value=one, label=one.label, chosen=one == choice.phase) for one in shown),
    )


def _types(members: Sequence[MemberStanding], choice: Choice) -> tuple[Option, ...]:
    there = {one.type_code or NO_TYPE for one in members} | ({choice.type} - {""})
    named = sorted((type_name(code), code) for code in there)
    return (
        Option(value="", label="Every type", chosen=not choice.type),
        *(Option(value=code, label=name, chosen=code == choice.type) for name, code in named),
    )


def _clusters(names: Sequence[str], choice: Choice) -> tuple[Option, ...]:
    """Nothing to choose where the hub has none."""
    if not names:
        return ()
    return (
        Option(value="", label="Every cluster", chosen=not choice.cluster),
        *(Option(value=one, label=one, chosen=one == choice.cluster) for one in names),
    )


def _sorts(choice: Choice, names: dict[int, str]) -> tuple[Option, ...]:
    labels = {
        "name": "Name",
        "achieved": "Benchmarks achieved",
        "result": "Day of the result",
        **{str(one): f"{one} {names[one]}" for one in BENCHMARKS},
    }
    return tuple(
        Option(value=value, label=label, chosen=value == choice.sort)
        for value, label in labels.items()
    )

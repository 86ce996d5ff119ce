"""The page of a trust as a view: what its schools come to, what needs doing where, and each school in full.

The rule: declared and evidenced stand side by side and are never mixed; a school that said nothing is counted
as silent, not as failing.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec

from hub_core.evaluations.codes import BENCHMARKS
from hub_core.provider_access.statement import Publication
from projections.benchmark_progress.standing import over_benchmarks
from projections.benchmark_progress.trust_schools import SchoolOfTrust, totals_of
from services.web.hub_benchmarks.cells import DECLARED_BANDS, HeatCell, cell
from services.web.words import counted, long_date, number

NO_HUB = "In no careers hub"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One school; ``href`` is empty where whoever looks may not open it."""

    name: str
    href: str
    phase: str
    hub: str
    result: str
    achieved: str
    leader: str
    statement: str
    data: str
    cells: tuple[HeatCell, ...]


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be done, why, and at which schools."""

    title: str
    step: str
    schools: tuple[Row, ...]


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """One key figure with what it is of."""

    label: str
    amount: str
    of: str
    about: str


class TrustPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of a trust needs."""

    name: str
    headline: str
    totals: tuple[Total, ...]
    topics: tuple[Topic, ...]
    benchmarks: tuple[tuple[int, str, str], ...]
    key: tuple[tuple[str, str], ...]
    evaluated: tuple[Row, ...]
    rows: tuple[Row, ...]


def trust_page(
    schools: Sequence[SchoolOfTrust],
    *,
    name: str,
    names: dict[int, str],
    today: date,
    href: Callable[[UUID], str],
) -> TrustPage:
    """The page; ``names`` are those of the benchmarks, ``href`` leads to a school or is empty."""
    rows = {one.standing.institution: _row(one, today, href) for one in schools}
    asked = [one for one in schools if one.standing.is_evaluated]
    return TrustPage(
        name=name,
        headline=headline(schools),
        totals=tuple(_totals(schools, today)),
        topics=tuple(
            Topic(
                title=title,
                step=step,
                schools=tuple(rows[one.standing.institution] for one in found),
            )
            for title, step, found in _topics(schools, asked, today)
            if found
        ),
        benchmarks=tuple(
            (
                one.number,
                names[one.number],
                f"{one.declared_achieved} of {one.declared}" if one.declared else "–",
            )
            for one in over_benchmarks([one.standing for one in asked])
        ),
        key=(*((str(shade), words) for _, shade, words in DECLARED_BANDS), ("none", "No result")),
        evaluated=tuple(rows[one.standing.institution] for one in asked),
        rows=tuple(rows.values()),
    )


def headline(schools: Sequence[SchoolOfTrust]) -> str:
    """How many schools there are, in how many hubs."""
    hubs = {one.hub.id for one in schools if one.hub}
    outside = sum(not one.hub for one in schools)
    if not schools:
        return "No open school on the register belongs to this trust"
    said = f"{counted(len(schools), 'school')} in {counted(len(hubs), 'careers hub')}"
    return f"{said}; {number(outside)} in none" if outside and hubs else said


def _totals(schools: Sequence[SchoolOfTrust], today: date) -> Iterable[Total]:
    told = totals_of(schools, today)
    old, mean = told.results_over_a_year_old, told.mean_achieved
    yield Total(
        label="Have an official result",
        amount=number(told.declared),
        of=f"of {number(told.evaluated)}",
        about=f"{number(old)} over a year old" if old else "none over a year old",
    )
    yield Total(
        label="Benchmarks achieved",
        amount="no result yet" if mean is None else f"{mean:.1f}",
        of="" if mean is None else "of 8",
        about="on average, as the schools declared",
    )
    yield Total(
        label="Careers leader trained",
        amount=number(told.careers_leaders_trained),
        of=f"of {number(told.schools)}",
        about=f"{number(told.without_careers_leader)} have told us of none",
    )
    yield Total(
        label="Access statements missing",
        amount=number(told.statements_missing),
        of=f"of {number(told.statements_due)}",
        about="schools that must publish one",
    )
    yield Total(
        label="No data supplied",
        amount=number(told.silent),
        of=f"of {number(told.schools)}",
        about="this academic year: that is not a nought",
    )


def _topics(
    schools: Sequence[SchoolOfTrust], asked: Sequence[SchoolOfTrust], today: date
) -> Iterable[tuple[str, str, list[SchoolOfTrust]]]:
    """Title, next step and schools, the pressing first."""
    yield (
        "Access statement missing",
        "The law asks for one. Ask the school to publish it and to record its address on its page.",
        [one for one in schools if one.access_statement is Publication.MISSING],
    )
    yield (
        "No careers leader, or not trained",
        "Ask the head teacher who leads careers, and book training through the school’s hub.",
        [one for one in schools if one.careers_leader_trained is not True],
    )
    yield (
        "No official result",
        "Ask the careers leader to complete Compass and to enter the result.",
        [one for one in asked if one.standing.declared is None],
    )
    yield (
        "Official result over a year old",
        "Compass is completed every term: ask for a new one.",
        [
            one
            for one in asked
            if one.standing.declared is not None and one.standing.declared.is_old(today)
        ],
    )
    yield (
        "No data supplied this year",
        "Nobody told us anything of this year. The school’s page says how to send data.",
        [one for one in schools if one.standing.evidenced is None],
    )
    yield (
        NO_HUB,
        "Joining costs a school nothing. It asks the hub of its area.",
        [one for one in schools if not one.hub],
    )


def _row(school: SchoolOfTrust, today: date, href: Callable[[UUID], str]) -> Row:
    standing = school.standing
    achieved = standing.benchmarks_achieved
    result = "Not asked" if not standing.is_evaluated else "No result"
    if standing.declared is not None:
        result = long_date(standing.declared.completed_on)
        if standing.declared.is_old(today):
            result += ", over a year old"
    return Row(
        name=standing.name,
        href=href(standing.institution),
        phase=standing.phase.label if standing.phase else "Phase not known",
        hub=school.hub.name if school.hub else NO_HUB,
        result=result,
        achieved="–" if achieved is None else f"{achieved} of 8",
        leader={True: "Trained", False: "Not trained", None: "None told of"}[
            school.careers_leader_trained
        ],
        statement=school.access_statement.label,
        data="No data supplied" if standing.evidenced is None else "Supplied",
        cells=tuple(cell(standing, one, "declared") for one in BENCHMARKS),
    )

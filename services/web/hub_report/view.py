"""The report to the steering group in words and figures.

The rule: every figure has how many it rests on and its day; what a hub is not told is said to be that, and
never left out.
"""

from collections.abc import Mapping, Sequence

import msgspec

from hub_core.evaluations.codes import USUAL_EVALUATION
from hub_core.gatsby.edition import editions
from hub_core.reference.service_phases import ServicePhase
from projections.benchmark_progress.standing import (
    BenchmarkOfHub,
    MemberStanding,
    ResultsCompared,
    compared,
    mean_achieved,
)
from projections.hub_dashboard.figures import Basis, HubReported, PhasePanel
from services.web.charts.amount import share
from services.web.hub_members.view import Place
from services.web.hub_page import basis
from services.web.hub_report.facts import ReportFacts
from services.web.hub_report.people import Action, PostLine, actions, aside, concerned, named, posts
from services.web.words import counted, long_date, number

#: Institutions not in the hub, by name, and sectors of employers, in the report.
NOT_IN_NAMED = 24
SECTORS = 6


class KeyFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure with its change since the last measure date and what it rests on."""

    label: str
    amount: str
    change: str
    rests_on: str


class PhaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """One phase: who is in, who has a result, what was told."""

    label: str
    members: str
    not_in: str
    results: str
    mean: str
    told: str
    encounters: str


class BenchmarkLine(msgspec.Struct, frozen=True, kw_only=True):
    """One benchmark: declared and its change, and what records show."""

    number: int
    name: str
    declared: str
    percent: str
    change: str
    coverage: str


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of the report needs."""

    on: str
    measured: str
    academic_year: str
    summary: tuple[str, ...]
    key_figures: tuple[KeyFigure, ...]
    phases: tuple[PhaseLine, ...]
    not_in: str
    benchmarks: tuple[BenchmarkLine, ...]
    compared: int
    edition: str
    results: str
    sectors: tuple[tuple[str, str], ...]
    employers: str
    posts: tuple[PostLine, ...]
    actions: tuple[Action, ...]
    concerned: str
    aside: str


def report_page(facts: ReportFacts) -> ReportPage:
    """The report as it stands today."""
    dashboard, outside = facts.dashboard, _outside(facts)
    both = compared(facts.now.institutions, facts.results)
    return ReportPage(
        on=long_date(facts.today),
        measured=long_date(facts.measured),
        academic_year=dashboard.academic_year,
        summary=_summary(facts),
        key_figures=_key_figures(facts, both),
        phases=tuple(
            _phase(panel, facts, outside)
            for panel in dashboard.phases
            if panel.eligible or panel.members
        ),
        not_in=_not_in(outside),
        benchmarks=tuple(_benchmark(one, both, facts) for one in facts.now.benchmarks),
        compared=len(both),
        edition=facts.now.edition_label,
        results=_results(facts),
        sectors=_sectors(dashboard),
        employers=_employers(facts),
        posts=posts(facts),
        actions=actions(facts),
        concerned=concerned(facts),
        aside=aside(facts),
    )


def _summary(facts: ReportFacts) -> tuple[str, ...]:
    total, now = facts.dashboard.total, facts.now
    members = (
        f"{number(total.members)} of {counted(total.eligible, 'eligible institution')} "
        f"{'is' if total.members == 1 else 'are'} in the hub."
    )
    told = [members]
    if now.mean_achieved is None:
        told.append("No member has an official result yet.")
    else:
        told.append(
            f"Members with a result ({number(now.declared)} of {number(len(_evaluated(now.institutions)))}) "
            f"have achieved {now.mean_achieved:.1f} of the eight benchmarks on average."
        )
    if not total.institutions_reporting:
        told.append("No member has supplied data this year yet.")
    told.append(f"{concerned(facts)}.")
    return tuple(told)


def _key_figures(facts: ReportFacts, both: Sequence[ResultsCompared]) -> tuple[KeyFigure, ...]:
    total, now = facts.dashboard.total, facts.now
    since = f"since {long_date(facts.measured)}"
    results = [one.declared for one in now.institutions if one.declared is not None]
    newest = max((one.completed_on for one in results), default=None)
    evaluated = _evaluated(now.institutions)
    return (
        KeyFigure(
            label="Members",
            amount=f"{number(total.members)} of {number(total.eligible)}",
            change=f"{_change(total.members - facts.dashboard.members_before)} {since}",
            rests_on=f"Institutions in the scope, on {long_date(facts.today)}",
        ),
        KeyFigure(
            label="Mean benchmarks achieved",
            amount="No result yet" if now.mean_achieved is None else f"{now.mean_achieved:.2f}",
            change=change_of_mean(now.mean_achieved, both, since),
            rests_on=f"{number(now.declared)} of {counted(len(evaluated), 'member')} Compass evaluates"
            + (f"; newest result {long_date(newest)}" if newest else ""),
        ),
        KeyFigure(
            label="Encounters with employers",
            amount=number(total.encounters) if basis.told(total) else "No data supplied",
            change=f"{number(_encounters_since(facts))} {since}"
            if basis.told(total)
            else "Ask members and employers to record theirs",
            rests_on=_rests(total.encounters_rest_on.institutions, total, total.encounters_rest_on),
        ),
        KeyFigure(
            label="Learners met",
            amount=basis.learners_named(total).words.capitalize(),
            change=f"In {facts.dashboard.academic_year}, each counted once"
            if total.learners_rest_on.institutions
            else "Nobody has said yet who came",
            rests_on=_rests(total.named_by, total, total.learners_rest_on),
        ),
    )


def _rests(institutions: int, total: PhasePanel, rest: Basis) -> str:
    newest = rest.newest
    said = f"{number(institutions)} of {counted(total.members, 'member')}"
    return f"{said}; newest record {long_date(newest.date())}" if newest else said


def _encounters_since(facts: ReportFacts) -> int:
    """Those of the months after the measure date, which is always the last day of one."""
    months = facts.dashboard.encounters_by_month.months
    return sum(one.encounters for one in months if one.month > facts.measured)


def _phase(
    panel: PhasePanel, facts: ReportFacts, outside: Mapping[str | None, Sequence[str]]
) -> PhaseLine:
    members = [one for one in facts.now.institutions if one.phase == panel.key]
    evaluated = ServicePhase(panel.key) in USUAL_EVALUATION
    mean, told = mean_achieved(members), sum(one.declared is not None for one in members)
    return PhaseLine(
        label=panel.label,
        members=f"{number(panel.members)} of {number(panel.eligible)}",
        not_in=number(len(outside.get(panel.key, ()))),
        results=f"{number(told)} of {number(len(members))}" if evaluated else "Not asked",
        mean="–" if mean is None else f"{mean:.2f}",
        told=f"{number(panel.institutions_reporting)} of {number(panel.members)}",
        encounters=number(panel.encounters) if basis.told(panel) else "–",
    )


def _outside(facts: ReportFacts) -> Mapping[str | None, Sequence[str]]:
    """Who is not in, or only asks to be, by phase."""
    found: dict[str | None, list[str]] = {}
    for one in facts.dashboard.in_scope:
        if facts.places[one.institution] in (Place.OUTSIDE, Place.ASKS):
            found.setdefault(one.phase, []).append(one.name)
    return found


def _not_in(outside: Mapping[str | None, Sequence[str]]) -> str:
    """Who is not in, of those Compass evaluates by name, and the others by number."""
    names = [name for phase in USUAL_EVALUATION for name in outside.get(str(phase), ())]
    others = sum(map(len, outside.values())) - len(names)
    if not names and not others:
        return "Everybody in the scope is in."
    said = (
        f"Not in yet: {named(names, NOT_IN_NAMED)}"
        if names
        else "Not in yet: none of those above primary"
    )
    if others:
        said += f"; and {counted(others, 'institution')} Compass does not evaluate"
    return f"{said}."


def _benchmark(
    now: BenchmarkOfHub, both: Sequence[ResultsCompared], facts: ReportFacts
) -> BenchmarkLine:
    names = {one.number: one.name for one in editions()[facts.now.edition].benchmarks}
    place = now.number - 1
    more = sum(one.now.achieved[place] - one.then.achieved[place] for one in both)
    return BenchmarkLine(
        number=now.number,
        name=names[now.number],
        declared=f"{number(now.declared_achieved)} of {number(now.declared)}"
        if now.declared
        else "No result",
        percent=share(now.declared_achieved, now.declared) if now.declared else "–",
        change=_change(more) if both else "–",
        coverage=f"{number(now.evidenced_achieved)} of {number(now.evidenced)}"
        if now.evidenced
        else "No data",
    )


def _results(facts: ReportFacts) -> str:
    evaluated = _evaluated(facts.now.institutions)
    told = [one for one in evaluated if one.declared is not None]
    recent = sum(
        one.declared is not None and one.declared.completed_on >= facts.measured for one in told
    )
    return (
        f"Official results of {number(len(told))} of {counted(len(evaluated), 'member')} Compass evaluates; "
        f"{number(recent)} completed since {long_date(facts.measured)}."
    )


def _sectors(dashboard: HubReported) -> tuple[tuple[str, str], ...]:
    most = sorted(dashboard.by_sector.slices, key=lambda one: -one.encounters)
    return tuple((one.label, number(one.encounters)) for one in most[:SECTORS] if one.encounters)


def _employers(facts: ReportFacts) -> str:
    total = facts.dashboard.total
    if not basis.told(total):
        return "No encounter with an employer has been recorded this year."
    planned = f" {counted(total.planned, 'more is', 'more are')} agreed for dates to come."
    return (
        f"{counted(total.encounters, 'encounter')} at "
        f"{_rests(total.encounters_rest_on.institutions, total, total.encounters_rest_on)}.{planned}"
    )


def _evaluated(members: Sequence[MemberStanding]) -> list[MemberStanding]:
    return [one for one in members if one.phase in USUAL_EVALUATION]


def _change(by: int) -> str:
    """A change with its sign."""
    if not by:
        return "No change"
    return f"+{number(by)}" if by > 0 else f"−{number(-by)}"


def change_of_mean(now: float | None, both: Sequence[ResultsCompared], since: str) -> str:
    """The mean change of those with a result of one edition on both days."""
    if now is None:
        return "Ask members for their Compass results"
    if not both:
        return f"No member has two results of one edition to compare {since}"
    by = round(sum(one.change for one in both) / len(both), 2)
    sign = "+" if by > 0 else "−"
    changed = f"{sign}{abs(by):.2f} {since}" if by else f"No change {since}"
    return f"{changed}, of {counted(len(both), 'member')} with a result of the same edition on both days"

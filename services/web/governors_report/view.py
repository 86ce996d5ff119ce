"""The report to the governors in words and figures.

The rule: declared and evidenced stand beside each other and neither is worked out from the other; the paper
may travel, so shares of learners are protected as outside the institution, and told without counts.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.disclosure import protect_share
from hub_core.evaluations.codes import BENCHMARKS
from hub_core.evaluations.events import Reported
from hub_core.evaluations.standing import OfficialResult
from hub_core.gatsby.figures import Status, Unit
from hub_core.provider_access.codes import RequestStatus
from hub_core.provider_access.statement import Publication
from hub_core.rosters.events import LearnerGroup
from hub_core.values import year_group_label
from hub_core.workforce.codes import ColleagueRole
from projections.benchmark_progress.answers import BenchmarkCoverage, CriterionFigure
from services.web.governors_report.asks import PROVIDER_ACCESS, Ask, asks
from services.web.governors_report.facts import GovernorsFacts
from services.web.words import counted, long_date

#: Gaps between groups are asked for where not everybody is reached alike: employers, workplaces, guidance
#: (domain 3.3, inclusion gap). So many of them are shown, the widest first.
GAPS_OF = frozenset({5, 6, 8})
MOST_GAPS = 6


class BenchmarkLine(msgspec.Struct, frozen=True, kw_only=True):
    """One benchmark: declared, evidenced, how each changed, and what is missing next."""

    number: int
    name: str
    declared: str
    declared_change: str
    evidenced: str
    evidenced_change: str
    next_step: str


class GovernorsReport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template of the report needs."""

    on: str
    academic_year: str
    measured: str
    edition: str
    summary: tuple[str, ...]
    benchmarks: tuple[BenchmarkLine, ...]
    declared_note: str
    evidenced_note: str
    compares_records: bool
    statement: str
    phases: tuple[tuple[str, str, str], ...]
    requests: str
    gaps: tuple[tuple[str, str, str], ...]
    leads: tuple[tuple[str, str], ...]
    asks: tuple[Ask, ...]


def governors_report(facts: GovernorsFacts) -> GovernorsReport:
    """The report as it stands today."""
    return GovernorsReport(
        on=long_date(facts.today),
        academic_year=facts.now.academic_year,
        measured=long_date(facts.measured),
        edition=facts.now.edition_label,
        summary=_summary(facts),
        benchmarks=tuple(_line(one, facts) for one in facts.now.benchmarks),
        declared_note=_declared_note(facts),
        evidenced_note=_evidenced_note(facts),
        compares_records=facts.before is not None,
        statement=_statement(facts),
        phases=tuple(_phases(facts)),
        requests=_requests(facts),
        gaps=tuple(_gaps(facts)),
        leads=tuple(_leads(facts)),
        asks=asks(facts),
    )


def _summary(facts: GovernorsFacts) -> tuple[str, ...]:
    found = facts.now.benchmarks
    scored, met = sum(one.scored for one in found), sum(one.achieved for one in found)
    said = []
    if facts.declared is None:
        said.append("No official result is recorded yet.")
    else:
        said.append(
            f"{facts.declared.achieved} of {len(BENCHMARKS)} benchmarks "
            f"{'was' if facts.declared.achieved == 1 else 'were'} achieved by the official result of "
            f"{long_date(facts.declared.completed_on)}."
        )
    if facts.now.silent:
        said.append(f"Nothing is recorded for {facts.now.academic_year} yet.")
    else:
        said.append(
            f"Records show {met} of {counted(scored, 'criterion', 'criteria')} achieved "
            f"in {facts.now.academic_year} so far."
        )
    things = len(asks(facts))
    said.append(
        f"{counted(things, 'thing is', 'things are')} asked of you."
        if things
        else "Nothing is asked of you."
    )
    return tuple(said)


def _line(benchmark: BenchmarkCoverage, facts: GovernorsFacts) -> BenchmarkLine:
    return BenchmarkLine(
        number=benchmark.number,
        name=benchmark.name,
        declared=_declared(facts.declared, benchmark.number),
        declared_change=_declared_change(facts, benchmark.number),
        evidenced=_evidenced(benchmark),
        evidenced_change=_evidenced_change(benchmark, facts),
        next_step=_next(benchmark),
    )


def _declared(result: OfficialResult | None, number: int) -> str:
    return "No result" if result is None else result.benchmarks[number].in_words


def _declared_change(facts: GovernorsFacts, number: int) -> str:
    """The change of the declared percentage, within one edition."""
    now, before = facts.declared, facts.declared_before
    if now is None:
        return "–"
    if before is None:
        return "First result"
    if before.edition != now.edition:
        return "Not compared"
    return _points(now.benchmarks[number], before.benchmarks[number])


def _points(now: Reported, before: Reported) -> str:
    if now.percentage is not None and before.percentage is not None:
        return _signed(now.percentage - before.percentage, "point")
    if now.achieved == before.achieved:
        return "No change"
    return "Now achieved" if now.achieved else "No longer achieved"


def _evidenced(benchmark: BenchmarkCoverage) -> str:
    if not benchmark.figures:
        return "Only you can say"
    if all(figure.status is Status.NO_DATA for figure in benchmark.figures):
        return "No data supplied"
    if not benchmark.scored:
        return "Nothing to score yet"
    return f"{benchmark.achieved} of {benchmark.scored}"


def _evidenced_change(benchmark: BenchmarkCoverage, facts: GovernorsFacts) -> str:
    if facts.before is None or not benchmark.scored:
        return "–"
    [before] = [one for one in facts.before.benchmarks if one.number == benchmark.number]
    return _signed(benchmark.achieved - before.achieved, "criterion", "criteria")


def _next(benchmark: BenchmarkCoverage) -> str:
    """The first criterion not achieved, in its own words; nobody is counted."""
    unmet = [
        figure.wording
        for figure in benchmark.figures
        if figure.group is None and figure.status in (Status.NOT_ACHIEVED, Status.IN_PROGRESS)
    ]
    return unmet[0] if unmet else "–"


def _declared_note(facts: GovernorsFacts) -> str:
    now, before = facts.declared, facts.declared_before
    if now is None:
        return "Declared is the official Compass result; none is recorded."
    said = f"Declared is the official Compass result of {long_date(now.completed_on)}"
    if before is not None and before.edition != now.edition:
        return f"{said}; the one before it is of another edition of the benchmarks, and is not compared."
    if before is not None and before.result == now.result:
        return f"{said}: no newer one since {long_date(facts.measured)}."
    if now.copied_forward:
        return f"{said}; every number in it is as in the one before."
    return f"{said}."


def _evidenced_note(facts: GovernorsFacts) -> str:
    said = (
        "“Records show” counts criteria whose evidence is in the institution’s own records, never an "
        f"official result. {facts.now.edition_label}."
    )
    if facts.before is not None:
        return said
    year = academic_year_of(facts.measured)
    why = (
        "was under another edition of the benchmarks"
        if year == facts.now.academic_year
        else f"was in {year}, and records begin anew each academic year"
    )
    return f"{said} They are not compared with {long_date(facts.measured)}, which {why}."


def _statement(facts: GovernorsFacts) -> str:
    check = facts.statement
    if check.publication is Publication.NOT_ASKED:
        return "A provider access statement is not asked of this institution."
    due = f"; its review is due by {long_date(check.review_due_on)}" if check.review_due_on else ""
    return f"Provider access statement: {check.publication.label.lower()}{due}."


def _phases(facts: GovernorsFacts) -> list[tuple[str, str, str]]:
    """Each year group's phase of the duty: encounters put on of those owed, and how that stands."""
    return [
        (
            f"{_who(figure)}, {figure.part.partition(':')[0]} phase",
            f"{figure.numerator} of {figure.denominator}",
            figure.status.label,
        )
        for benchmark in facts.now.benchmarks
        for figure in benchmark.figures
        if figure.criterion.startswith(PROVIDER_ACCESS)
        and figure.unit is Unit.ENCOUNTERS
        and figure.status is not Status.NO_DATA
    ]


def _requests(facts: GovernorsFacts) -> str:
    this_year = [
        one for one in facts.requests if academic_year_of(one.asked_on) == facts.now.academic_year
    ]
    if not this_year:
        return "No provider has asked to come this year."
    standing = [one.status for one in this_year]
    agreed = sum(one in (RequestStatus.GRANTED, RequestStatus.TOOK_PLACE) for one in standing)
    waiting = standing.count(RequestStatus.WAITING)
    return (
        f"{counted(len(this_year), 'provider request')} this year: {agreed} agreed, "
        f"{standing.count(RequestStatus.REFUSED)} refused, {waiting} waiting for an answer."
    )


def _gaps(facts: GovernorsFacts) -> list[tuple[str, str, str]]:
    """The groups furthest below the learners outside them, where neither are few."""
    found = [
        gap
        for benchmark in facts.now.benchmarks
        if benchmark.number in GAPS_OF
        for figure in benchmark.figures
        if figure.group is not None and (gap := _gap(figure, benchmark)) is not None
    ]
    found.sort(key=lambda one: one[0])
    return [told for _, told in found[:MOST_GAPS]]


def _gap(
    figure: CriterionFigure, benchmark: BenchmarkCoverage
) -> tuple[int, tuple[str, str, str]] | None:
    everybody = next(
        one
        for one in benchmark.figures
        if one.group is None and (one.criterion, one.part) == (figure.criterion, figure.part)
    )
    if not figure.denominator or not everybody.denominator or figure.status is Status.NO_DATA:
        return None
    met, all_met = figure.numerator or 0, everybody.numerator or 0
    there = protect_share(met, figure.denominator).percent
    others = protect_share(all_met - met, everybody.denominator - figure.denominator).percent
    if there is None or others is None or there >= others:
        return None
    assert figure.group is not None
    who = f"{LearnerGroup(figure.group).label}, {_who(figure)}"
    return there - others, (who, figure.wording, f"{there}% beside {others}% of the others")


def _leads(facts: GovernorsFacts) -> list[tuple[str, str]]:
    posts = facts.posts
    told = [("Careers leader", _leader(facts))]
    told += [
        (role.label, _named(facts, [who for who, held in posts.colleagues if held is role]))
        for role in (ColleagueRole.SENIOR_LINK, ColleagueRole.LINK_GOVERNOR)
    ]
    return [*told, ("Enterprise adviser", _named(facts, list(posts.advisers)))]


def _leader(facts: GovernorsFacts) -> str:
    leader = facts.posts.leader
    if leader is None:
        since = facts.posts.vacant_since
        return f"Vacant since {long_date(since)}" if since else "Nobody is recorded"
    trained = "training recorded" if facts.leader_trained else "no training recorded"
    return f"{_named(facts, [leader.person])}, since {long_date(leader.since)}, {trained}"


def _named(facts: GovernorsFacts, people: Sequence[UUID]) -> str:
    return ", ".join(facts.names[one] for one in people) or "Nobody is recorded"


def _who(figure: CriterionFigure) -> str:
    return "All" if figure.year_group is None else year_group_label(figure.year_group)


def _signed(by: int, one: str, many: str | None = None) -> str:
    if not by:
        return "No change"
    return f"{'+' if by > 0 else '−'}{counted(abs(by), one, many)}"

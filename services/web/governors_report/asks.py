"""What is asked of governors, and why: only what they can do, each from what is recorded.

The rule: an ask follows from a fact of the report; where all is recorded and well, nothing is asked.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

import msgspec

from hub_core.attention.reasons import Concern
from hub_core.gatsby.figures import Status, Unit
from hub_core.programme.codes import BACKING_HOLDS_DAYS, Backer
from hub_core.values import listed
from hub_core.workforce.codes import ColleagueRole
from projections.benchmark_progress.answers import BenchmarkCoverage
from services.web.governors_report.facts import GovernorsFacts
from services.web.words import long_date

#: The criterion of the provider access duty, in every edition that has it.
PROVIDER_ACCESS = "7.P"


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do, and the fact it follows from."""

    what: str
    why: str


#: What governors can do about each reason a member needs attention. Source: statutory guidance for schools
#: and colleges (domain 1.5, benchmark 1, and 2.1 for the provider access statement).
_ASKS: Mapping[Concern, Ask] = {
    Concern.REQUESTS_UNANSWERED: Ask(
        what="Ask who answers employers, and how soon.",
        why="Employers’ offers wait for an answer.",
    ),
    Concern.POST_VACANT: Ask(
        what="See that a careers leader is appointed, and ask who covers until then.",
        why="The post of careers leader is vacant.",
    ),
    Concern.LEADER_UNTOLD: Ask(
        what="Ask who leads careers, and have it recorded.",
        why="Nobody is named as careers leader.",
    ),
    Concern.LEADER_UNTRAINED: Ask(
        what="Give the careers leader the time to be trained.",
        why="Benchmark 1 asks for a trained careers leader, and no training is recorded.",
    ),
    Concern.STATEMENT_MISSING: Ask(
        what="Approve the provider access statement, and see that it is published.",
        why="The law asks for one (Education Act 1997, section 42B), and none is recorded.",
    ),
    Concern.STATEMENT_OVERDUE: Ask(
        what="Look through the provider access statement, and approve it again.",
        why="Its yearly review is due.",
    ),
    Concern.TRAINING_EXPIRES: Ask(
        what="Agree to the course that renews the careers leader’s training.",
        why="Training of the careers leader runs out.",
    ),
    Concern.RESULT_MISSING: Ask(
        what="Ask for a Compass evaluation this term.",
        why="No official result is recorded.",
    ),
    Concern.RESULT_OLD: Ask(
        what="Agree a date for this year’s Compass evaluation.",
        why="The official result is more than a year old.",
    ),
    Concern.NOTHING_TOLD: Ask(
        what="Ask when this year’s activities will be recorded.",
        why="Nothing is recorded this year, so records can show nothing.",
    ),
}


def asks(facts: GovernorsFacts) -> tuple[Ask, ...]:
    """What is asked, the duties first."""
    return (
        *_duty(facts),
        *(_ASKS[need.reason] for need in facts.needs),
        *_governing(facts),
        *_behind(facts),
    )


def _duty(facts: GovernorsFacts) -> Iterator[Ask]:
    owed = [
        figure
        for benchmark in facts.now.benchmarks
        for figure in benchmark.figures
        if figure.criterion.startswith(PROVIDER_ACCESS) and figure.unit is Unit.ENCOUNTERS
    ]
    if any(figure.status is Status.NOT_ACHIEVED for figure in owed):
        yield Ask(
            what="Ask how providers of technical education will meet the year groups they missed.",
            why="The time of a phase of the provider access duty is over, and encounters are owed.",
        )


def _governing(facts: GovernorsFacts) -> Iterator[Ask]:
    if not any(role is ColleagueRole.LINK_GOVERNOR for _, role in facts.posts.colleagues):
        yield Ask(
            what="Name a link governor for careers, who meets the careers leader each term.",
            why="No link governor is recorded.",
        )
    backed = facts.programme.backed.get(Backer.GOVERNORS)
    if backed is None or facts.today - backed > timedelta(days=BACKING_HOLDS_DAYS):
        yield Ask(
            what="Say in the minutes that you back the careers programme.",
            why="Benchmark 1 asks for the governors’ backing, and none of this year is recorded."
            if backed is None
            else f"Benchmark 1 asks for it each year; the last is of {long_date(backed)}.",
        )


def _behind(facts: GovernorsFacts) -> Iterator[Ask]:
    """Benchmarks said to be achieved whose records do not show it."""
    if facts.declared is None:
        return
    unshown = [
        str(one.number)
        for one in facts.now.benchmarks
        if facts.declared.benchmarks[one.number].achieved and _falls_short(one)
    ]
    if unshown:
        many = len(unshown) > 1
        yield Ask(
            what=f"Ask what stands behind {'benchmarks' if many else 'benchmark'} {listed(tuple(unshown))}.",
            why=f"{'They are' if many else 'It is'} declared achieved, and the records do not show it yet.",
        )


def _falls_short(benchmark: BenchmarkCoverage) -> bool:
    return benchmark.achieved < benchmark.scored

"""What a result must be to be recorded: complete, of its edition's time, and not contradicting itself.

The rule: a slip of the pen is found before it stands; a number that merely surprises is recorded as it is.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from hub_core.evaluations.codes import BENCHMARKS, BenchmarkStatus
from hub_core.evaluations.events import Reported
from hub_core.gatsby.edition import editions
from hub_core.refusals import Invalid, Problem


def check_benchmarks(benchmarks: Mapping[int, Reported]) -> None:
    """Raise ``Invalid`` with every benchmark that is missing, empty or contradicts itself."""
    if problems := list(_problems(benchmarks)):
        raise Invalid("Not every benchmark is told as Compass shows it.", problems=problems)


def check_edition(edition: str, completed_on: date) -> None:
    """Raise ``Invalid`` for an edition there is not, or a day on which it was not in use."""
    known = editions().get(edition)
    if known is None:
        raise Invalid.field(
            "edition", f"There is no edition {edition}.", f"Give one of {', '.join(editions())}."
        )
    until = known.in_use_until
    if completed_on < known.in_use_from or (until is not None and completed_on > until):
        period = f"from {known.in_use_from:%-d %B %Y}"
        raise Invalid.field(
            "edition",
            f"{edition} was in use {period}"
            + (f" to {until:%-d %B %Y}" if until else " on")
            + f", not on {completed_on:%-d %B %Y}.",
            "Check the date and the edition against the result.",
        )


def _problems(benchmarks: Mapping[int, Reported]) -> Iterator[Problem]:
    for number in BENCHMARKS:
        told = benchmarks.get(number)
        if told is None or (told.percentage is None and told.status is None):
            yield Problem(
                field=f"benchmarks.{number}",
                reason=f"Benchmark {number} is missing.",
                remedy="Give its percentage or its status; “unscored” where Compass gives none.",
            )
        elif contradicts(told):
            yield Problem(
                field=f"benchmarks.{number}",
                reason=f"Benchmark {number} cannot be at {told.percentage} % and "
                f"“{told.status.label if told.status else ''}”.",
                remedy="100 % is “achieved”, and nothing less is. Check both against the result.",
            )


def contradicts(told: Reported) -> bool:
    """Whether percentage and status cannot both be right."""
    if told.percentage is None or told.status is None:
        return False
    if told.status is BenchmarkStatus.NOT_SCORED:
        return True
    return (told.percentage == 100) is not (told.status is BenchmarkStatus.ACHIEVED)

"""The same table as a file: one row an institution, declared and evidenced in columns of their own.

The rule: the symbols are those of every file here: x for what nobody supplied, z for what cannot be scored.
"""

from collections.abc import Iterable, Sequence

from hub_core.evaluations.codes import BENCHMARKS
from hub_core.files.spreadsheets import as_csv
from projections.benchmark_progress.standing import MemberStanding
from services.web.hub_benchmarks.choice import type_name

_HEAD = ("Institution", "URN", "Phase", "Type", "Result completed", "Benchmarks achieved")


def benchmarks_file(members: Sequence[MemberStanding]) -> str:
    """The rows as they are shown."""
    head = (*_HEAD, *(name for number in BENCHMARKS for name in _heads(number)))
    return as_csv(head, [tuple(_cells(one)) for one in members])


def _heads(number: int) -> tuple[str, str, str]:
    return (
        f"Benchmark {number} declared %",
        f"Benchmark {number} criteria achieved",
        f"Benchmark {number} criteria scored",
    )


def _cells(member: MemberStanding) -> Iterable[str]:
    result, achieved = member.declared, member.benchmarks_achieved
    yield member.name
    yield member.urn or "z"
    yield member.phase.label if member.phase else "x"
    yield type_name(member.type_code)
    yield "x" if result is None else result.completed_on.isoformat()
    yield "x" if achieved is None else str(achieved)
    for place in range(len(BENCHMARKS)):
        percentage = None if result is None else result.percentages[place]
        yield "x" if percentage is None else str(percentage)
        told = None if member.evidenced is None else member.evidenced[place]
        if told is None or (not told.scored and told.silent):
            yield from ("x", "x")
        elif not told.scored:
            yield from ("z", "z")
        else:
            yield from (str(told.achieved), str(told.scored))

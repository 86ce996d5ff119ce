"""Where institutions stand as a file: one row an institution, declared and evidenced in columns of their own.

The rule: the symbols are those of every file here: x for what nobody supplied, z for what cannot be scored.
"""

from collections.abc import Iterable, Sequence

from hub_core.evaluations.codes import BENCHMARKS
from hub_core.files.spreadsheets import as_csv
from projections.benchmark_progress.standing import MemberStanding
from services.web.hub_benchmarks.choice import type_name

NOBODY_SUPPLIED, NOT_ASKED = "x", "z"
#: Which institution a row is of, and what its columns of standing are called.
WHO = ("Institution", "URN", "Phase", "Type")
STANDING = (
    "Result completed",
    "Benchmarks achieved",
    *(
        f"Benchmark {number} {told}"
        for number in BENCHMARKS
        for told in ("declared %", "criteria achieved", "criteria scored")
    ),
)


def benchmarks_file(members: Sequence[MemberStanding]) -> str:
    """The rows as they are shown."""
    return as_csv((*WHO, *STANDING), [(*who(one), *standing(one)) for one in members])


def who(member: MemberStanding) -> Iterable[str]:
    """The cells that say which institution it is."""
    yield member.name
    yield member.urn or NOT_ASKED
    yield member.phase.label if member.phase else NOBODY_SUPPLIED
    yield type_name(member.type_code)


def standing(member: MemberStanding) -> Iterable[str]:
    """The cells that say where it stands."""
    result, achieved = member.declared, member.benchmarks_achieved
    yield NOBODY_SUPPLIED if result is None else result.completed_on.isoformat()
    yield NOBODY_SUPPLIED if achieved is None else str(achieved)
    for place in range(len(BENCHMARKS)):
        percentage = None if result is None else result.percentages[place]
        yield NOBODY_SUPPLIED if percentage is None else str(percentage)
        told = None if member.evidenced is None else member.evidenced[place]
        if told is None or (not told.scored and told.silent):
            yield from (NOBODY_SUPPLIED, NOBODY_SUPPLIED)
        elif not told.scored:
            yield from (NOT_ASKED, NOT_ASKED)
        else:
            yield from (str(told.achieved), str(told.scored))

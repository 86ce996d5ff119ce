"""The schools of a trust as a file: the page's table and its benchmarks, one row a school.

The rule: the columns of standing are those of a hub's file, with the same symbols.
"""

from collections.abc import Iterable, Sequence

from hub_core.files.spreadsheets import as_csv
from projections.benchmark_progress.trust_schools import SchoolOfTrust
from services.web.hub_benchmarks.file import (
    NOBODY_SUPPLIED,
    NOT_ASKED,
    STANDING,
    WHO,
    standing,
    who,
)

_OWN = (
    "Careers hub",
    "Careers leader trained",
    "Access statement",
    "Statement review due",
    "Data this year",
)


def schools_file(schools: Sequence[SchoolOfTrust]) -> str:
    """Every school, in the order of the page."""
    return as_csv((*WHO, *_OWN, *STANDING), [tuple(_cells(one)) for one in schools])


def _cells(school: SchoolOfTrust) -> Iterable[str]:
    yield from who(school.standing)
    yield school.hub.name if school.hub else NOT_ASKED
    yield {True: "yes", False: "no", None: NOBODY_SUPPLIED}[school.careers_leader_trained]
    yield school.access_statement.label
    yield school.review_due_on.isoformat() if school.review_due_on else NOT_ASKED
    yield "no" if school.standing.evidenced is None else "yes"
    yield from standing(school.standing)

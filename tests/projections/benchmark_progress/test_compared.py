"""A change over time is of one institution's own two results of one edition, and of nobody else."""

from datetime import date
from uuid import UUID

from projections.benchmark_progress.standing import DeclaredResult, MemberStanding, compared
from services.web.hub_report.view import change_of_mean

JULY, NOVEMBER = date(2025, 7, 20), date(2025, 11, 20)
OLD, NEW = "GATSBY-2014", "GATSBY-2024"


def _member(number: int, on: date, edition: str | None, achieved: int = 0) -> MemberStanding:
    """A member with so many benchmarks achieved, or without a result."""
    declared = None
    if edition is not None:
        declared = DeclaredResult(
            completed_on=on,
            edition=edition,
            source="compass",
            percentages=(None,) * 8,
            achieved=tuple(place < achieved for place in range(8)),
            copied_forward=False,
        )
    return MemberStanding(
        institution=UUID(int=number),
        name=f"School {number}",
        urn=None,
        phase=None,
        type_code=None,
        evidenced=None,
        declared=declared,
    )


THEN = [
    _member(1, JULY, OLD, 8),
    _member(2, JULY, NEW, 3),
    _member(3, JULY, None),
    _member(4, JULY, NEW, 5),
]
NOW = [
    _member(1, NOVEMBER, NEW, 4),
    _member(2, NOVEMBER, NEW, 5),
    _member(3, NOVEMBER, NEW, 8),
    _member(4, NOVEMBER, None),
]


def _results(members: list[MemberStanding]) -> dict[UUID, DeclaredResult]:
    return {one.institution: one.declared for one in members if one.declared is not None}


def test_those_of_another_edition_and_with_one_result_tell_no_change() -> None:
    [only] = compared(NOW, _results(THEN))
    assert (only.member.institution, only.change) == (UUID(int=2), 2)


def test_the_report_s_mean_change_says_of_whom_it_is() -> None:
    since = "since 31 July 2025"
    assert change_of_mean(4.25, compared(NOW, _results(THEN)), since) == (
        "+2.00 since 31 July 2025, of 1 member with a result of the same edition on both days"
    )
    assert change_of_mean(4.25, compared(NOW[:1], _results(THEN)), since) == (
        "No member has two results of one edition to compare since 31 July 2025"
    )
    assert change_of_mean(4.25, compared(THEN, _results(THEN)), since).startswith(
        "No change since 31 July 2025, of 3"
    )
    assert change_of_mean(None, [], since) == "Ask members for their Compass results"

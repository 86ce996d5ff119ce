"""From a bundle to a roster: whoever has a learner's role at the school, by year group.

The rule: of users.csv only the reference, status and grade are looked at; names, addresses and passwords
that stand beside them are dropped row by row and reach nobody. A grade is the national year group.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from hub_core.files.bundles import Bundle
from hub_core.files.dates import read_date
from hub_core.oneroster.manifest import read_manifest
from hub_core.oneroster.problems import RowProblem, rows_of
from hub_core.oneroster.schools import GONE, School, find_school
from hub_core.reference.labelled import Labelled
from hub_core.rosters.commands import RosterLearner
from hub_core.values import YearGroup, parse_year_group

_ROLE_COLUMNS = ("userSourcedId", "status", "role", "beginDate", "endDate", "orgSourcedId")
_EXPORT_AGAIN = "Mend it in the system the bundle comes from, and export it again."


class ReferenceColumn(Labelled):
    """Which column of users.csv is the reference that the school's other files use for a learner."""

    SOURCED_ID = "sourcedId", "The system's own id"
    IDENTIFIER = "identifier", "The school's identifier"


class BundleRoster(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle says of the school's learners; with ``complete``, whoever is not in it has left.

    ``left`` are references of those that a bundle of changes says have gone.
    """

    school: School
    complete: bool
    learners: tuple[RosterLearner, ...]
    left: tuple[str, ...]
    problems: tuple[RowProblem, ...]


class _Roles(msgspec.Struct, frozen=True):
    """By user: the line of a learner's role that holds; those whose role ended; everybody with a role."""

    learners: dict[str, int]
    ended: set[str]
    everybody: set[str]


def read_roster(
    bundle: Bundle,
    *,
    urn: str | None,
    on: date,
    school: str | None = None,
    reference: ReferenceColumn = ReferenceColumn.SOURCED_ID,
) -> BundleRoster:
    """The roster of one school on a day. Raises ``UnreadableFile`` for a bundle that is not to be read."""
    manifest = read_manifest(bundle)
    problems: list[RowProblem] = []
    found = find_school(bundle, urn=urn, asked=school, problems=problems)
    roles = _roles(bundle, found, on=on, problems=problems)
    learners: dict[str, RosterLearner] = {}
    left: dict[str, None] = {}
    met: set[str] = set()
    columns = ("sourcedId", "status", "grades", reference.value)
    for line, (user, status, grades, written) in rows_of(bundle, "users", columns, problems):
        if user in met:
            problems.append(_told(line, "sourcedId", user, "This user stands in the file already."))
            continue
        met.add(user)
        gone = status.casefold() == GONE
        if (gone or user not in roles.learners) and (user in roles.learners or user in roles.ended):
            left[written] = None
        elif user in roles.learners:
            learner = _learner(line, written, grades, reference, problems)
            if learner is not None and learner.reference in learners:
                reason = "Another learner of the file has the same reference."
                problems.append(_told(line, reference.value, written, reason))
            elif learner is not None:
                learners[learner.reference] = learner
        elif not manifest.complete and grades and user not in roles.everybody:
            problems.append(_told(line, "sourcedId", user, _NO_ROLE))
    problems.extend(_without_user(roles.learners, met))
    return BundleRoster(
        school=found,
        complete=manifest.complete,
        learners=tuple(learners.values()),
        left=() if manifest.complete else tuple(one for one in left if one not in learners),
        problems=tuple(problems),
    )


_NO_ROLE = "The changes do not say whether this user is a learner: roles.csv has no row for it."


def _roles(bundle: Bundle, school: School, *, on: date, problems: list[RowProblem]) -> _Roles:
    roles = _Roles({}, set(), set())
    for line, (user, status, role, begins, ends, org) in rows_of(
        bundle, "roles", _ROLE_COLUMNS, problems
    ):
        roles.everybody.add(user)
        if role.casefold() != "student" or org not in school.orgs:
            continue
        days = {"beginDate": begins, "endDate": ends}
        wrong = [name for name, text in days.items() if text and read_date(text) is None]
        if wrong:
            reason = "This is no day, or has the month before the day."
            problems.append(
                RowProblem(
                    file="roles.csv",
                    line=line,
                    column=wrong[0],
                    value=days[wrong[0]][:64],
                    reason=reason,
                    remedy="Write days as 2026-09-01, or leave them empty.",
                )
            )
        elif status.casefold() == GONE or not _holds(begins, ends, on):
            roles.ended.add(user)
        else:
            roles.learners.setdefault(user, line)
    return roles


def _holds(begins: str, ends: str, on: date) -> bool:
    """Whether a role that lasts from one day to before another holds; source: OneRoster 1.2, 4.13."""
    first, last = read_date(begins), read_date(ends)
    return (first is None or first <= on) and (last is None or on < last)


def _learner(
    line: int, written: str, grades: str, reference: ReferenceColumn, problems: list[RowProblem]
) -> RosterLearner | None:
    year_group = _year_group(grades)
    if year_group is None:
        reason = (
            "The learner has no year group."
            if not grades
            else "This does not say one national year group (0, for Reception, to 14)."
        )
        problems.append(_told(line, "grades", grades, reason))
        return None
    try:
        return msgspec.convert(
            {"reference": written, "year_group": year_group}, RosterLearner, strict=True
        )
    except msgspec.ValidationError:
        reason = "This is no reference: it is empty, has over 64 characters, or control characters."
        problems.append(_told(line, reference.value, written, reason))
        return None


def _year_group(grades: str) -> YearGroup | None:
    """The one year group a list of grades says; None for none, several or another country's."""
    told = set()
    for grade in grades.split(","):
        try:
            told.add(parse_year_group(grade.strip()))
        except ValueError:
            return None
    return told.pop() if len(told) == 1 else None


def _without_user(learners: dict[str, int], met: set[str]) -> Iterator[RowProblem]:
    for user, line in learners.items():
        if user not in met:
            yield RowProblem(
                file="roles.csv",
                line=line,
                column="userSourcedId",
                value=user[:64],
                reason="users.csv has no such user, so the learner's year group is not known.",
                remedy=_EXPORT_AGAIN,
            )


def _told(line: int, column: str, value: str, reason: str) -> RowProblem:
    return RowProblem(
        file="users.csv",
        line=line,
        column=column,
        value=value[:64],
        reason=reason,
        remedy=_EXPORT_AGAIN,
    )

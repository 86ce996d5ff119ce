"""An employer's year as its page shows it: what waits for its word, what is to come, what was.

The rule: each encounter at an institution stands in exactly one list.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import msgspec

from hub_core.academic_years import academic_year_of
from hub_core.employers.check_events import CheckKind
from hub_core.employers.checks import Checks
from hub_core.encounters.part import PartStatus
from projections.hub_dashboard.employers import AreaReached, EmployerYear, OwnPart
from services.web.academic_years import in_address
from services.web.words import counted, long_date

#: A paper that runs out within so many days is pointed out: time enough to renew an insurance.
SOON = timedelta(days=60)
#: Most lines of a list that is shown at once; the rest is folded away.
FIRST_LINES = 8


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One encounter at one institution, in words; ``tell`` leads to saying that it took place."""

    when: str
    where: str
    what: str
    state: str
    tag: str
    tell: str | None


class List(msgspec.Struct, frozen=True, kw_only=True):
    """Encounters that stand alike; ``empty`` is what is said when there are none."""

    key: str
    heading: str
    lines: tuple[Line, ...]
    more: tuple[Line, ...]
    empty: str


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """One check and how it stands."""

    name: str
    state: str
    tag: str


class EmployerPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the template needs."""

    id: UUID
    name: str
    academic_year: str
    headline: str
    lists: tuple[List, ...]
    held: str
    institutions: str
    learners: str
    areas: tuple[AreaReached, ...]
    papers: tuple[Paper, ...]
    years: tuple[tuple[str, str, bool], ...]


_TAGS: Mapping[PartStatus, tuple[str, str]] = {
    PartStatus.PROPOSED: ("No answer yet", "govuk-tag--grey"),
    PartStatus.ACCEPTED: ("Agreed", "govuk-tag--blue"),
    PartStatus.DECLINED: ("Declined", "govuk-tag--grey"),
    PartStatus.CANCELLED: ("Cancelled", "govuk-tag--grey"),
    PartStatus.DELIVERED: ("To be confirmed by them", "govuk-tag--blue"),
    PartStatus.DISPUTED: ("They say it was otherwise", "govuk-tag--orange"),
    PartStatus.CONFIRMED: ("Confirmed", "govuk-tag--green"),
}
_OPEN = (PartStatus.PROPOSED, PartStatus.ACCEPTED)
_HELD = (PartStatus.DELIVERED, PartStatus.CONFIRMED, PartStatus.DISPUTED)


def employer_page(
    year: EmployerYear, *, employer: UUID, name: str, checks: Checks, today: date
) -> EmployerPage:
    """Work out the page as it stands today."""

    def lines(*parts: OwnPart) -> tuple[Line, ...]:
        return tuple(_line(part, employer, today) for part in parts)

    waiting = [one for one in year.parts if one.status in _OPEN and one.day <= today]
    coming = [one for one in reversed(year.parts) if one.status in _OPEN and one.day > today]
    held = [one for one in year.parts if one.status in _HELD]
    others = [one for one in year.parts if one.status not in (*_OPEN, *_HELD)]
    return EmployerPage(
        id=employer,
        name=name,
        academic_year=year.academic_year,
        headline=_headline(len(waiting), coming),
        lists=(
            _list("waiting", "Did it take place?", lines(*waiting), ""),
            _list("coming", "To come", lines(*coming), "Nothing is planned."),
            _list("held", "Took place", lines(*held), f"Nothing in {year.academic_year} so far."),
            _list("others", "Declined or cancelled", lines(*others), ""),
        ),
        held=counted(year.held, "encounter"),
        institutions=counted(year.institutions, "school or college", "schools and colleges"),
        learners=year.learner_encounters.text,
        areas=year.areas,
        papers=tuple(_paper(kind, checks, today) for kind in CheckKind),
        years=tuple(
            (in_address(one), one, one == year.academic_year)
            for one in sorted({*year.academic_years, academic_year_of(today)}, reverse=True)
        ),
    )


def _headline(waiting: int, coming: list[OwnPart]) -> str:
    if waiting:
        return (
            f"{counted(waiting, 'encounter waits', 'encounters wait')} for you to say how it went."
        )
    answers = sum(one.status is PartStatus.PROPOSED for one in coming)
    if coming:
        open_offers = f", {counted(answers, 'answer')} still open" if answers else ""
        return f"{counted(len(coming), 'encounter')} to come{open_offers}."
    return "Offer to meet young people: it takes a minute."


def _list(key: str, heading: str, lines: tuple[Line, ...], empty: str) -> List:
    return List(
        key=key,
        heading=heading,
        lines=lines[:FIRST_LINES],
        more=lines[FIRST_LINES:],
        empty=empty,
    )


def _line(part: OwnPart, employer: UUID, today: date) -> Line:
    state, tag = _TAGS[part.status]
    reported = (
        "" if part.reported is None else f", {counted(part.reported, 'learner')} by your count"
    )
    tell = part.status in _OPEN and part.day <= today
    return Line(
        when=long_date(part.day),
        where=part.name,
        what=f"{part.kind.label}, {part.mode.label.lower()}{reported}",
        state=state,
        tag=tag,
        tell=f"/employers/{employer}/encounters/{part.encounter}/at/{part.institution}"
        if tell
        else None,
    )


def _paper(kind: CheckKind, checks: Checks, today: date) -> Paper:
    """Until when a check holds; only placements need it."""
    if kind in checks.not_needed:
        return Paper(
            name=kind.label,
            state=f"Not needed: {checks.not_needed[kind].label.lower()}",
            tag="govuk-tag--grey",
        )
    until = checks.valid_until.get(kind)
    if until is None:
        return Paper(name=kind.label, state="Not recorded", tag="govuk-tag--grey")
    if until < today:
        return Paper(
            name=kind.label, state=f"Ran out on {long_date(until)}", tag="govuk-tag--orange"
        )
    soon = until - today <= SOON
    return Paper(
        name=kind.label,
        state=f"{'Runs out' if soon else 'Valid until'} {'on ' if soon else ''}{long_date(until)}",
        tag="govuk-tag--orange" if soon else "govuk-tag--green",
    )

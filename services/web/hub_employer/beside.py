"""Two employers beside each other, as a hub knows them: so that whoever merges them sees what each has.

The rule: both are told the same, line by line; what neither has is no line.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from hub_core.academic_years import previous_academic_year
from hub_core.employers.employer import Employer
from hub_core.employers.engagement import Engagement, Meeting, engagements
from services.web.words import counted, long_date, number

SOLE_TRADER = "A sole trader"


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two: its name, and the others that it stands for already."""

    id: UUID
    name: str
    stands_for: int


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of both, in the order of the sides."""

    label: str
    told: tuple[str, ...]


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """Both sides and every line."""

    sides: tuple[Side, ...]
    lines: tuple[Line, ...]


def beside(
    both: Sequence[Employer],
    verified: Sequence[str],
    meetings: Iterable[Meeting],
    *,
    hub: UUID,
    academic_year: str,
) -> Beside:
    """These two; ``verified`` says how each is, ``meetings`` whom the hub's members met."""
    stands = {one: employer.id for employer in both for one in (employer.id, *employer.absorbed)}
    own = (
        msgspec.structs.replace(one, employer=stands[one.employer])
        for one in meetings
        if one.employer in stands
    )
    found = engagements(own, academic_year)
    nothing = Engagement(employer=hub, met_last_year=set(), booked_this_year=set())
    met = [found.get(employer.id, nothing) for employer in both]
    told = _of_them(both) | _of_hub(both, verified, met, hub, academic_year)
    return Beside(
        sides=tuple(
            Side(
                id=employer.id,
                name=employer.details.name or SOLE_TRADER,
                stands_for=len(employer.absorbed),
            )
            for employer in both
        ),
        lines=tuple(
            Line(label=label, told=tuple(one or "Not told" for one in of_both))
            for label, of_both in told.items()
            if any(of_both)
        ),
    )


def _of_them(both: Sequence[Employer]) -> dict[str, list[str]]:
    """What they say of themselves."""
    details = [employer.details for employer in both]
    return {
        "What it is": [one.form.label for one in details],
        "Companies House number": [one.company_number or "" for one in details],
        "Charity number": [one.charity_number or "" for one in details],
        "Postcode": [one.postcode or "" for one in details],
        "Sector": [one.sector.label if one.sector else "" for one in details],
        "Size": [one.size.label if one.size else "" for one in details],
    }


def _of_hub(
    both: Sequence[Employer],
    verified: Sequence[str],
    met: Sequence[Engagement],
    hub: UUID,
    academic_year: str,
) -> dict[str, list[str]]:
    """How the hub and its members stand with them."""
    return {
        "Verified": [one or "Not yet" for one in verified],
        "Cornerstone of this hub": [
            "Yes" if hub in employer.cornerstone_of else "No" for employer in both
        ],
        f"Members met or booked in {academic_year}": [
            number(len(one.booked_this_year)) for one in met
        ],
        f"Members met in {previous_academic_year(academic_year)}": [
            number(len(one.met_last_year)) for one in met
        ],
        "Last met a member": [long_date(one.last_met) if one.last_met else "Never" for one in met],
        "Stands for": [
            counted(len(employer.absorbed), "other employer") if employer.absorbed else ""
            for employer in both
        ],
    }

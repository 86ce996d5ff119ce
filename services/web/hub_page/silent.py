"""The members that have supplied nothing this year, by phase.

The one rule: silence is not failure; where an employer has reported something, that is said, since
it is the best reason to call.
"""

from collections.abc import Sequence

import msgspec

from projections.hub_dashboard.figures import HubDashboard, SilentInstitution
from services.web.words import counted, number


class SilentPhase(msgspec.Struct, frozen=True, kw_only=True):
    """The members of one phase that have supplied nothing."""

    label: str
    institutions: tuple[SilentInstitution, ...]


def silent_by_phase(silent: Sequence[SilentInstitution]) -> tuple[SilentPhase, ...]:
    """The silent members in the order given, under the names of their phases."""
    by_label: dict[str, list[SilentInstitution]] = {}
    for institution in silent:
        by_label.setdefault(institution.phase_label, []).append(institution)
    return tuple(
        SilentPhase(label=label, institutions=tuple(institutions))
        for label, institutions in by_label.items()
    )


def silent_headline(dashboard: HubDashboard) -> str:
    """How many members have told us nothing."""
    total, silent, year = dashboard.total, len(dashboard.silent), dashboard.academic_year
    if not total.members:
        return "No members yet"
    if not silent:
        return f"Every member has told us something about {year}"
    return (
        f"{number(silent)} of {counted(total.members, 'member')} "
        f"{'has' if silent == 1 else 'have'} told us nothing about {year}"
    )

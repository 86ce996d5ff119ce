"""Members of a hub to tick in a form, by phase, so that what is chosen below them is near.

The rule: a long list begins closed, unless something in it is ticked; what is ticked counts, open or not.
"""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

import msgspec

from hub_core.membership.events import InstitutionDetails
from hub_core.reference.service_phases import ServicePhase

#: So many members of a phase are seen at one look.
SHORT = 12


class MemberLine(msgspec.Struct, frozen=True, kw_only=True):
    """One member."""

    id: UUID
    href: str
    name: str


class TickGroup(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """The members of one phase."""

    label: str
    members: tuple[MemberLine, ...]
    open: bool


def member_lines(
    these: Iterable[UUID], known: Mapping[UUID, InstitutionDetails], here: str
) -> tuple[MemberLine, ...]:
    """These members by name; ``here`` is the address of the hub."""
    return tuple(
        MemberLine(id=one, href=f"{here}/members/{one}", name=known[one].name)
        for one in sorted(these, key=lambda one: known[one].name)
    )


def tick_groups(
    these: Collection[UUID],
    known: Mapping[UUID, InstitutionDetails],
    here: str,
    ticked: Collection[str],
) -> tuple[TickGroup, ...]:
    """These members by phase, those of no phase last."""
    groups = []
    for phase in (*ServicePhase, None):
        inside = [one for one in these if known[one].phase is phase]
        if inside:
            groups.append(
                TickGroup(
                    label="Phase not known" if phase is None else phase.label,
                    members=member_lines(inside, known, here),
                    open=len(inside) <= SHORT or any(str(one) in ticked for one in inside),
                )
            )
    return tuple(groups)

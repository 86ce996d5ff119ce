"""A school's provider access as its own records have it: phases, what providers asked of it, its statement.

The rule: a phase is met by the older of its year groups, whose time ends this academic year; a school that
told nothing has no phases, which is not none met. No learner is counted.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from hub_core.gatsby.edition import Edition
from hub_core.gatsby.figures import Figure, Status, Unit
from hub_core.gatsby.measures import AccessPhase, ProviderAccess
from hub_core.provider_access.codes import RequestStatus
from hub_core.provider_access.request import AccessRequest
from hub_core.provider_access.statement import Check
from hub_core.reference.labelled import Labelled


class Which(Labelled):
    """Which schools to show, as an address says it."""

    OWING = "owing", "A phase not met yet"
    SILENT = "silent", "No data supplied"
    WAITING = "waiting", "A request waits"
    REFUSED = "refused", "A request was refused"
    STATEMENT = "statement", "Statement missing or due"


class PhaseOfSchool(msgspec.Struct, frozen=True, kw_only=True):
    """One phase at a school: encounters put on for the older of its year groups, whose time ends this
    academic year, and for the ``younger`` one that has another year."""

    name: str
    older: Figure | None
    younger: Figure | None

    @property
    def asked(self) -> Figure | None:
        """The figure by which the phase is met this year; None where the school teaches neither."""
        return self.older or self.younger

    @property
    def met(self) -> bool:
        """Whether what is owed was put on."""
        return self.asked is not None and self.asked.status is Status.ACHIEVED


class School(msgspec.Struct, frozen=True, kw_only=True):
    """One school; ``phases`` is None where it supplied no data, ``requests`` are those of the year."""

    institution: UUID
    name: str
    phase: str
    check: Check
    phases: tuple[PhaseOfSchool, ...] | None
    requests: tuple[AccessRequest, ...]

    def with_status(self, *statuses: RequestStatus) -> list[AccessRequest]:
        """Its requests that stand so."""
        return [one for one in self.requests if one.status in statuses]

    @property
    def owing(self) -> list[PhaseOfSchool]:
        """Phases it is asked for and has not met."""
        return [one for one in self.phases or () if one.asked is not None and not one.met]

    def is_one_of(self, which: str) -> bool:
        """Whether it is among those an address chooses."""
        match which:
            case Which.OWING:
                return bool(self.owing)
            case Which.SILENT:
                return self.phases is None
            case Which.WAITING:
                return bool(self.with_status(RequestStatus.WAITING))
            case Which.REFUSED:
                return bool(self.with_status(RequestStatus.REFUSED))
            case Which.STATEMENT:
                return self.check.remind
            case _:
                return True


def criterion_of(edition: Edition) -> tuple[str, tuple[AccessPhase, ...]]:
    """The edition's criterion about provider access, and its phases."""
    for _, criterion in edition.criteria():
        if isinstance(criterion.measure, ProviderAccess):
            return criterion.code, criterion.measure.phases
    raise LookupError(f"The edition {edition.code} asks nothing about provider access.")


def phases_of(
    figures: Iterable[Figure] | None, phases: Sequence[AccessPhase]
) -> tuple[PhaseOfSchool, ...] | None:
    """What a school put on, phase by phase; None where it supplied nothing it could be seen from."""
    owed = [one for one in figures or () if one.unit is Unit.ENCOUNTERS]
    if all(one.status is Status.NO_DATA for one in owed):
        return None
    by_year = {one.year_group: one for one in owed}
    return tuple(
        PhaseOfSchool(
            name=phase.name,
            older=by_year.get(phase.first_year + 1),
            younger=by_year.get(phase.first_year),
        )
        for phase in phases
    )

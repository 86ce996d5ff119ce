"""When an institution was an active member of which hub.

The rule: a stay holds from its first day up to the day before ``until``, and no two of them overlap, so
that every figure can be given for those who were members on its day.
"""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from projections.projection import Rows


class Stay(msgspec.Struct):
    """Active membership without a break. ``joined`` is when it joined that hub, pauses aside."""

    hub: UUID
    joined: date
    since: date
    until: date | None = None


class Stays:
    """One institution's stays, in order."""

    def __init__(self) -> None:
        self._stays: list[Stay] = []
        self._changed: set[int] = set()

    def begin(self, hub: UUID, on: date) -> None:
        """Join a hub."""
        self._add(Stay(hub=hub, joined=on, since=on))

    def resume(self, on: date) -> None:
        """Go on after a pause."""
        if not self._stays:
            raise ValueError("Its membership goes on here after a pause, and it never began.")
        before = self._stays[-1]
        self._add(Stay(hub=before.hub, joined=before.joined, since=on))

    def end(self, on: date) -> None:
        """Leave or pause; nothing where no stay goes on."""
        if self._stays and self._stays[-1].until is None:
            self._stays[-1].until = on
            self._changed.add(len(self._stays) - 1)

    def changes(self, institution: UUID, rows: Rows) -> None:
        """Append the rows that changed since the last call."""
        rows["stays"].extend(
            (institution, place, *_row(self._stays[place])) for place in sorted(self._changed)
        )
        self._changed = set()

    def _add(self, stay: Stay) -> None:
        self._changed.add(len(self._stays))
        self._stays.append(stay)


def _row(stay: Stay) -> tuple[Any, ...]:
    return (stay.hub, stay.joined, stay.since, stay.until)

"""An institution's official results as rows: declared, never worked out. No I/O.

The rule: a result is kept as it was reported, and one that was withdrawn is kept as no longer standing.
"""

from typing import Any
from uuid import UUID

from hub_core.evaluations import events as v
from hub_core.evaluations.codes import BENCHMARKS
from hub_core.evaluations.standing import OfficialResult, as_reported, in_order
from hub_core.log.event import Event

#: The events results are made of.
_ABOUT = frozenset({v.CompassResultRecorded, v.CompassResultCorrected, v.CompassResultWithdrawn})


class Declared:
    """The results of one institution so far; a few a year."""

    def __init__(self, institution: UUID) -> None:
        self._institution = institution
        self._standing: dict[UUID, OfficialResult] = {}
        self._withdrawn: dict[UUID, OfficialResult] = {}
        self._rows: dict[UUID, tuple[Any, ...]] = {}
        self._changed = False

    def apply(self, event: Event) -> None:
        """Take one event in; the rest changes nothing."""
        if type(event) not in _ABOUT:
            return
        match event:
            case v.CompassResultRecorded() | v.CompassResultCorrected():
                self._withdrawn.pop(event.result, None)
                self._standing[event.result] = as_reported(event)
            case v.CompassResultWithdrawn():
                if (before := self._standing.pop(event.result, None)) is not None:
                    self._withdrawn[event.result] = before
        self._changed = True

    def taken_rows(self) -> list[tuple[Any, ...]]:
        """The rows of ``results`` that changed since this was last asked.

        One result may change another's: the next one of its edition repeats it, or does so no longer.
        """
        if not self._changed:
            return []
        self._changed = False
        now = {
            one.result: self._row(one, stands=stands)
            for results, stands in (
                (in_order(self._standing.values()), True),
                (self._withdrawn.values(), False),
            )
            for one in results
        }
        changed = {key: row for key, row in now.items() if row != self._rows.get(key)}
        self._rows = now
        return list(changed.values())

    def _row(self, one: OfficialResult, *, stands: bool) -> tuple[Any, ...]:
        told = [one.benchmarks[number] for number in BENCHMARKS]
        return (
            self._institution,
            one.result,
            stands,
            one.completed_on,
            one.edition,
            str(one.source),
            one.copied_forward,
            [benchmark.percentage for benchmark in told],
            [benchmark.achieved for benchmark in told],
        )

"""A learner's record in words: what they took part in, and where they were on roll.

The rule: nothing is left out. A history that names the learner is told whole, what was taken back with it.
"""

import msgspec

from hub_core.learner_record import LearnerRecord
from hub_core.reference.labelled import Labelled
from hub_core.rosters.codes import ApartReason, Registration
from hub_core.rosters.events import LearnerGroup
from hub_core.rosters.learner_record import Happening, Period
from services.web.words import long_date

_LABELS: dict[str, type[Labelled]] = {
    "registration": Registration,
    "group": LearnerGroup,
    "set_apart": ApartReason,
}


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """One line: when, and what."""

    when: str
    what: str


class LearnerView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page shows of one learner."""

    reference: str
    histories: tuple[tuple[Dated, ...], ...]
    on_roll: tuple[Dated, ...]
    texts: tuple[str, ...]


def learner_view(record: LearnerRecord) -> LearnerView:
    """The record, the latest first."""
    histories = sorted(record.histories, key=lambda one: one[-1].happened_on, reverse=True)
    return LearnerView(
        reference=record.reference,
        histories=tuple(tuple(_happening(one) for one in history) for history in histories),
        on_roll=tuple(_period(one) for one in reversed(record.periods)),
        texts=record.texts,
    )


def _happening(one: Happening) -> Dated:
    """One event, and whether it names the learner: a correction may no longer do so."""
    what = one.what if one.names_learner else f"{one.what} (without this learner)"
    return Dated(when=long_date(one.happened_on), what=what)


def _period(one: Period) -> Dated:
    until = f"to {long_date(one.until)}" if one.until else "to this day"
    return Dated(when=f"{long_date(one.since)} {until}", what=_what(one))


def _what(one: Period) -> str:
    if one.kind == "cohort":
        return f"On roll with those who finish Year 11 in {one.value}"
    kind = _LABELS.get(one.kind)
    return one.value if kind is None else kind(one.value).label

"""Everything the log holds of one learner, for the institution to answer a request for access.

The rule: whatever event names learners is found by the type of its fields, so that a context to come is
in the answer without being told of here. No I/O. Source: UK GDPR article 15.
"""

import types
import typing
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

import msgspec
from pyroaring import BitMap

from hub_core.learner_sets import PackedLearners, unpack
from hub_core.log.event import Event
from hub_core.rosters.codes import Programme, Registration
from hub_core.rosters.dated import Dated
from hub_core.rosters.roster import Roster
from hub_core.values import Ordinal


class Period(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something true of a learner from a day on, until the day before ``until``; None is to this day.

    ``kind`` is cohort, programme, group, registration or set_apart; ``value`` its code.
    """

    kind: str
    value: str
    since: date
    until: date | None


class Happening(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One event in a history that names the learner. ``names_learner`` says whether this one does."""

    position: int
    happened_on: date
    what: str
    topic: str
    names_learner: bool


def periods_of(roster: Roster, ordinal: int) -> list[Period]:
    """When the learner was on roll where, in which groups, and outside the relevant cohort."""
    told: list[tuple[str, str, Dated[BitMap]]] = []
    for subject, dated in roster.sets.items():
        match subject:
            case Registration():
                told.append(("registration", subject.value, dated))
            case Programme():
                told.append(("programme", subject.code, dated))
            case int():
                told.append(("cohort", str(subject), dated))
            case _:
                told.append(("group", subject.value, dated))
    told.extend(("set_apart", reason.value, dated) for reason, dated in roster.apart.items())
    found = [
        Period(kind=kind, value=value, since=since, until=until)
        for kind, value, dated in told
        for since, until in _inside(dated, ordinal)
    ]
    return sorted(found, key=lambda one: (one.since, one.kind, one.value))


def happenings_of(
    events: Iterable[tuple[UUID, int, Event]], ordinal: int
) -> list[tuple[Happening, ...]]:
    """Every history (an activity, a meeting, a part in an encounter) that names the learner, whole.

    ``events`` are the institution's, as stream, position and event; its roster's are told by periods.
    """
    streams: defaultdict[UUID, list[Happening]] = defaultdict(list)
    for stream, position, event in events:
        if type(event).__module__ == "hub_core.rosters.events":
            continue
        streams[stream].append(
            Happening(
                position=position,
                happened_on=event.occurred_on,  # type: ignore[attr-defined]
                what=event.heading(),
                topic=event.TOPIC,
                names_learner=names_learner(event, ordinal),
            )
        )
    return [tuple(told) for told in streams.values() if any(one.names_learner for one in told)]


def names_learner(event: Event, ordinal: int) -> bool:
    """Whether the learner with this number is in any field of the event."""
    return any(ordinal in learners for learners in _learners_in(event))


def _learners_in(value: msgspec.Struct) -> Iterator[BitMap]:
    for field, found in _fields(type(value)):
        yield from found(getattr(value, field))


Finder = Callable[[Any], Iterable[BitMap]]


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, Finder], ...]:
    """The fields of a struct that can hold learners, and how they are found in each."""
    hints = typing.get_type_hints(kind, include_extras=True)
    finders = ((field, _finder(hints[field])) for field in kind.__struct_fields__)
    return tuple((field, finder) for field, finder in finders if finder is not None)


def _finder(hint: Any) -> Finder | None:
    if hint == PackedLearners:
        return lambda packed: (unpack(packed),)
    if hint == Ordinal:
        return lambda ordinal: (BitMap([ordinal]),)
    if get_origin(hint) is Annotated:
        return _finder(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        finders = [finder for part in get_args(hint) if (finder := _finder(part)) is not None]
        return _optional(finders[0]) if finders else None
    if get_origin(hint) in (tuple, list, frozenset):
        return _each(_finder(get_args(hint)[0]))
    if get_origin(hint) is dict:
        of_keys, of_values = map(_finder, get_args(hint))
        if of_keys is None and of_values is None:
            return None
        return lambda told: [
            *(found for key in told for found in (of_keys(key) if of_keys else ())),
            *(found for one in told.values() for found in (of_values(one) if of_values else ())),
        ]
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct) and _fields(hint):
        return lambda value: list(_learners_in(value))
    return None


def _optional(finder: Finder) -> Finder:
    return lambda value: () if value is None else finder(value)


def _each(finder: Finder | None) -> Finder | None:
    if finder is None:
        return None
    return lambda values: [found for value in values for found in finder(value)]


def _inside(dated: Dated[BitMap], ordinal: int) -> Iterator[tuple[date, date | None]]:
    """The periods in which a set held the learner."""
    since: date | None = None
    for day in dict.fromkeys(dated.days()):
        inside = ordinal in (dated.on(day) or ())
        if inside and since is None:
            since = day
        elif not inside and since is not None:
            if since != day:
                yield since, day
            since = None
    if since is not None:
        yield since, None

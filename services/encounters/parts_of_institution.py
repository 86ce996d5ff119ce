"""An institution's encounters, folded from its own events: what it sees is what was decided, no later."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from hub_core.activities.activity import Activity
from hub_core.activities.events import ActivityRecorded
from hub_core.employers.engagement import Meeting
from hub_core.encounters.part import OPEN, Part, PartStatus
from hub_core.log.event import Event, decode
from hub_core.log.ledger import PAGE, Ledger
from hub_core.matching.match import MatchStatus
from hub_core.reference.campaigns import Campaign
from hub_core.told_twice import records_of

#: Topics of events that make up a part; invitations stand in the offer's stream.
_CONTEXT = "encounters."
_OF_THE_OFFER = "encounters.InstitutionInvited."
_ACTIVITIES = "activities.Activity"
_HELD = (PartStatus.DELIVERED, PartStatus.CONFIRMED)
_STANDING = (*OPEN, *_HELD)


async def parts_of(ledger: Ledger, institution: UUID) -> list[Part]:
    """Every part this institution has in an encounter, the latest planned first."""
    streams = await _streams(ledger, institution, _is_of_a_part)
    parts = [Part.of(stream_id, events) for stream_id, events in streams.items()]
    return sorted(parts, key=lambda part: (part.planned_for, str(part.encounter)), reverse=True)


async def meetings_of(ledger: Ledger, institution: UUID) -> list[Meeting]:
    """Whom this institution met or plans to meet: its parts in encounters, and activities of its own."""
    streams = await _streams(
        ledger, institution, lambda topic: _is_of_a_part(topic) or topic.startswith(_ACTIVITIES)
    )
    found: list[Meeting] = []
    for stream_id, events in streams.items():
        if isinstance(events[0][2], ActivityRecorded):
            activity = Activity.of(stream_id, events)
            if activity.details.employer is not None and not activity.is_withdrawn:
                found.append(_meeting(activity.details.employer, institution, activity.held_on))
            continue
        part = Part.of(stream_id, events)
        if part.status in _STANDING:
            found.append(
                Meeting(
                    employer=part.particulars.employer,
                    institution=institution,
                    day=part.day_held(None),
                    took_place=part.status in _HELD,
                )
            )
    return found


async def tagged_of(ledger: Ledger, institution: UUID) -> list[tuple[date, frozenset[Campaign]]]:
    """The day and campaigns of each encounter that took place and each activity; two matched are one."""
    decisions = (await records_of(ledger, institution)).decisions.values()
    told_twice = {
        one.activity: one.encounter for one in decisions if one.status is MatchStatus.MATCHED
    }
    streams = await _streams(
        ledger, institution, lambda topic: _is_of_a_part(topic) or topic.startswith(_ACTIVITIES)
    )
    found: dict[UUID, tuple[date, frozenset[Campaign]]] = {}
    for stream_id, events in streams.items():
        if isinstance(events[0][2], ActivityRecorded):
            activity = Activity.of(stream_id, events)
            if activity.is_withdrawn:
                continue
            act, day = told_twice.get(stream_id, stream_id), activity.held_on
            tags = activity.details.campaigns
        else:
            part = Part.of(stream_id, events)
            if part.status not in _HELD:
                continue
            act, day, tags = part.encounter, part.day_held(None), part.particulars.campaigns
        first, known = found.get(act, (day, frozenset()))
        found[act] = (first, known.union(tags))
    return list(found.values())


def _meeting(employer: UUID, institution: UUID, day: date) -> Meeting:
    return Meeting(employer=employer, institution=institution, day=day, took_place=True)


def _is_of_a_part(topic: str) -> bool:
    return topic.startswith(_CONTEXT) and not topic.startswith(_OF_THE_OFFER)


async def _streams(
    ledger: Ledger, institution: UUID, wanted: Callable[[str], bool]
) -> dict[UUID, list[tuple[int, datetime, Event]]]:
    """The institution's events of the topics wanted, by stream."""
    streams: dict[UUID, list[tuple[int, datetime, Event]]] = defaultdict(list)
    position = 0
    while rows := await ledger.read(after=position, institution=institution):
        for row in rows:
            topic = row["topic"]
            if wanted(topic):
                event = decode(topic, row["data"])
                streams[row["stream_id"]].append((row["version"], row["recorded_at"], event))
        position = rows[-1]["position"]
        if len(rows) < PAGE:
            break
    return streams

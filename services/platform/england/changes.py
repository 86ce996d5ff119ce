"""What changes in the course of the two years: who joins, asks, pauses, leaves, or becomes an academy.

The rule: a change is decided when the story begins and written when its day comes.
"""

from collections.abc import Callable, Iterator
from datetime import date

import msgspec

from hub_core.log.event import Event
from hub_core.membership.codes import SuspensionReason, WithdrawalReason
from hub_core.membership.events import (
    InstitutionBecameAcademy,
    InstitutionClosed,
    MemberReinstated,
    MembershipRequested,
    MemberSuspended,
    MemberWithdrawn,
)
from hub_core.membership.keys import active_hub_key, membership_stream, urn_key
from services.platform.england.beginnings import write_admission
from services.platform.england.chance import identity
from services.platform.england.habits import BECAME_ACADEMY, PAUSED, REQUEST_WAITING, WITHDRAWN
from services.platform.england.lives import Life
from services.platform.england.page import Page
from services.platform.england.places import FIRST_ACADEMY_URN, in_its_trust

Change = tuple[int, Callable[[Page], None]]
_CONVERTER = "34"


def changes_of(life: Life) -> Iterator[Change]:
    """The institution's changes with their days, in order; sets the day on which it leaves."""
    yield from _joining(life)
    if life.joins < life.period.first:
        if life.chance("withdraws") < WITHDRAWN:
            yield from _leaving(life)
        elif life.chance("paused") < PAUSED:
            yield from _pause(life)
        elif life.institution.is_maintained and life.chance("academy") < BECAME_ACADEMY:
            yield _conversion(life)


def _joining(life: Life) -> Iterator[Change]:
    period = life.period
    if life.joins >= period.first and life.is_member:
        asked = period.teaching(life.joins - life.between(8, 30, "asked"))
        if asked < life.joins:
            yield asked, lambda page: _request(life, page, asked)
        version = 2 if asked < life.joins else 1
        yield life.joins, lambda page: write_admission(life, life.seed, page, version=version)
    in_scope = life.hub.admitted[life.institution.phase] > 0
    if not life.is_member and in_scope and life.chance("asks") < REQUEST_WAITING:
        asks = period.teaching(period.first + life.between(60, 540, "asks on"))
        yield asks, lambda page: _request(life, page, asks)


def _leaving(life: Life) -> Iterator[Change]:
    """It withdraws at the end of a term, or closes with the school year."""
    period = life.period
    closes = life.chance("closes") < 0.4
    day = period.second_year - 1 if closes else period.first + life.between(100, 420, "leaves")
    life.leaves = day

    def leave(page: Page) -> None:
        on = date.fromordinal(day)
        institution = life.institution
        if closes:
            event = InstitutionClosed(institution=institution.id, occurred_on=on)
            _write(life, page, event, stream_of="institution", version=2)
        reason = WithdrawalReason.CLOSED if closes else WithdrawalReason.AT_OWN_REQUEST
        withdrawn = MemberWithdrawn(
            institution=institution.id, hub=life.hub.id, occurred_on=on, reason=reason
        )
        _write(life, page, withdrawn, stream_of="membership", version=2)
        page.release(active_hub_key(institution.id), life.hub.id)

    yield day, leave


def _pause(life: Life) -> Iterator[Change]:
    day = life.period.teaching(life.period.first + life.between(30, 300, "pauses"))
    again = life.period.teaching(day + life.between(40, 120, "goes on"))
    ids = {"institution": life.institution.id, "hub": life.hub.id}
    paused = MemberSuspended(
        **ids, occurred_on=date.fromordinal(day), reason=SuspensionReason.NO_CAREERS_LEADER
    )
    active = MemberReinstated(**ids, occurred_on=date.fromordinal(again))
    yield day, lambda page: _write(life, page, paused, stream_of="membership", version=2)
    yield again, lambda page: _write(life, page, active, stream_of="membership", version=3)


def _conversion(life: Life) -> Change:
    """Academies open on the first of a month."""
    institution = life.institution
    day = date.fromordinal(life.period.first + life.between(30, 440, "converts")).replace(day=1)
    assert institution.urn is not None
    urn = str(FIRST_ACADEMY_URN + institution.number)
    event = InstitutionBecameAcademy(
        institution=institution.id,
        occurred_on=day,
        former_urn=institution.urn,
        urn=urn,
        ukprn=institution.ukprn,
        details=in_its_trust(msgspec.structs.replace(institution.details, type_code=_CONVERTER)),
    )

    def convert(page: Page) -> None:
        _write(life, page, event, stream_of="institution", version=2)
        page.take(urn_key(urn), institution.id)

    return day.toordinal(), convert


def _request(life: Life, page: Page, day: int) -> None:
    event = MembershipRequested(
        institution=life.institution.id, hub=life.hub.id, occurred_on=date.fromordinal(day)
    )
    _write(life, page, event, stream_of="membership", version=1)


def _write(life: Life, page: Page, event: Event, *, stream_of: str, version: int) -> None:
    institution = life.institution
    membership = stream_of == "membership"
    page.write(
        event,
        event_id=identity(life.seed, stream_of, institution.number, version),
        stream=membership_stream(institution.id) if membership else institution.id,
        version=version,
    )

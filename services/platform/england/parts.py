"""An encounter's offer and one institution's part in it, from proposal to confirmation, as JSON.

The rule: the six events that make up nine tenths of the log are put together from ready pieces; a test
holds every one of them against what the log's own encoder writes. Rare events are encoded by it.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from asyncpg.pgproto.pgproto import UUID as FAST_UUID

from hub_core.encounters.codes import CancellationReason
from hub_core.encounters.events import (
    Attendance,
    Checks,
    ConfirmationCorrected,
    ConfirmationWithdrawn,
    EncounterAccepted,
    EncounterCancelled,
    EncounterConfirmed,
    EncounterDeclined,
    EncounterDelivered,
    EncounterDisputed,
    EncounterOffered,
    EncounterProposed,
    EncounterRescheduled,
    InstitutionInvited,
    OfferCancelled,
    Particulars,
)
from hub_core.log.ledger import NewEvent
from hub_core.reference.encounters import CheckAnswer, DeliveryMode, EncounterKind, MeaningfulCheck
from services.platform.england import habits
from services.platform.england.chance import draws, identifier, identity, named, slots
from services.platform.england.employers import Employer
from services.platform.england.lives import Life
from services.platform.england.page import Page
from services.platform.england.script import Step, write_script

#: Bytes of chance a part has (places 0 to 2: employer and kind; 3 to 14: the script), and identifiers:
#: the encounter's, three of the offer's events, eight of the part's.
DRAWS = 24
IDENTIFIERS = 12
_OF_PART = 4

_MODES = slots(habits.MODES)
_DECLINES = slots(habits.DECLINE_REASONS)
_CANCELLATIONS = slots(habits.CANCELLATION_REASONS)
_DISPUTES = slots(habits.DISPUTE_REASONS)
_CORRECTIONS = slots(habits.CORRECTION_REASONS)


def _mode(kind: EncounterKind, drawn: int) -> DeliveryMode:
    if kind is EncounterKind.WORKPLACE_SPEAKER_VIRTUAL and _MODES[drawn] is DeliveryMode.IN_PERSON:
        return DeliveryMode.VIRTUAL_LIVE
    return _MODES[drawn]


#: The middle of the particulars by kind and drawn byte: ``employer_talk","mode":"in_person"``.
_KINDS_AND_MODES = {
    kind: tuple(f'{kind.value}","mode":"{_mode(kind, drawn).value}"' for drawn in range(256))
    for kind in EncounterKind
}


def _checks(drawn: int) -> str:
    """One answer to the check-list in 256: mostly yes, sometimes no, sometimes nothing checked."""
    if drawn < 30:
        return "{}"
    answers: Checks = {}
    for place, check in enumerate(MeaningfulCheck):
        luck = (drawn * 167 + place * 89) % 256
        if luck >= 26:
            answers[check] = CheckAnswer.YES if luck >= 62 - 6 * place else CheckAnswer.NO
    return msgspec.json.encode(answers).decode()


_CHECKS = tuple(_checks(drawn) for drawn in range(256))


class Part:
    """An institution's part in an encounter; :meth:`happen` writes its next step."""

    __slots__ = (
        "_draws",
        "_encounter",
        "_held",
        "_ids",
        "_is_alone",
        "_life",
        "_opening",
        "_particulars",
        "_planned",
        "_script",
        "_stream",
        "_version",
        "_year",
    )

    def __init__(
        self,
        life: Life,
        *,
        key: bytes,
        proposed: int,
        held: int,
        offer: "tuple[UUID, str] | None" = None,
    ) -> None:
        """``offer`` is another's encounter and its particulars; without it the part has its own."""
        self._life = life
        self._draws, self._ids = draws(key, DRAWS, IDENTIFIERS)
        self._planned = held
        self._held, self._script = write_script(life, self._draws, proposed, held)
        self._year = life.period.year_of(self._held)
        self._encounter = identifier(self._ids, 0) if offer is None else offer[0]
        self._is_alone = offer is None
        self._particulars = "" if offer is None else offer[1]
        self._opening = (
            f'{{"encounter":"{self._encounter}","institution":"{life.text}","occurred_on":"'
        )
        self._stream = named(self._encounter.bytes, life.text)
        self._version = 0

    def offer(self, day: int, page: Page) -> None:
        """An employer offers it to this institution alone; :meth:`happen` then proposes it."""
        drawn = self._draws
        life = self._life
        employer = life.pool.one(life.institution.number, drawn[0], drawn[1])
        kind = life.kinds[drawn[2]]
        self._particulars = write_offer(
            employer,
            kind,
            drawn[15],
            encounter=self._encounter,
            event_id=identifier(self._ids, 1),
            day=day,
            life=life,
            planned=self._planned,
            page=page,
        )
        write_invitation(life, self._encounter, identifier(self._ids, 2), day, page, version=2)

    def happen(self, day: int, page: Page) -> int | None:
        """Write the next step; answers with the day of the one after."""
        script = self._script
        step = script.pop()[1]
        self._version += 1
        _STEPS[step](self, day, page)
        return script[-1][0] if script else None

    def _add(self, page: Page, topic: str, data: str) -> None:
        version = self._version
        at = 16 * (_OF_PART - 1) + 16 * version
        page.events.append(
            NewEvent(
                event_id=FAST_UUID(self._ids[at : at + 16]),
                stream_id=self._stream,
                version=version,
                topic=topic,
                data=data.encode("ascii"),
                institution=self._life.id,
            )
        )

    def _propose(self, day: int, page: Page) -> None:
        written = self._life.written
        self._add(
            page,
            EncounterProposed.TOPIC,
            f'{self._opening}{written[day]}","planned_for":"{written[self._planned]}",'
            f'"particulars":{self._particulars}}}',
        )

    def _accept(self, day: int, page: Page) -> None:
        written = self._life.written
        self._add(
            page,
            EncounterAccepted.TOPIC,
            f'{self._opening}{written[day]}","planned_for":"{written[self._planned]}",'
            f'"particulars":{self._particulars}}}',
        )

    def _deliver(self, day: int, page: Page) -> None:
        drawn = self._draws
        life = self._life
        came = life.rolls[self._year].expected(life.attending[drawn[16]], drawn[17], drawn[20])
        # Employers count heads: a little off, and round where there are many.
        counted = came + (came * (drawn[19] % 21 - 10)) // 100
        reported = counted if counted < 20 else counted - counted % 5
        self._add(
            page,
            EncounterDelivered.TOPIC,
            f'{self._opening}{life.written[self._held]}",'
            f'"particulars":{self._particulars},"reported":{reported or 1}}}',
        )

    def _confirm(self, day: int, page: Page) -> None:
        self._add(
            page,
            EncounterConfirmed.TOPIC,
            f'{self._opening}{self._life.written[self._held]}",'
            f'"particulars":{self._particulars},"attendance":{self._attendance(0)},'
            f'"checks":{_CHECKS[self._draws[18]]}}}',
        )

    def _attendance(self, correction: int) -> str:
        drawn = self._draws
        life = self._life
        return life.rolls[self._year].attendance(
            life.attending[drawn[16]], drawn[17], drawn[20] ^ correction
        )[1]

    def _decline(self, day: int, page: Page) -> None:
        reason = _DECLINES[self._draws[21]]
        page.write(EncounterDeclined(**self._about(day), reason=reason), **self._place())

    def _reschedule(self, day: int, page: Page) -> None:
        self._planned = self._held
        planned = date.fromordinal(self._held)
        page.write(EncounterRescheduled(**self._about(day), planned_for=planned), **self._place())

    def _cancel(self, day: int, page: Page) -> None:
        by_employer = self._draws[22] < habits.CALLED_OFF_BY_EMPLOYER
        if by_employer and self._is_alone:
            reason = CancellationReason.EMPLOYER_UNAVAILABLE
            page.write(
                OfferCancelled(
                    encounter=self._encounter, occurred_on=date.fromordinal(day), reason=reason
                ),
                event_id=identifier(self._ids, 3),
                stream=self._encounter,
                version=3,
            )
        else:
            reason = _CANCELLATIONS[self._draws[21]]
        page.write(EncounterCancelled(**self._about(day), reason=reason), **self._place())

    def _dispute(self, day: int, page: Page) -> None:
        reason = _DISPUTES[self._draws[21]]
        page.write(EncounterDisputed(**self._about(day), reason=reason), **self._place())

    def _correct(self, day: int, page: Page) -> None:
        event = ConfirmationCorrected(
            **self._about(self._held),
            particulars=msgspec.json.decode(self._particulars, type=Particulars),
            attendance=msgspec.json.decode(self._attendance(7), type=Attendance),
            checks=msgspec.json.decode(_CHECKS[self._draws[18] ^ 3], type=Checks),
            reason=_CORRECTIONS[self._draws[21]],
        )
        page.write(event, **self._place())

    def _withdraw(self, day: int, page: Page) -> None:
        reason = _CORRECTIONS[self._draws[21]]
        page.write(ConfirmationWithdrawn(**self._about(day), reason=reason), **self._place())

    def _about(self, day: int) -> dict[str, Any]:
        return {
            "encounter": self._encounter,
            "institution": self._life.id,
            "occurred_on": date.fromordinal(day),
        }

    def _place(self) -> dict[str, Any]:
        return {
            "event_id": identifier(self._ids, _OF_PART - 1 + self._version),
            "stream": self._stream,
            "version": self._version,
        }


_STEPS: dict[Step, Callable[[Part, int, Page], None]] = {
    Step.PROPOSE: Part._propose,
    Step.ACCEPT: Part._accept,
    Step.DECLINE: Part._decline,
    Step.RESCHEDULE: Part._reschedule,
    Step.CANCEL: Part._cancel,
    Step.DELIVER: Part._deliver,
    Step.CONFIRM: Part._confirm,
    Step.DISPUTE: Part._dispute,
    Step.CORRECT: Part._correct,
    Step.WITHDRAW: Part._withdraw,
}


def write_offer(
    employer: Employer,
    kind: EncounterKind,
    drawn: int,
    *,
    encounter: UUID,
    event_id: UUID,
    day: int,
    life: Life,
    planned: int,
    page: Page,
) -> str:
    """The employer's offer, after its registration and verification if it is its first one.

    Returns the particulars.
    """
    if not employer.registered:
        employer.registered = True
        page.write(
            employer.registration(day),
            event_id=identity(employer.id, "registered"),
            stream=employer.id,
            version=1,
        )
        page.write(
            employer.verification(life.hub.id, day),
            event_id=identity(employer.id, "verified"),
            stream=employer.id,
            version=2,
        )
        for claim in employer.claims:
            page.take(claim, employer.id)
    particulars = employer.head + _KINDS_AND_MODES[kind][drawn] + employer.tail
    written = life.written
    data = (
        f'{{"encounter":"{encounter}","occurred_on":"{written[day]}","planned_for":"{written[planned]}",'
        f'"particulars":{particulars},"title":null}}'
    )
    page.events.append(
        NewEvent(
            event_id=event_id,
            stream_id=encounter,
            version=1,
            topic=EncounterOffered.TOPIC,
            data=data.encode("ascii"),
        )
    )
    return particulars


def write_invitation(
    life: Life, encounter: UUID, event_id: UUID, day: int, page: Page, *, version: int
) -> None:
    """The offer goes to one institution."""
    data = (
        f'{{"encounter":"{encounter}","institution":"{life.text}",'
        f'"occurred_on":"{life.written[day]}"}}'
    )
    page.events.append(
        NewEvent(
            event_id=event_id,
            stream_id=encounter,
            version=version,
            topic=InstitutionInvited.TOPIC,
            data=data.encode("ascii"),
            institution=life.id,
        )
    )

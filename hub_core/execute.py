"""One way for every command, from whatever door: authorise, recognise a repeat, load, decide, append.

Optimistic concurrency is answered by deciding again on what stands now, unless the caller named the
version it had read: then it is told that this has changed.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec

from hub_core.access import Principal, resource_of
from hub_core.authorisation import authorise
from hub_core.log.aggregate import Aggregate, AnotherKind, Envelope, Recorded
from hub_core.log.event import decode, encode
from hub_core.log.ledger import (
    Append,
    Claim,
    ClaimNotHeld,
    ClaimTaken,
    KeyReused,
    Ledger,
    NewEvent,
    Repeated,
    VersionConflict,
    Written,
    command_key,
)
from hub_core.log.repository import load, load_many
from hub_core.log.writer import Writer
from hub_core.refusals import CommandIdReused, Conflict, Refusal, StaleVersion
from hub_core.work import Command, VaultWork, handler_of

AggregateType = TypeVar("AggregateType", bound=Aggregate)

ENGLAND = ZoneInfo("Europe/London")

#: How often a command is decided anew when others keep changing what it rests on.
ATTEMPTS = 8


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """How a command came: its id for recognising a repeat, the version its sender had read, its trail."""

    command_id: str | None = None
    expected_version: int | None = None
    correlation: str | None = None
    causation: str | None = None
    trace: str | None = None
    bulk: bool = False


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """A command that stands: its answer as JSON, and the log position up to which to read."""

    answer: msgspec.Raw
    position: int
    recorded_at: datetime
    repeated: bool = False


class Platform:
    """Everything ``execute`` needs, put together once a process."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        writer: Writer,
        vault: VaultWork,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], UUID] = uuid4,
    ) -> None:
        self.ledger = ledger
        self.writer = writer
        self.vault = vault
        self.clock = clock
        self.new_id = new_id


async def execute(
    command: Command, principal: Principal, platform: Platform, request: Request | None = None
) -> Accepted:
    """Carry out a command; raises a ``Refusal``, or ``OutcomeUnknown`` when the database goes away."""
    request = request or Request()
    operation = type(command).OPERATION
    await authorise(platform.ledger, principal, operation, resource_of(command))
    key, fingerprint = _identity(command, principal, platform, request)
    if (before := await _carried_out_before(key, fingerprint, platform, request)) is not None:
        return before
    for _ in range(ATTEMPTS):
        work = _Work(platform, principal, request)
        try:
            answer = msgspec.json.encode(await handler_of(type(command))(command, work))
        except Refusal:
            # Sent twice at once, the other may be what stands in the way by now.
            before = await _carried_out_before(key, fingerprint, platform, request)
            if before is not None:
                return before
            raise
        await work.keep_texts()
        outcome = await platform.writer.append(
            work.to_append(command, key=key, fingerprint=fingerprint, answer=answer),
            bulk=request.bulk,
        )
        match outcome:
            case Written():
                return Accepted(
                    answer=msgspec.Raw(answer),
                    position=outcome.last,
                    recorded_at=outcome.recorded_at,
                )
            case Repeated():
                return _as_before(outcome)
            case KeyReused():
                raise _reused()
            case VersionConflict() | ClaimTaken() | ClaimNotHeld():
                continue  # something has happened meanwhile: decide again on what stands now
    raise Conflict(
        "Many others are changing the same thing at this moment. Nothing was recorded; send it again.",
        kind="busy",
    )


async def _carried_out_before(
    key: UUID | None, fingerprint: bytes, platform: Platform, request: Request
) -> Accepted | None:
    """The answer the same request was given; None for a new one. Raises ``CommandIdReused``."""
    recorded = None if key is None else await platform.ledger.recorded_command(key)
    if recorded is None:
        return None
    stored, repeated = recorded
    if stored != fingerprint:
        raise _reused()
    return _as_before(repeated)


def _as_before(repeated: Repeated) -> Accepted:
    return Accepted(
        answer=msgspec.Raw(repeated.answer),
        position=repeated.last,
        recorded_at=repeated.recorded_at,
        repeated=True,
    )


def _reused() -> CommandIdReused:
    """Told to people too, who went back to a form they had sent and sent it with other answers."""
    return CommandIdReused(
        "This was sent before with other answers, and those stand. Look at what is recorded; if this is "
        "to be recorded as well, send it once more (a program: with an Idempotency-Key of its own)."
    )


def _identity(
    command: Command, principal: Principal, platform: Platform, request: Request
) -> tuple[UUID | None, bytes]:
    """What a repeat of the command is known by, and what tells it from another; no key without an id.

    The fingerprint stays in the ledger for 90 days, so it is keyed by the vault: on a plain digest
    anyone could try references of learners until one fits.
    """
    if request.command_id is None:
        return None, b""
    operation = type(command).OPERATION
    key = command_key(principal=principal.id, operation=operation, command_id=request.command_id)
    # By way of plain values: sorted JSON takes text keys only, and a command may count by year group.
    plain, version = msgspec.to_builtins(
        (command, request.expected_version), str_keys=True, order="deterministic"
    )
    for field in type(command).FILLED_IN:
        del plain[field]
    body = msgspec.json.encode((plain, version)).decode()
    return key, bytes.fromhex(platform.vault.fingerprint(f"command {body}"))


class _Work:
    """The handler's side of one attempt at a command (see ``hub_core.work.Work``)."""

    def __init__(self, platform: Platform, principal: Principal, request: Request) -> None:
        self._platform = platform
        self._request = request
        self._loaded: dict[UUID, Aggregate] = {}
        self._take: list[Claim] = []
        self._release: list[Claim] = []
        self._texts: list[tuple[str, UUID]] = []
        self.principal = principal
        self.now = platform.clock()
        self.expected_version = request.expected_version

    @property
    def today(self) -> date:
        return self.now.astimezone(ENGLAND).date()

    @property
    def vault(self) -> VaultWork:
        return self._platform.vault

    def keep(self, text: str, *, subject: UUID) -> UUID:
        self._texts.append((text, subject))
        return self.vault.reference_of(text, subject=subject)

    async def keep_texts(self) -> None:
        """Write what the handler wants kept: after it refused nothing, and before the append."""
        for text, subject in self._texts:
            await self.vault.keep(text, subject=subject)

    def new_id(self) -> UUID:
        return self._platform.new_id()

    async def load(self, kind: type[AggregateType], stream_id: UUID) -> AggregateType:
        loaded = self._loaded.get(stream_id)
        if loaded is None:
            loaded = await load(self._platform.ledger, kind, stream_id)
            self._loaded[stream_id] = loaded
        if not isinstance(loaded, kind):
            raise AnotherKind(f"Stream {stream_id} was loaded as {type(loaded).__name__} before")
        return loaded

    async def load_many(self, kind: type[Aggregate], stream_ids: Iterable[UUID]) -> None:
        unread = [one for one in stream_ids if one not in self._loaded]
        self._loaded |= await load_many(self._platform.ledger, kind, unread)

    def begin(self, kind: type[AggregateType]) -> AggregateType:
        begun = kind.of(self.new_id())
        self._loaded[begun.id] = begun
        return begun

    async def find(
        self, kind: type[AggregateType], stream_id: UUID, otherwise: Refusal
    ) -> AggregateType:
        try:
            aggregate = await self.load(kind, stream_id)
        except AnotherKind:
            raise otherwise from None  # the id of something else is no such thing either
        if not aggregate.exists:
            raise otherwise
        return aggregate

    def expect(self, aggregate: Aggregate) -> None:
        expected = self.expected_version
        if expected is not None and aggregate.version != expected:
            raise StaleVersion(
                f"You decided on version {expected}; it now has version {aggregate.version}. "
                "Read it again and decide anew."
            )

    async def holder(self, key: str) -> UUID | None:
        return (await self.holders((key,))).get(key)

    async def holders(self, keys: Sequence[str]) -> dict[str, UUID]:
        return await self._platform.ledger.holders(keys)

    def claim(self, key: str, holder: UUID) -> None:
        self._take.append(Claim(key, holder))

    def release(self, key: str, holder: UUID) -> None:
        self._release.append(Claim(key, holder))

    def to_append(
        self, command: Command, *, key: UUID | None, fingerprint: bytes, answer: bytes
    ) -> Append:
        """Everything that happened in this attempt, in the order the aggregates were first loaded."""
        behalf = self.principal.on_behalf_of
        correlation = self._request.correlation or str(self._platform.new_id())
        envelope = Envelope(
            actor=self.principal.id,
            on_behalf_of=behalf.spelt if behalf else None,
            correlation=correlation,
            # What nothing else caused, its own request did.
            causation=self._request.causation or self._request.command_id or correlation,
            command_id=self._request.command_id,
            operation=type(command).OPERATION,
            trace=self._request.trace,
        )
        return Append(
            key=key,
            fingerprint=fingerprint,
            answer=answer,
            envelope=msgspec.json.encode(envelope),
            events=[
                self._new_event(recorded)
                for aggregate in self._loaded.values()
                for recorded in aggregate.collect_events()
                if isinstance(recorded, Recorded)
            ],
            take=self._take,
            release=self._release,
        )

    def _new_event(self, recorded: Recorded) -> NewEvent:
        event = recorded.event
        data = encode(event)
        decode(event.TOPIC, data)  # what could not be read again must never reach the log
        return NewEvent(
            event_id=self._platform.new_id(),
            stream_id=recorded.originator_id,
            version=recorded.originator_version,
            topic=event.TOPIC,
            data=data,
            institution=getattr(event, "institution", None),
        )

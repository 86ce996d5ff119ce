"""What a command is, who may ask for one, and what its handler is given to work with.

Handlers are the domain's only door: ``async def propose_encounter(command, work)``. They load
aggregates through ``work``, let events happen on them, and return the answer. They never touch the
database, the clock or randomness themselves, so this module imports none of them.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

import msgspec

from hub_core.access.principal import Principal
from hub_core.log.aggregate import Aggregate
from hub_core.refusals import Refusal

AggregateType = TypeVar("AggregateType", bound=Aggregate)
CommandType = TypeVar("CommandType", bound="Command")


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An imperative. ``OPERATION`` is its stable name, such as ``encounters.propose_encounter``.

    Fields called ``institution``, ``employer`` and ``hub`` say on whose behalf it acts. What a door fills in
    itself (``FILLED_IN``) no caller sends, so that it does not tell one request from another.
    """

    OPERATION: ClassVar[str] = ""
    FILLED_IN: ClassVar[frozenset[str]] = frozenset()


class Ordinals(msgspec.Struct, frozen=True, kw_only=True):
    """What an institution's vault knows of learner references it sent."""

    known: dict[str, int]
    unknown: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()


class VaultWork(Protocol):
    """The part of the vault that command handlers use."""

    async def ordinals(self, institution: UUID, references: Sequence[str]) -> Ordinals:
        """Ordinals of references already known."""

    async def enrol(
        self, institution: UUID, references: Sequence[str], *, above: int = -1
    ) -> Ordinals:
        """Ordinals of references, given now to those that have none (``unknown`` is then empty).

        What is given is higher than ``above``: numbers up to there stand in the log already.
        """

    async def keep(self, text: str, *, subject: UUID) -> UUID:
        """Keep text about a person, encrypted under the subject's own key; returns its reference."""

    def reference_of(self, text: str, *, subject: UUID) -> UUID:
        """The reference this text has, or would have, among those kept about the subject."""

    async def erase(self, institution: UUID, reference: str) -> bool:
        """Destroy a learner's reference for good and refuse it later; whether it was known."""

    async def forget(self, institution: UUID, ordinals: Iterable[int]) -> int:
        """Destroy the references of learners whose time is over; how many there still were."""

    async def erase_subject(self, subject: UUID) -> None:
        """Destroy what was kept about a subject for good; nothing can be kept about it later."""

    def fingerprint(self, text: str) -> str:
        """A keyed digest that recognises text about a person without showing it, for claims."""


class Work(Protocol):
    """What a handler may do, within one command, all or nothing."""

    principal: Principal
    now: datetime
    expected_version: int | None

    @property
    def today(self) -> date:
        """The day in England."""

    @property
    def vault(self) -> VaultWork:
        """The vault's writing side; its writes come before the append."""

    def keep(self, text: str, *, subject: UUID) -> UUID:
        """Let the vault keep text about a person, if the command is not refused; its reference."""

    def new_id(self) -> UUID:
        """A fresh identifier."""

    async def load(self, kind: type[AggregateType], stream_id: UUID) -> AggregateType:
        """The aggregate of a stream, of version 0 when nothing has happened to it."""

    async def load_many(self, kind: type[Aggregate], stream_ids: Iterable[UUID]) -> None:
        """Read many streams in one round trip, so that ``load`` of each finds it ready."""

    def begin(self, kind: type[AggregateType]) -> AggregateType:
        """An aggregate under a fresh identifier: nothing has happened to it, nothing need be read."""

    async def find(
        self, kind: type[AggregateType], stream_id: UUID, otherwise: Refusal
    ) -> AggregateType:
        """The same, but raises ``otherwise`` when there is none."""

    def expect(self, aggregate: Aggregate) -> None:
        """Refuse with ``StaleVersion`` when the caller's version (If-Match) is not this one's."""

    async def holder(self, key: str) -> UUID | None:
        """Who holds a claim, as far as is known before the append."""

    async def holders(self, keys: Sequence[str]) -> dict[str, UUID]:
        """The same for many; keys nobody holds are absent."""

    def claim(self, key: str, holder: UUID) -> None:
        """Take a unique key with this command. Check ``holder`` first to refuse in good words."""

    def release(self, key: str, holder: UUID) -> None:
        """Give up a key with this command."""


Handler = Callable[[Any, Work], Awaitable[msgspec.Struct]]

_HANDLERS: dict[type[Command], Handler] = {}


def handles(
    command: type[CommandType],
) -> Callable[
    [Callable[[CommandType, Work], Awaitable[msgspec.Struct]]],
    Callable[[CommandType, Work], Awaitable[msgspec.Struct]],
]:
    """Register the one handler of a command."""

    def register(
        handler: Callable[[CommandType, Work], Awaitable[msgspec.Struct]],
    ) -> Callable[[CommandType, Work], Awaitable[msgspec.Struct]]:
        if command in _HANDLERS:
            raise TypeError(f"{command.__name__} has a handler already")
        if not command.OPERATION:
            raise TypeError(f"{command.__name__} needs an OPERATION")
        _HANDLERS[command] = handler
        return handler

    return register


def handler_of(command: type[Command]) -> Handler:
    """The handler registered for this command."""
    return _HANDLERS[command]


def operations() -> dict[str, type[Command]]:
    """Every operation this release knows, with its command."""
    return {command.OPERATION: command for command in _HANDLERS}


class Answer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What an accepted command answers; spelt as our APIs spell, for it is kept and sent as it is."""


class Changed(Answer, frozen=True, kw_only=True, rename="camel"):
    """The usual answer: which thing changed and the version it has now."""

    id: UUID
    version: int

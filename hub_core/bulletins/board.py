"""A hub's board: every bulletin there was, by whom, until when, and which schools used it.

The rule: one stream for each hub, for a board is read whole and has some dozens of bulletins a year.
"""

from datetime import date, datetime
from uuid import UUID, uuid5

import msgspec

from hub_core.bulletins.events import BulletinPublished, BulletinUsed, BulletinWithdrawn
from hub_core.log.aggregate import Aggregate, AnotherKind
from hub_core.log.event import Event
from hub_core.refusals import Conflict, NotFound

_PUBLISHED = "bulletins-on:"


class Posted(msgspec.Struct, frozen=True, kw_only=True):
    """One bulletin on the board. ``uses`` are the institutions that used it, once for each time."""

    published: BulletinPublished
    withdrawn_on: date | None = None
    uses: tuple[UUID, ...] = ()

    def is_current(self, day: date) -> bool:
        """Whether schools read it on this day."""
        said = self.published
        return self.withdrawn_on is None and said.occurred_on <= day <= said.until


class Board(Aggregate):
    """The bulletins of one hub (stream: ``board_stream``)."""

    def begin(self) -> None:
        self.posted: dict[UUID, Posted] = {}

    def evolve(self, event: Event) -> None:
        match event:
            case BulletinPublished():
                self.posted[event.bulletin] = Posted(published=event)
            case BulletinWithdrawn():
                self._change(event.bulletin, withdrawn_on=event.occurred_on)
            case BulletinUsed():
                before = self.posted[event.bulletin].uses
                self._change(event.bulletin, uses=(*before, event.institution))
            case _:
                raise AnotherKind(f"{type(event).__name__} does not happen to a board")

    def latest(self) -> list[Posted]:
        """Every bulletin, the latest published first."""
        return list(reversed(self.posted.values()))

    def find(self, bulletin: UUID) -> Posted:
        """A bulletin. Raises ``NotFound``."""
        if bulletin not in self.posted:
            raise no_such_bulletin(bulletin)
        return self.posted[bulletin]

    def publish(self, published: BulletinPublished, *, at: datetime) -> None:
        """Let schools read it."""
        self.record(published, at=at)

    def withdraw(self, bulletin: UUID, *, on: date, at: datetime) -> None:
        """Let nobody read it any more; once is enough."""
        found = self.find(bulletin)
        if found.withdrawn_on is None:
            said = found.published
            withdrawn = BulletinWithdrawn(
                hub=said.hub, bulletin=bulletin, occurred_on=on, employer=said.employer
            )
            self.record(withdrawn, at=at)

    def use(
        self, bulletin: UUID, institution: UUID, activity: UUID, *, on: date, at: datetime
    ) -> None:
        """Note that an institution worked with it on a day on which it could be read."""
        found = self.find(bulletin)
        if not found.is_current(on):
            raise Conflict(_why_not(found, on), kind="bulletin-not-current")
        used = BulletinUsed(
            institution=institution,
            hub=found.published.hub,
            bulletin=bulletin,
            activity=activity,
            occurred_on=on,
        )
        self.record(used, at=at)

    def _change(self, bulletin: UUID, **changed: object) -> None:
        self.posted[bulletin] = msgspec.structs.replace(self.posted[bulletin], **changed)


def board_stream(hub: UUID) -> UUID:
    """The stream of a hub's bulletins."""
    return uuid5(hub, "bulletins")


def published_key(hub: UUID, employer: UUID) -> str:
    """The claim by which an employer finds the boards that it has published on."""
    return f"{_PUBLISHED}{hub}:{employer}"


def hub_of_published_key(key: str) -> UUID | None:
    """The hub of such a claim; None for a claim of another kind."""
    return UUID(key.split(":")[1]) if key.startswith(_PUBLISHED) else None


def no_such_bulletin(bulletin: UUID) -> NotFound:
    """What is said of an id that no bulletin of the board has, or that is somebody else's."""
    return NotFound(f"There is no bulletin {bulletin} here. Check the id.")


def _why_not(found: Posted, day: date) -> str:
    said = found.published
    if found.withdrawn_on is not None:
        return (
            f"This bulletin was withdrawn on {found.withdrawn_on:%-d %B %Y}, so it cannot be used any more. "
            "Record the session without it."
        )
    return (
        f"This bulletin can be used from {said.occurred_on:%-d %B %Y} to {said.until:%-d %B %Y}, and "
        f"{day:%-d %B %Y} is not among these days. Give another day, or record the session without it."
    )

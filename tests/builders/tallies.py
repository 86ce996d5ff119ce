"""A toy projection, learners on an institution's rolls so far, for tests of the machinery around folds."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from hub_core.log.event import Event, encode
from hub_core.log.ledger import NewEvent
from hub_core.rosters.events import RollDeclared
from projections.projection import Projection, Rows


class Tally:
    """The rolls of one institution, and the learners on them."""

    def __init__(self, institution: UUID | None = None) -> None:
        self.institution = institution
        self.rolls = self.learners = 0
        self.changed = False

    def apply(self, event: Event, position: int, recorded_at: datetime) -> None:
        """Add a roll."""
        assert isinstance(event, RollDeclared)
        self.rolls += 1
        self.learners += sum(event.roll.values())
        self.changed = True

    def changes(self, rows: Rows) -> None:
        """One row an institution."""
        if self.changed:
            rows["tallies"].append((self.institution, self.rolls, self.learners))
        self.changed = False


class TallyProjection(Projection, frozen=True, kw_only=True):
    """Its tables stand here."""

    @property
    def tables(self) -> str:
        """One table."""
        return (
            "create table tallies ("
            "institution uuid primary key, rolls integer not null, learners integer not null)"
        )

    @property
    def indexes(self) -> str:
        """None."""
        return ""

    @property
    def policies(self) -> str:
        """None, so that nobody but the owner reads anything."""
        return ""


def tally_projection() -> Projection:
    """The toy."""
    return TallyProjection(
        name="tally", package="", institution=Tally, shared=Tally, events=(RollDeclared,)
    )


async def tallies_of(pool: Any) -> dict[UUID, tuple[int, int]]:
    """What readers see: rolls and learners by institution."""
    rows = await pool.fetch("select institution, rolls, learners from tally.tallies")
    return {UUID(str(row[0])): (row[1], row[2]) for row in rows}


def roll_event(*, stream: UUID, version: int, institution: UUID, learners: int) -> NewEvent:
    """An institution sends a roll."""
    roll = RollDeclared(institution=institution, occurred_on=date(2025, 9, 10), roll={7: learners})
    return NewEvent(
        event_id=uuid4(),
        stream_id=stream,
        version=version,
        topic=RollDeclared.TOPIC,
        data=encode(roll),
        institution=institution,
    )

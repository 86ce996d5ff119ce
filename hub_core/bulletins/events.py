"""What was published about the labour market, what was taken back, and what schools did with it.

The rule: headline and text are references into the vault, under a key of the bulletin's own; events hold
codes.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.log.event import Event
from hub_core.reference.activities import Pathway
from hub_core.reference.employers import Sector
from hub_core.values import LocalAuthorityCode, YearGroup

_Some = msgspec.Meta(max_length=30)


class BulletinSubject(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What a bulletin is about and for whom. Nothing of a kind is everything of it: without ``areas`` it is
    about the hub's whole area, without ``year_groups`` for every one."""

    sectors: Annotated[tuple[Sector, ...], _Some] = ()
    areas: Annotated[tuple[LocalAuthorityCode, ...], _Some] = ()
    pathways: Annotated[tuple[Pathway, ...], _Some] = ()
    year_groups: Annotated[tuple[YearGroup, ...], _Some] = ()

    def is_for(self, year_group: int) -> bool:
        """Whether learners of this year group are meant."""
        return not self.year_groups or year_group in self.year_groups

    def is_about(self, sector: Sector) -> bool:
        """Whether it tells of this sector."""
        return not self.sectors or sector in self.sectors


class BulletinPublished(Event, frozen=True, kw_only=True):
    """A bulletin is read by the hub's schools from ``occurred_on`` to ``until``, both included; ``employer``
    is whose it is, None for the hub's own."""

    TOPIC = "bulletins.BulletinPublished.v1"
    hub: UUID
    bulletin: UUID
    occurred_on: date
    until: date
    headline: UUID
    text: UUID
    about: BulletinSubject
    employer: UUID | None = None

    def heading(self) -> str:
        whose = "A hub" if self.employer is None else "An employer"
        return f"{whose} published a bulletin about the labour market, until {self.until:%-d %B %Y}"


class BulletinWithdrawn(Event, frozen=True, kw_only=True):
    """Nobody is to read the bulletin any more; its text is destroyed."""

    TOPIC = "bulletins.BulletinWithdrawn.v1"
    hub: UUID
    bulletin: UUID
    occurred_on: date
    employer: UUID | None = None

    def heading(self) -> str:
        return "A bulletin about the labour market was withdrawn"


class BulletinUsed(Event, frozen=True, kw_only=True):
    """A school worked with the bulletin on ``occurred_on``; ``activity`` is what it recorded of it."""

    TOPIC = "bulletins.BulletinUsed.v1"
    institution: UUID
    hub: UUID
    bulletin: UUID
    activity: UUID
    occurred_on: date

    def heading(self) -> str:
        return "An institution used a bulletin about the labour market"

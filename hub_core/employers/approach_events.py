"""How often schools approach an employer, and how often it lets them.

The rule: an approach names the one institution that made it, and an employer's limits hold for all of them
together.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from hub_core.log.event import Event
from hub_core.reference.labelled import Labelled

#: Days that limits can be set over.
MOST_DAYS = 366
#: Approaches in that time: more than one each school day is no limit.
MOST_APPROACHES = 200


class ApproachPurpose(Labelled):
    """What an institution asks an employer for."""

    ENCOUNTER = "encounter", "To meet learners"
    PLACEMENT = "placement", "To take learners on a placement"
    ENTERPRISE_ADVISER = "enterprise_adviser", "To give an enterprise adviser"
    CURRICULUM = "curriculum", "To help with lessons"
    GOVERNANCE = "governance", "To give a governor"
    OTHER = "other", "Something else"


class ApproachLimits(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """At most ``approaches`` in any ``days`` days, and ``cool_off_days`` from one to the next."""

    approaches: Annotated[int, msgspec.Meta(ge=0, le=MOST_APPROACHES)]
    days: Annotated[int, msgspec.Meta(ge=1, le=MOST_DAYS)]
    cool_off_days: Annotated[int, msgspec.Meta(ge=0, le=MOST_DAYS)] = 0


class ApproachLimitsSet(Event, frozen=True, kw_only=True):
    """An employer said how often it may be approached."""

    TOPIC = "employers.ApproachLimitsSet.v1"
    employer: UUID
    occurred_on: date
    limits: ApproachLimits

    def heading(self) -> str:
        limits = self.limits
        return f"An employer may be approached {limits.approaches} times in {limits.days} days"


class ApproachRecorded(Event, frozen=True, kw_only=True):
    """An institution approached an employer."""

    TOPIC = "employers.ApproachRecorded.v1"
    employer: UUID
    institution: UUID
    occurred_on: date
    purpose: ApproachPurpose

    def heading(self) -> str:
        return f"An institution approached an employer. {self.purpose.label}"

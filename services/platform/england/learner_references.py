"""References for the fictional learners, so that a school of the demo can confirm with learners by name.

The rule: the vault must not know the institution yet; it then gives the very ordinals that the events of
this England use, for both count from 0 in the same order.
"""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from hub_core.work import VaultWork
from services.platform.england.lives import Life
from services.platform.england.marks import DEFAULT_SEED
from services.platform.england.period import Period
from services.platform.england.scale import Scale
from services.platform.england.story import Story

#: References the vault takes at once.
_AT_ONCE = 5_000


def learner_reference(ordinal: int) -> str:
    """What a fictional school calls its learner of this ordinal."""
    return f"L{ordinal:06}"


async def enrol_learners(
    vault: VaultWork,
    *,
    scale: Scale,
    today: date,
    seed: int = DEFAULT_SEED,
    hub: str = "tees-valley",
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Enrol every learner of one hub's institutions that share learners; returns how many.

    Enrolling again changes nothing. Raises ``OrdinalsDiffer`` when the vault had others before.
    """
    story = Story(scale=scale, period=Period(today), seed=seed)
    sharing = [
        life
        for life in story.lives
        if life.hub.area.slug == hub and life.is_there(today.toordinal())
    ]
    enrolled = 0
    for done, life in enumerate(sharing, start=1):
        enrolled += await enrol(vault, life)
        if progress is not None:
            progress(done, len(sharing))
    return enrolled


async def enrol(vault: VaultWork, life: Life) -> int:
    """Enrol one institution's learners; returns how many. Raises as :func:`enrol_learners` does."""
    wanted = life.ordinals
    for first in range(0, wanted, _AT_ONCE):
        ordinals = range(first, min(first + _AT_ONCE, wanted))
        given = await vault.enrol(life.id, [learner_reference(each) for each in ordinals])
        if any(given.known.get(learner_reference(each)) not in (each, None) for each in ordinals):
            raise OrdinalsDiffer(life.id)
    return wanted


class OrdinalsDiffer(Exception):
    """The vault gave this institution's learners other ordinals than the log uses."""

    def __init__(self, institution: UUID) -> None:
        super().__init__(
            f"The vault knew learners of the fictional institution {institution} before England was "
            "generated, so its figures would name the wrong ones. Use an empty vault."
        )

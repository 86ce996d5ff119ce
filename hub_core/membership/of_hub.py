"""Whether institutions are a hub's members, for commands about what a hub does for them.

The rule: it is the claim to be in one hub only that says so, so that a school that left yesterday is refused
today.
"""

from uuid import UUID

from hub_core.membership.keys import active_hub_key
from hub_core.refusals import Conflict, Problem
from hub_core.work import Work


async def require_members(hub: UUID, institutions: tuple[UUID, ...], work: Work) -> None:
    """Raise ``Conflict`` with every one that is not a member of the hub, active or paused."""
    holders = await work.holders([active_hub_key(one) for one in institutions])
    problems = [
        Problem(
            field=f"institutions[{place}]" if len(institutions) > 1 else "institution",
            reason="It is not a member of this hub.",
            remedy="Admit it first, or leave it out.",
        )
        for place, one in enumerate(institutions)
        if holders.get(active_hub_key(one)) != hub
    ]
    if problems:
        raise Conflict(
            f"{len(problems)} of {len(institutions)} institutions are not members of this hub."
            if len(institutions) > 1
            else "The institution is not a member of this hub.",
            kind="not-a-member",
            problems=problems,
        )

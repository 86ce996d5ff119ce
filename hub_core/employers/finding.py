"""Finding an employer by an id that may be a merged one's.

The rule: an id that was ever an employer's leads to that employer or to the one it was merged into.
"""

from uuid import UUID

from hub_core.employers.employer import Employer, no_such_employer
from hub_core.membership.hub import Hub, no_such_hub
from hub_core.membership.institution import Institution
from hub_core.membership.keys import active_hub_key
from hub_core.refusals import Conflict
from hub_core.work import Work


async def survivor_of(employer: UUID, work: Work) -> Employer:
    """The employer of this id, or the one it was merged into."""
    found = await work.find(Employer, employer, no_such_employer(employer))
    if found.merged_into is None:
        return found
    return await work.find(Employer, found.merged_into, no_such_employer(found.merged_into))


async def acting_employer(employer: UUID, work: Work) -> Employer:
    """The employer that begins something; refuses one that was merged."""
    found = await work.find(Employer, employer, no_such_employer(employer))
    if found.merged_into is not None:
        raise Conflict(
            f"This employer was merged into the one with the id {found.merged_into}. Act as that one, "
            "or ask your hub to undo the merger if they are two.",
            kind="employer-merged",
        )
    return found


async def past_of(employer: UUID, work: Work) -> frozenset[UUID]:
    """The ids whose past is this employer's to act on: its own, and of those merged into it.

    To one that was merged its own only: what the one that stayed does is not its people's.
    """
    found = await work.find(Employer, employer, no_such_employer(employer))
    return frozenset({employer, *found.absorbed})


async def known_hub(hub: UUID, work: Work) -> Hub:
    """The hub of this id; refuses an id of anything else."""
    return await work.find(Hub, hub, no_such_hub(hub))


async def hub_name(institution: UUID, work: Work) -> str | None:
    """The name of the hub an institution is a member of now; None when it is with none."""
    hub = await work.holder(active_hub_key(institution))
    return None if hub is None else (await known_hub(hub, work)).name


async def who_can_verify(institution: Institution, work: Work) -> str:
    """Who can verify an employer that comes to this institution, for a sentence."""
    hub = await hub_name(institution.id, work)
    if hub is None:
        return f"Any Careers Hub can verify it ({institution.details.name} is with none now)"
    return f"{hub}, the hub of {institution.details.name}, can verify it"


async def require_verified(employer: Employer, institution: Institution, work: Work) -> None:
    """Refuse an employer nobody has verified, and say who can.

    Source: domain A.2 (VerifyEmployer); a hub verifies before a first offer is delivered.
    """
    if employer.verified_by is None:
        raise Conflict(
            f"{employer.title} is not verified yet. {await who_can_verify(institution, work)}. "
            "Nothing was recorded; do it again afterwards.",
            kind="employer-not-verified",
        )

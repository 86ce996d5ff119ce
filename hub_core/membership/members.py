"""Who is a member of a hub at this moment, by the claims that hold each institution to one hub.

The rule: it is read from the log's own state, never from a read model.
"""

from uuid import UUID

from hub_core.log.ledger import Ledger
from hub_core.membership.keys import institution_of_hub_key


async def members_of(ledger: Ledger, hub: UUID) -> list[UUID]:
    """The institutions that are with the hub, active or paused, in the order of their ids."""
    found = (institution_of_hub_key(key) for key in await ledger.claims_of(hub))
    return sorted(one for one in found if one is not None)

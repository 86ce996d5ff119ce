"""What an employer called its encounters, for those who may know of them.

The rule: a title is the employer's own words and may name somebody, so it is the vault's; it is told to the
employer, to the institutions it went to and to those they belong to, and never to auditors, who see no
words of anybody's.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from hub_core.access import Principal, Role
from hub_core.encounters.offer import Offer
from hub_core.log.ledger import Ledger
from hub_core.log.repository import load_many
from hub_core.vault.vault import Vault


async def title_of(offer: Offer, vault: Vault, principal: Principal) -> str | None:
    """The title of an encounter; None where it has none, was forgotten, or is not for whoever asks."""
    if offer.title is None or Role.AUDITOR in principal.roles:
        return None
    return await vault.reveal(offer.title)


async def titles_of(
    encounters: Iterable[UUID], ledger: Ledger, vault: Vault, principal: Principal
) -> Mapping[UUID, str | None]:
    """The same for several, by encounter."""
    offers = await load_many(ledger, Offer, dict.fromkeys(encounters))
    return {one: await title_of(offer, vault, principal) for one, offer in offers.items()}

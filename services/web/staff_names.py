"""Names of an institution's staff, out of the vault for one page.

The rule: only names a page shows are read; of somebody forgotten it says that, and nothing else.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from hub_core.vault.vault import Vault
from hub_core.workforce.register import Workforce

FORGOTTEN = "A name no longer known"


async def names_of_staff(
    posts: Workforce, vault: Vault, people: Iterable[UUID]
) -> Mapping[UUID, str]:
    """The name of each of these people of the register."""
    asked = tuple(people)
    known = {one: posts.people[one].name for one in asked if one in posts.people}
    revealed = {one: await vault.reveal(name) for one, name in known.items()}
    return {one: revealed.get(one) or FORGOTTEN for one in asked}

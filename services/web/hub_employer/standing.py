"""How an employer stands, in words, as the pages of one employer at a hub say it.

The rule: it is read from the log itself, and an id that is no employer's is answered as nobody's.
"""

from uuid import UUID

from litestar.exceptions import NotFoundException

from hub_core.employers.employer import Employer
from hub_core.log.aggregate import AnotherKind
from hub_core.log.ledger import Ledger
from hub_core.log.repository import read
from hub_core.membership.hub import Hub
from services.web.words import long_date


async def known_employer(ledger: Ledger, employer: UUID) -> Employer:
    """The employer of this id, for reading only. Raises ``NotFoundException`` where there is none."""
    try:
        known = await read(ledger, Employer, employer)
    except AnotherKind:
        known = None
    if known is None or not known.exists:
        raise NotFoundException("There is no such employer here.")
    return known


async def verified(ledger: Ledger, employer: Employer, hub: UUID) -> str:
    """Who says since when that it is who it says it is; empty where nobody does."""
    if employer.verified_by is None or employer.verified_on is None:
        return ""
    since = f"since {long_date(employer.verified_on)}"
    if employer.verified_by == hub:
        return f"By this hub, {since}"
    other = await read(ledger, Hub, employer.verified_by)
    return f"By {other.name}, {since}"

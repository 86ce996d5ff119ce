"""Claims and stream ids of membership: which keys only one institution or hub may hold.

The rule: a key is spelled here and nowhere else.
"""

from functools import lru_cache
from uuid import UUID, uuid5

from hub_core.derived_ids import MOST_KEPT, derived

_ACTIVE_HUB = "active-hub:"


def urn_key(urn: str) -> str:
    """The claim that leads from a URN, current or former, to its institution."""
    return f"urn:{urn}"


def ukprn_key(ukprn: str) -> str:
    """The claim that leads from a UKPRN to its institution."""
    return f"ukprn:{ukprn}"


def unnumbered_key(name: str, postcode: str | None) -> str:
    """The claim of an institution that has neither URN nor UKPRN, such as an adult service."""
    return f"institution-at:{' '.join(name.casefold().split())}:{postcode or ''}"


def hub_slug_key(slug: str) -> str:
    """The claim that leads from a hub's slug to the hub."""
    return f"hub-slug:{slug}"


def active_hub_key(institution: UUID) -> str:
    """The claim whose holder is the one hub an institution is a member of."""
    return f"{_ACTIVE_HUB}{institution}"


@lru_cache(maxsize=MOST_KEPT)
def institution_of_hub_key(key: str) -> UUID | None:
    """The institution whose claim this is; None for a claim of another kind."""
    return UUID(key.removeprefix(_ACTIVE_HUB)) if key.startswith(_ACTIVE_HUB) else None


@derived
def membership_stream(institution: UUID) -> UUID:
    """The stream of an institution's membership of hubs."""
    return uuid5(institution, "membership")

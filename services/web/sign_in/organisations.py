"""How issuers name the organisation a person comes for, and which of ours that is.

The rule: an issuer's word selects among the organisations somebody holds a role at; it never gives one.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from hub_core.access import Organisation, OrganisationKind, local_authority, trust
from hub_core.log.ledger import Ledger
from hub_core.membership.keys import ukprn_key, urn_key


class Naming(msgspec.Struct, frozen=True, kw_only=True):
    """One issuer's way: the scopes to ask for, and the claim that holds the organisation, if any."""

    scopes: tuple[str, ...]
    claim: str | None = None


#: By the value of HUB_OPENID_ORGANISATION. Sources: OpenID Connect Core 1.0, section 5.4, and GOV.UK
#: One Login's technical documentation, which names no organisation; DfE Sign-in's integration guide,
#: "organisation" with id, urn, ukprn, uid, establishmentNumber and category.
NAMINGS: Mapping[str, Naming] = {
    "none": Naming(scopes=("openid", "email", "profile")),
    "dfe_sign_in": Naming(
        scopes=("openid", "email", "profile", "organisation"), claim="organisation"
    ),
}
#: DfE Sign-in's categories of organisations that are not found by URN or UKPRN.
LOCAL_AUTHORITY, MULTI_ACADEMY_TRUST, SINGLE_ACADEMY_TRUST = "002", "010", "013"


async def named_organisation(
    claims: Mapping[str, Any], naming: Naming, held: Iterable[Organisation], ledger: Ledger
) -> Organisation | None:
    """The one the issuer names, if the person holds a role there; otherwise None."""
    named = claims.get(naming.claim) if naming.claim else None
    if not isinstance(named, dict):
        return None
    candidates = {*_coded(named), *await _registered(named, ledger)}
    return next((one for one in held if one in candidates), None)


def _coded(named: Mapping[str, Any]) -> Iterable[Organisation]:
    category = named.get("category")
    kind = category.get("id") if isinstance(category, dict) else None
    if kind == LOCAL_AUTHORITY and (code := _text(named, "establishmentNumber")):
        yield local_authority(code)
    if kind in (MULTI_ACADEMY_TRUST, SINGLE_ACADEMY_TRUST) and (code := _text(named, "uid")):
        yield trust(code)


async def _registered(named: Mapping[str, Any], ledger: Ledger) -> Iterable[Organisation]:
    keys = [
        spelt(number)
        for field, spelt in (("urn", urn_key), ("ukprn", ukprn_key))
        if (number := _text(named, field))
    ]
    holders = await ledger.holders(keys) if keys else {}
    return [Organisation(OrganisationKind.INSTITUTION, one) for one in holders.values()]


def _text(named: Mapping[str, Any], field: str) -> str:
    found = named.get(field)
    return str(found)[:20] if isinstance(found, str | int) and not isinstance(found, bool) else ""

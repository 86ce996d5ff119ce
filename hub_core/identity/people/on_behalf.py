"""Acting on behalf: what the people of a hub may do for an institution that is its member.

The rule: only the operations of ``on_behalf.csv`` beside this module, none of which shows or takes learners
(domain A.5: a hub sees no identified learners), and every event says on whose behalf.
"""

import csv
from functools import cache
from importlib.resources import files

import msgspec

from hub_core.access.organisations import Organisation
from hub_core.access.principal import Principal
from hub_core.access.roles import Role

#: The roles that may act for a member of their hub.
ACTING = frozenset({Role.HUB_LEAD, Role.FACILITATOR})


@cache
def operations_on_behalf() -> frozenset[str]:
    """Every operation that may be done for a member."""
    text = (files("hub_core.identity.people") / "on_behalf.csv").read_text(encoding="utf-8")
    return frozenset(row["operation"] for row in csv.DictReader(text.splitlines()))


def acting_principal(principal: Principal, institution: Organisation) -> Principal | None:
    """The same person acting for an institution, None when none of their roles allows that."""
    if not principal.roles & ACTING:
        return None
    return msgspec.structs.replace(
        principal,
        roles=frozenset({Role.CAREERS_LEADER}),
        organisation=institution,
        operations=operations_on_behalf(),
        on_behalf_of=institution,
    )

"""A person who has proved who they are gets a session: at the organisation the issuer named, or another.

The rule: whatever the browser brought before ends here; nothing planted beforehand becomes signed in.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from hub_core.access import Organisation, Principal
from hub_core.identity.people.person import Person
from hub_core.identity.people.principals import Held, organisations_of, principal_of
from hub_core.identity.sessions import Session, Shown
from hub_core.log.repository import load
from services.web.sign_in.cookies import Connection
from services.web.sign_in.landing import first_page
from services.web.sign_in.open_id import Proven
from services.web.sign_in.organisations import named_organisation
from services.web.sign_in.signing_in import SignIn


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody signed in. ``chosen`` is False when they hold several and nobody said which."""

    chosen: bool
    first_page: str


async def begin(
    sign_in: SignIn, connection: Connection, person: UUID, proven: Proven
) -> Begun | None:
    """Sign a person in; None when they hold no role anywhere."""
    assert sign_in.client is not None
    ledger = sign_in.parts.platform.ledger
    held = await organisations_of(ledger, person)
    named = await named_organisation(
        proven.claims, sign_in.client.naming, [one.organisation for one in held], ledger
    )
    at = next((one for one in held if one.organisation == named), held[0] if held else None)
    principal = await principal_of(ledger, person, at.organisation) if at else None
    if at is None or principal is None:
        return None
    token = await sign_in.sessions.begin(
        person,
        at.organisation,
        roles=principal.roles,
        shown=Shown(
            name=proven.name or await _own_name(sign_in, person),
            organisation=at.name,
            several=len(held) > 1,
            id_token=proven.id_token,
        ),
        instead_of=sign_in.cookies.session(connection),
    )
    sign_in.cookies.give_session(connection, token)
    return Begun(
        chosen=named is not None or len(held) == 1, first_page=await first_page(principal, ledger)
    )


async def change(
    sign_in: SignIn,
    connection: Connection,
    session: Session,
    *,
    at: Held,
    on_behalf_of: Organisation | None = None,
    behalf_name: str = "",
    held: Sequence[Held] = (),
) -> Principal | None:
    """Give a session other privileges, and with them another token; None when they are not to be had."""
    principal = await principal_of(
        sign_in.parts.platform.ledger, session.person, at.organisation, on_behalf_of=on_behalf_of
    )
    if principal is None:
        return None
    token = await sign_in.sessions.rotate(
        session,
        organisation=at.organisation,
        on_behalf_of=on_behalf_of,
        roles=principal.roles,
        shown=msgspec.structs.replace(
            session.shown,
            organisation=at.name,
            on_behalf_of=behalf_name,
            several=len(held) > 1,
        ),
    )
    if token is None:
        return None
    sign_in.cookies.give_session(connection, token)
    return principal


async def _own_name(sign_in: SignIn, person: UUID) -> str:
    """The name somebody was registered with, for their own eyes, where the issuer tells none."""
    name = (await load(sign_in.parts.platform.ledger, Person, person)).name
    return (await sign_in.parts.vault.reveal(name) or "") if name else ""

"""How people sign in to this process: at the configured issuer, at a demo's own, or not at all.

The rule: personas exist only where the settings allow them, and never on servers somebody named.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
from litestar import Router

from hub_core.settings import OpenId, Settings
from services.http.parts import Parts
from services.web.sign_in.signing_in import CALLBACK, SIGNED_OUT, SignIn, sign_in_over


class People(msgspec.Struct, frozen=True, kw_only=True):
    """The way in for people, and the routes of a demo's issuer where there is one."""

    sign_in: SignIn
    issuer_routes: tuple[Router, ...] = ()


@asynccontextmanager
async def people_of(parts: Parts, chosen: Settings, *, illustrative: bool) -> AsyncIterator[People]:
    """Open the way in for people."""
    people = (
        await _with_personas(parts, chosen, illustrative=illustrative)
        if chosen.personas
        else _at_an_issuer(parts, chosen)
    )
    try:
        yield people
    finally:
        if people.sign_in.client is not None:
            await people.sign_in.client.close()


def _at_an_issuer(parts: Parts, chosen: Settings) -> People:
    # Imported where it is needed: most starts are of demos and of single services.
    from services.web.sign_in.open_id import OpenIdClient

    client = OpenIdClient(chosen.openid) if chosen.openid is not None else None
    return People(sign_in=sign_in_over(parts, client=client, public_url=chosen.public_url))


async def _with_personas(parts: Parts, chosen: Settings, *, illustrative: bool) -> People:
    from services.issuer.issuer import CLIENT, PATH, Issuer
    from services.issuer.personas import personas
    from services.issuer.routes import Asking, issuer_router
    from services.platform.personas import ISSUER, seed
    from services.web.presentation import environment
    from services.web.shell import page
    from services.web.sign_in.open_id import OpenIdClient

    host = f"[{chosen.listen_host}]" if ":" in chosen.listen_host else chosen.listen_host
    origin = f"http://{host}:{chosen.port}"
    issuer = Issuer(origin + PATH, callback=CALLBACK, signed_out=SIGNED_OUT)
    client = OpenIdClient(
        OpenId(issuer=issuer.address, client_id=CLIENT, client_secret=issuer.secret),
        # The port may be another one next time; the people stay the same.
        known_as=ISSUER,
    )
    await seed(parts.platform, ISSUER)
    templates = environment(illustrative=illustrative, personas=True)

    def choose(request: Asking, fields: dict[str, str]) -> str:
        return page(request, templates, "sign_in/personas.html", fields=fields, personas=personas())

    sign_in = sign_in_over(parts, client=client, public_url=chosen.public_url, own_issuer=origin)
    return People(sign_in=sign_in, issuer_routes=(issuer_router(issuer, choose),))

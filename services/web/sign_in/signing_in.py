"""What signing in works with, put together once at the start.

The rule: addresses the issuer is given are made from the configured public address, never from what a
request says of itself; without one, only names of this machine are believed.
"""

from urllib.parse import urlsplit

import msgspec
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from hub_core.identity.links.store import Links
from hub_core.identity.sessions import Attempts, Sessions
from hub_core.settings import is_loopback
from services.http.parts import Parts
from services.web.sign_in.cookies import Connection, Cookies
from services.web.sign_in.open_id import OpenIdClient

CALLBACK = "/sign-in/callback"
SIGNED_OUT = "/signed-out"


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """``client`` is None where no issuer is configured: nobody can sign in then."""

    parts: Parts
    client: OpenIdClient | None
    sessions: Sessions
    attempts: Attempts
    links: Links
    cookies: Cookies
    public_url: str | None = None
    #: Where the issuer runs in this process, under the address the browser came by.
    own_issuer: str | None = None

    def origin(self, connection: Connection) -> str:
        """The address of this site, without a path, as the browser knows it."""
        if self.public_url is not None:
            return self.public_url
        host = connection.headers.get("host", "")
        if is_loopback(urlsplit(f"//{host}").hostname or ""):
            return f"http://{host}"
        return "http://127.0.0.1"

    def seen_by_browser(self, connection: Connection, address: str) -> str:
        """An address of the issuer as the browser reaches it: our own is wherever we are."""
        if self.own_issuer is not None and address.startswith(self.own_issuer):
            return self.origin(connection) + address.removeprefix(self.own_issuer)
        return address


SigningIn = NamedDependency[SkipValidation[SignIn]]


def sign_in_over(
    parts: Parts,
    *,
    client: OpenIdClient | None,
    public_url: str | None = None,
    own_issuer: str | None = None,
) -> SignIn:
    """Signing in over open parts."""
    return SignIn(
        parts=parts,
        client=client,
        sessions=Sessions(parts.pool),
        attempts=Attempts(parts.pool),
        links=Links(parts.pool, parts.platform.clock),
        cookies=Cookies(secure=(public_url or "").startswith("https://")),
        public_url=public_url,
        own_issuer=own_issuer,
    )

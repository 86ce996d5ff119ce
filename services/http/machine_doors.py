"""The API's doors for machines: ``Authorization: Bearer`` with an API key or a signed token.

The rule: what somebody learns without a valid secret is the same whatever they send, unknown prefix or
wrong secret. Only whoever holds the secret is told that it has expired or was revoked.
"""

import msgspec

from hub_core.access import Principal
from hub_core.identity.machines.machine import Standing
from hub_core.identity.machines.scopes import operations_in
from hub_core.identity.machines.spelling import MachineKind, read
from hub_core.identity.machines.store import Machines
from hub_core.identity.machines.tokens import LONGEST_TOKEN, NotOurs, TokenExpired, Tokens
from services.http.authentication import Connection, Door, KeyNeeded
from services.http.guard_rails.guessing import guessed_at

#: A longer header is no key and no token of ours, and is not looked at any further.
LONGEST_HEADER = len("Bearer ") + LONGEST_TOKEN

#: How every JSON Web Token begins: ``{"`` in base64.
OF_TOKENS = "eyJ"

_AUTHORIZATION = b"authorization"


class KeyRefused(KeyNeeded):
    """Something was shown, and it does not open. ``kind`` is stable and part of the API."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        # Source: RFC 6750, section 3.1.
        error = "invalid_request" if kind == "key-malformed" else "invalid_token"
        self.headers = {"www-authenticate": f'Bearer realm="careers hub", error="{error}"'}


_MALFORMED = (
    "What stands in the Authorization header is no key and no token of ours. Send exactly one header "
    "Authorization: Bearer followed by the whole key, chk_…, as it was shown."
)
_CLIENT = (
    "This is an OAuth2 client's secret, which opens nothing by itself. Exchange it for a token at "
    "/oauth/token and send that."
)
_UNKNOWN = (
    "This key opens nothing here. Check that it is whole and from this hub; “hub keys list” shows the "
    "beginnings of those there are."
)
_EXPIRED = "This key has expired. Whoever runs your hub gives it a new secret: “hub keys rotate”."
_ROTATED = (
    "This key's secret was replaced by a newer one, and its overlap is over. Use the newer one."
)
_FORGED = (
    "This token opens nothing here. Ask /oauth/token of this hub for one, and send it as it came."
)
_OVER = "This token has expired: one works for ten minutes. Ask /oauth/token for another."
_ENDED_CLIENT = (
    "The client this token was given to has expired or was revoked, and its tokens with it. Ask whoever "
    "runs your hub whether you are to have another."
)
_REVOKED = "This key was revoked. Ask whoever runs your hub whether you are to have another."

#: What its holder is told of a secret that was right once.
_ENDED = {
    Standing.EXPIRED: ("key-expired", _EXPIRED),
    Standing.ROTATED: ("key-expired", _ROTATED),
    Standing.REVOKED: ("key-revoked", _REVOKED),
}


def malformed() -> KeyRefused:
    """What was sent cannot be a key or a token, whoever sent it."""
    return KeyRefused("key-malformed", _MALFORMED)


def bearer(connection: Connection) -> str | None:
    """What was sent as bearer; None when nothing was. Raises ``KeyRefused`` for anything but one
    well-formed header."""
    sent = [value for name, value in connection.scope["headers"] if name == _AUTHORIZATION]
    if not sent:
        return None
    if len(sent) > 1 or len(sent[0]) > LONGEST_HEADER or not sent[0].isascii():
        raise malformed()
    scheme, _, shown = sent[0].decode("ascii").partition(" ")
    if scheme.lower() != "bearer" or not shown or not shown.isprintable() or " " in shown:
        raise malformed()
    return shown


class KeyDoor:
    """Opens to API keys, asked anew with every request."""

    def __init__(self, machines: Machines) -> None:
        self._machines = machines

    async def principal(self, connection: Connection) -> Principal | None:
        """The machine whose key was sent; None when none was. Raises ``KeyRefused``."""
        shown = bearer(connection)
        if shown is None or shown.startswith(OF_TOKENS):
            return None
        presented = read(shown)
        if presented is None:
            raise malformed()
        if presented.kind is MachineKind.CLIENT:
            raise KeyRefused("key-malformed", _CLIENT)
        guessed_at(connection.scope, presented.prefix)
        proved = await self._machines.proved(presented)
        if proved is None:
            raise KeyRefused("key-unknown", _UNKNOWN)
        if proved.standing is not Standing.WORKS:
            raise KeyRefused(*_ENDED[proved.standing])
        return proved.machine.principal


class TokenDoor:
    """Opens to signed tokens, while the client they were given to stands."""

    def __init__(self, tokens: Tokens, machines: Machines) -> None:
        self._tokens = tokens
        self._machines = machines

    async def principal(self, connection: Connection) -> Principal | None:
        """The client whose token was sent; None when none was. Raises ``KeyRefused``."""
        shown = bearer(connection)
        if shown is None or not shown.startswith(OF_TOKENS):
            return None
        try:
            token = self._tokens.read(shown)
        except TokenExpired:
            raise KeyRefused("token-expired", _OVER) from None
        except NotOurs:
            raise KeyRefused("token-unknown", _FORGED) from None
        client = await self._machines.standing_machine(token.client)
        if client is None or client.kind is not MachineKind.CLIENT:
            raise KeyRefused("token-revoked", _ENDED_CLIENT)
        principal = client.principal
        permitted = operations_in(token.scopes) & operations_in(client.scopes)
        return msgspec.structs.replace(principal, operations=permitted)


class NoTokens:
    """The door where tokens are not given at all: whoever sends one is told so."""

    async def principal(self, connection: Connection) -> Principal | None:
        """Nobody; raises ``KeyRefused`` for a token."""
        shown = bearer(connection)
        if shown is not None and shown.startswith(OF_TOKENS):
            raise KeyRefused("token-unknown", _FORGED)
        return None


def machine_doors(machines: Machines, tokens: Tokens | None) -> tuple[Door, ...]:
    """The ways into the API. ``tokens`` is None where the hub has no key to sign them with."""
    return (KeyDoor(machines), TokenDoor(tokens, machines) if tokens else NoTokens())

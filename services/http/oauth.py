"""Tokens for machines: OAuth2 client credentials, the keys that check them, and where all that is.

The rule: a client is told what RFC 6749 says it may be told, and a wrong secret reads like an unknown
client. Sources: RFC 6749 sections 2.3, 4.4 and 5; RFC 7517; RFC 8414; RFC 9068.
"""

import binascii
from base64 import b64decode
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote_plus
from uuid import UUID

import msgspec
from litestar import MediaType, Request, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from hub_core.identity.machines.machine import Machine, Standing
from hub_core.identity.machines.scopes import scopes as known_scopes
from hub_core.identity.machines.spelling import MachineKind, read
from hub_core.identity.machines.store import Machines
from hub_core.identity.machines.tokens import Tokens, TooManyScopes
from services.http.guard_rails.guessing import guessed_at

FORM = "application/x-www-form-urlencoded"
#: A request for a token is a few hundred bytes.
LARGEST_REQUEST = 8 * 1024
_MOST_FIELDS = 20
#: No client has a longer id.
LONGEST_ID = 100


class TokenRefused(Exception):
    """No token. ``error`` is one of RFC 6749, section 5.2."""

    def __init__(self, error: str, description: str, *, basic: bool = False) -> None:
        super().__init__(description)
        self.error = error
        self.basic = basic


class Endpoints:
    """What the routes work with."""

    def __init__(self, tokens: Tokens, machines: Machines) -> None:
        self.tokens = tokens
        self.machines = machines


Given = NamedDependency[SkipValidation[Endpoints]]


@post(
    "/oauth/token",
    operation_id="oauth_token",
    name="oauth.token",
    status_code=HTTPStatus.OK,
    request_max_body_size=LARGEST_REQUEST,
    opt={"public": "the client proves itself by its secret in the request"},
    include_in_schema=False,
)
async def token(request: Request[Any, Any, Any], endpoints: Given) -> Response[Any]:
    """Exchange a client's secret for a token of ten minutes."""
    asked = await _fields(request)
    client = await _client(request, asked, endpoints.machines)
    if asked.get("grant_type") != "client_credentials":
        raise TokenRefused(
            "unsupported_grant_type", "Send grant_type=client_credentials: there is no other here."
        )
    wanted = tuple(dict.fromkeys(asked.get("scope", "").split())) or client.scopes
    if not set(wanted) <= set(client.scopes):
        raise TokenRefused(
            "invalid_scope",
            f"This client may ask for {' '.join(client.scopes)}, or for some of it.",
        )
    try:
        given = endpoints.tokens.give(client, wanted)
    except TooManyScopes:
        raise TokenRefused(
            "invalid_scope",
            f"A token for {len(wanted)} scopes is too long to be sent. Ask for those you need now.",
        ) from None
    return Response(
        {
            "access_token": given.text,
            "token_type": "Bearer",
            "expires_in": given.seconds,
            "scope": " ".join(given.scopes),
        },
        headers={"cache-control": "no-store"},
    )


@get(
    "/.well-known/jwks.json",
    operation_id="oauth_keys",
    name="oauth.keys",
    opt={"public": "public keys, for whoever checks a token"},
    include_in_schema=False,
)
async def key_set(endpoints: Given) -> Response[Any]:
    """The public keys of tokens that may be met now or soon."""
    return _cached(endpoints.tokens.published(), "application/jwk-set+json")


@get(
    "/.well-known/oauth-authorization-server",
    operation_id="oauth_metadata",
    name="oauth.metadata",
    opt={"public": "where tokens are asked for, for whoever sets up a client"},
    include_in_schema=False,
)
async def metadata(endpoints: Given) -> Response[Any]:
    """Where everything is (RFC 8414)."""
    issuer = endpoints.tokens.issuer
    return _cached(
        {
            "issuer": issuer,
            "token_endpoint": f"{issuer}/oauth/token",
            "jwks_uri": f"{issuer}/.well-known/jwks.json",
            "grant_types_supported": ["client_credentials"],
            "response_types_supported": [],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "scopes_supported": list(known_scopes()),
            "service_documentation": f"{issuer}/api/schema",
        },
        MediaType.JSON,
    )


def oauth_routes(tokens: Tokens, machines: Machines) -> Router:
    """The routes, over open parts."""
    endpoints = Endpoints(tokens, machines)
    return Router(
        path="/",
        route_handlers=[token, key_set, metadata],
        dependencies={"endpoints": Provide(lambda: endpoints, sync_to_thread=False)},
        exception_handlers={TokenRefused: _refused},
    )


async def _fields(request: Request[Any, Any, Any]) -> dict[str, str]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise TokenRefused("invalid_request", f"Send the request as {FORM}.")
    try:
        pairs = parse_qsl(
            (await request.body()).decode("ascii"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise TokenRefused("invalid_request", f"The body is not {FORM}.") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise TokenRefused("invalid_request", "Send each parameter once.")
    return fields


async def _client(
    request: Request[Any, Any, Any], asked: dict[str, str], machines: Machines
) -> Machine:
    sent = [value for name, value in request.scope["headers"] if name == b"authorization"]
    basic = bool(sent)
    if len(sent) > 1 or (basic and "client_secret" in asked):
        raise TokenRefused("invalid_request", "Prove the client in one way: Basic, or in the body.")
    named, secret = (
        _basic(sent[0]) if basic else (asked.get("client_id", ""), asked.get("client_secret", ""))
    )
    guessed_at(request.scope, named[:LONGEST_ID])
    refused = TokenRefused(
        "invalid_client",
        "This client is not known, its secret is wrong, or it no longer stands.",
        basic=basic,
    )
    presented = read(secret)
    if presented is None or presented.kind is not MachineKind.CLIENT:
        raise refused
    proved = await machines.proved(presented)
    # Whoever shows a right secret has still to know whose it is.
    if proved is None or proved.standing is not Standing.WORKS or _id(named) != proved.machine.id:
        raise refused
    return proved.machine


def _basic(header: bytes) -> tuple[str, str]:
    """The client's id and secret, each form-encoded (RFC 6749, section 2.3.1); empty when unreadable."""
    scheme, _, coded = header.partition(b" ")
    if scheme.lower() != b"basic":
        return "", ""
    try:
        named, _, secret = b64decode(coded, validate=True).decode("ascii").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(named), unquote_plus(secret)


def _id(named: str) -> UUID | None:
    try:
        return UUID(named)
    except ValueError:
        return None


def _refused(_: Request[Any, Any, Any], refused: TokenRefused) -> Response[Any]:
    known = refused.error == "invalid_client"
    headers = {"cache-control": "no-store"}
    if known and refused.basic:
        headers["www-authenticate"] = 'Basic realm="careers hub"'
    return Response(
        {"error": refused.error, "error_description": str(refused)},
        status_code=HTTPStatus.UNAUTHORIZED if known else HTTPStatus.BAD_REQUEST,
        headers=headers,
    )


def _cached(body: Any, media_type: str) -> Response[Any]:
    """For five minutes: shorter than a new key is published before it signs would be, were it longer."""
    return Response(
        msgspec.json.encode(body),
        media_type=media_type,
        headers={"cache-control": "public, max-age=240"},
    )

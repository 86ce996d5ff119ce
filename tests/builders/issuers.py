"""Issuers to sign in at, each a real server on loopback: one that is not ours, and one that forges.

The rule: nothing between the platform and an issuer is replaced; what an issuer says is what differs.
"""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx
import uvicorn
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from joserfc.jwt import JWTClaimsRegistry
from litestar import Litestar, Request, Response, get, post
from litestar.types import ControllerRouterHandler

from tests.builders.demo_process import free_port

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
CLIENT, SECRET = "careers-hub", "a shared secret for tests"


@contextmanager
def second_issuer() -> Iterator[str]:
    """oidc-provider-mock, which is not ours, in a process of its own; the address it answers at."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            assert process.poll() is None, "the second issuer ended"
            try:
                httpx.get(f"{address}/.well-known/openid-configuration", timeout=10)
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                break
        yield address
    finally:
        process.terminate()
        process.wait()


class Forger:
    """An issuer whose tokens, answers and keys a test bends; everything else is as it should be.

    ``asked`` are the forms that came to its token endpoint.
    """

    def __init__(self) -> None:
        self.address = ""
        self.key = ECKey.generate_key("P-256", auto_kid=True)
        self.published = [self.key]
        self.metadata: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.signed_with: Any = None
        self.token: str | None = None
        self.nonce = ""
        self.asked: list[dict[str, Any]] = []
        self.asked_for_keys = 0
        #: The public key whose holder alone is given tokens (private_key_jwt).
        self.client_key: RSAKey | ECKey | None = None
        self.seen: set[str] = set()

    def id_token(self) -> str:
        """The token of the next answer."""
        if self.token is not None:
            return self.token
        now = int(time.time())
        claims = {
            "iss": self.address, "sub": "anna", "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": self.nonce, "name": "Anna Example", **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.signed_with or self.key
        header = {"alg": "ES256", "kid": key.kid, **self.header}
        header = {name: value for name, value in header.items() if value is not None}
        return jwt.encode(header, claims, key, algorithms=["ES256", "RS256", "HS256"])

    def _is_client(self, form: dict[str, Any]) -> bool:
        """Whether the assertion is the client's, made for here and now, and new (RFC 7523, section 3)."""
        if form.get("client_assertion_type") != ASSERTION or "client_secret" in form:
            return False
        try:
            assert self.client_key is not None
            found = jwt.decode(
                form.get("client_assertion", ""), self.client_key, algorithms=["RS256", "ES256"]
            )
            JWTClaimsRegistry(
                iss={"essential": True, "value": CLIENT},
                sub={"essential": True, "value": CLIENT},
                aud={"essential": True, "value": f"{self.address}/token"},
                exp={"essential": True},
                jti={"essential": True},
            ).validate(found.claims)
        except (JoseError, ValueError):
            return False
        new = found.claims["jti"] not in self.seen and len(found.claims["jti"]) >= 16
        self.seen.add(found.claims["jti"])
        return new and found.claims["exp"] - time.time() <= 600

    def routes(self) -> list[ControllerRouterHandler]:
        """Where it answers."""

        @get("/.well-known/openid-configuration")
        async def configuration() -> dict[str, Any]:
            return {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
                **self.metadata,
            }

        @get("/keys")
        async def keys() -> dict[str, Any]:
            self.asked_for_keys += 1
            return {"keys": [key.as_dict(private=False) for key in self.published]}

        @post("/token", status_code=200)
        async def token(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
            form = dict(await request.form())
            self.asked.append({**form, "authorization": request.headers.get("authorization")})
            if self.client_key is not None and not self._is_client(form):
                return Response({"error": "invalid_client"}, status_code=401)
            return Response(
                {"access_token": "x", "token_type": "Bearer", "id_token": self.id_token()}
            )

        return [configuration, keys, token]


@asynccontextmanager
async def serving(routes: Sequence[ControllerRouterHandler]) -> AsyncIterator[str]:
    """Routes behind a real server on a free port of loopback; its address."""
    app = Litestar(routes, openapi_config=None)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        task = asyncio.create_task(server._serve([listening]))
        while not server.started:
            assert not task.done()
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await task


@asynccontextmanager
async def forger() -> AsyncIterator[Forger]:
    """A forger on a free port."""
    made = Forger()
    async with serving(made.routes()) as made.address:
        yield made

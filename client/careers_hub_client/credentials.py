"""How a caller proves who it is: an API key, or an OAuth2 client that is given tokens.

The one rule: a secret goes to the hub it belongs to and nowhere else, and stands in no message.
"""

from base64 import b64encode
from collections.abc import Callable, Generator, Sequence
from time import monotonic
from urllib.parse import quote_plus

import httpx
import msgspec

from careers_hub_client.problems import TokenRefused, UnexpectedAnswer

#: Seconds before its end at which a token is no longer used.
MARGIN = 30.0


class ApiKey(httpx.Auth):
    """A key, ``chk_…``, as the hub showed it once."""

    def __init__(self, key: str) -> None:
        self._bearer = f"Bearer {key}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["authorization"] = self._bearer
        yield request


class _Given(msgspec.Struct, frozen=True):
    access_token: str
    expires_in: float


class _NotGiven(msgspec.Struct, frozen=True):
    error: str
    error_description: str = ""


class ClientCredentials(httpx.Auth):
    """OAuth2 client credentials: tokens are asked for when needed and again before they end.

    ``scopes`` None asks for all the client has. Source: RFC 6749, section 4.4.
    """

    requires_response_body = True

    def __init__(
        self,
        client_id: str,
        secret: str,
        *,
        scopes: Sequence[str] | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        pair = f"{quote_plus(client_id)}:{quote_plus(secret)}".encode()
        self._basic = f"Basic {b64encode(pair).decode()}"
        self._scopes = scopes
        self._clock = clock
        self._token = ""
        self._until = 0.0

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        fresh = not self._token or self._clock() >= self._until
        if fresh:
            self._take((yield self._asking(request.url)))
        request.headers["authorization"] = f"Bearer {self._token}"
        answer = yield request
        # Keys of the hub may have been renewed: ask once for another token, not for ever.
        if answer.status_code == httpx.codes.UNAUTHORIZED and not fresh:
            self._take((yield self._asking(request.url)))
            request.headers["authorization"] = f"Bearer {self._token}"
            yield request

    def _asking(self, url: httpx.URL) -> httpx.Request:
        wanted = {"scope": " ".join(self._scopes)} if self._scopes is not None else {}
        return httpx.Request(
            "POST",
            url.copy_with(raw_path=b"/oauth/token", fragment=None),
            data={"grant_type": "client_credentials", **wanted},
            headers={"authorization": self._basic, "accept": "application/json"},
        )

    def _take(self, answer: httpx.Response) -> None:
        try:
            if answer.status_code == httpx.codes.OK:
                given = msgspec.json.decode(answer.content, type=_Given)
                self._token = given.access_token
                self._until = self._clock() + given.expires_in - MARGIN
                return
            refused = msgspec.json.decode(answer.content, type=_NotGiven)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UnexpectedAnswer(
                f"{answer.request.url} answered {answer.status_code} where tokens are given. "
                "Is this the address of a careers hub?"
            ) from error
        raise TokenRefused(refused.error, refused.error_description)
